"""受理: a question is sealed, put before the adviser on duty, and asked once however often the form is sent."""

import pytest

from menkou.consultations import actions, content, queries
from menkou.consultations.models import CaseKey, Consultation, Message
from menkou.core.errors import Conflict
from menkou.core.models import AuditEntry, Outgoing
from tests.cast import QUESTION


def test_a_question_reaches_the_a_post(ask, resident, chen):
    accepted = ask(resident)

    assert accepted.is_new
    assert accepted.consultation.holder == chen
    assert accepted.consultation.post == "A"
    assert [one.text for one in content.open_for_asker(accepted.consultation)] == [QUESTION]
    assert AuditEntry.objects.get().what == "consultation.asked"


def test_the_same_form_asks_once_and_shows_the_same_code(ask, resident):
    first, second = ask(resident, form="a" * 32), ask(resident, form="a" * 32)

    assert not second.is_new
    assert first.code == second.code
    assert Consultation.objects.count() == Message.objects.count() == CaseKey.objects.count() == 1


def test_a_form_that_asked_something_else_is_told_so(ask, resident):
    ask(resident, form="a" * 32)

    with pytest.raises(Conflict, match="不一样"):
        ask(resident, text="另一件事", form="a" * 32)
    assert Consultation.objects.count() == 1


def test_word_to_the_adviser_holds_nothing_of_it(ask, resident, chen):
    ask(resident)

    word = Outgoing.objects.get()
    assert word.address == f"registration:{chen.pk}"
    assert not set("邻居墙宅基地") & set(word.words)


def test_a_village_without_anybody_says_whom_to_call(ask, resident, chen, lin):
    from menkou.postings.models import Posting

    Posting.objects.all().delete()

    with pytest.raises(Conflict, match="司法所"):
        ask(resident)
    assert not Consultation.objects.exists()


def test_only_the_asking_device_sees_it(consultation, resident, stranger):
    assert list(queries.asked_by(resident)) == [consultation]
    assert not queries.asked_by(stranger).exists()


def test_a_code_that_is_taken_by_chance_is_spelled_anew(ask, resident, monkeypatch):
    first, spell = ask(resident), actions.pickup_code
    taken = [first.code]
    monkeypatch.setattr(actions, "pickup_code", lambda one: taken.pop() if taken else spell(one))

    second = ask(resident)
    assert second.is_new
    assert second.code != first.code
    assert Consultation.objects.count() == Outgoing.objects.count() == 2
