"""我的数据: a copy at once, and erasing that nothing brings back; who asked may, and nobody else."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from menkou.consultations import actions, content, jobs, queries, viewings
from menkou.consultations.models import CaseKey, Consultation, Message, Rating, Viewing
from menkou.consultations.passing import actions as passing
from menkou.consultations.pickup import actions as pickup
from menkou.consultations.rights import actions as rights
from menkou.core import clock
from menkou.core.actors import CLOCK, Actor
from menkou.core.errors import Conflict, Refused
from menkou.core.models import AuditEntry, Outgoing
from tests.cast import QUESTION, SLUG

State = Consultation.State


@pytest.fixture
def phone(client, village, chen, lin):
    """A browser that has asked, and the address of its thread."""
    client.get(f"/{SLUG}/v/{village.code}/ask")
    asked = client.post(f"/{SLUG}/v/{village.code}/ask", {"text": QUESTION, "may_hand_over": "on"})
    client.thread = asked.headers["Location"].removesuffix("delivered")
    client.asked = Consultation.objects.get()
    return client


def test_a_copy_holds_what_was_said_with_who_looked_and_is_on_record(phone, adviser_a):
    actions.read(by=adviser_a, consultation=phone.asked)

    answer = phone.post(f"{phone.thread}copy")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="copy-{phone.asked.reference}.html"'
    assert "no-store" in answer.headers["Cache-Control"]
    assert QUESTION in page
    assert "陈明（律师）看过" in page
    assert "<script" not in page
    assert Viewing.objects.filter(way="copied", viewed_by=None).count() == 1


def test_a_copy_of_all_holds_only_what_this_phone_asked(phone, ask, stranger):
    ask(stranger, "别人的事")
    page = phone.post(f"/{SLUG}/asked/copy").content.decode()

    assert QUESTION in page
    assert "别人的事" not in page


def test_nothing_to_copy_is_said(client, district):
    assert client.post(f"/{SLUG}/asked/copy").headers["Location"] == f"/{SLUG}/asked/"


def test_erasing_first_says_what_goes_and_what_stays(phone):
    page = phone.get(f"{phone.thread}erase").content.decode()

    assert "还会留着的" in page
    assert "这件事还没办完" in page
    assert CaseKey.objects.count() == 1


def test_erased_is_gone_from_every_view_at_once(phone, adviser_a):
    answer = phone.post(f"{phone.thread}erase")

    page = phone.get(phone.thread).content.decode()
    assert answer.status_code == 302
    assert "谁也打不开了" in page
    assert QUESTION not in page
    assert phone.asked.reference not in phone.get(f"/{SLUG}/asked/").content.decode()
    assert phone.get(f"{phone.thread}delivered").headers["Location"] == phone.thread
    assert not CaseKey.objects.exists()
    assert not Message.objects.exists()


def test_the_adviser_sees_that_it_was_erased_and_reads_nothing(phone, sign_in, adviser_a):
    phone.post(f"{phone.thread}erase")

    page = sign_in(adviser_a).get(f"/{SLUG}/consultations/{phone.asked.pk}/").content.decode()
    assert "提问的人删掉了内容" in page
    assert "<textarea" not in page
    assert not queries.waiting(adviser_a).exists()
    assert queries.closed(adviser_a).count() == 1
    assert not Viewing.objects.exists()
    assert "不问了" in sign_in(adviser_a).get(f"/{SLUG}/consultations/closed").content.decode()


def test_an_open_matter_is_withdrawn_and_its_holder_is_told_without_words(consultation, resident):
    rights.erase(by=resident, consultation=consultation)

    consultation.refresh_from_db()
    words = Outgoing.objects.get(key__startswith=f"withdrawn:{consultation.pk}")
    assert (consultation.state, consultation.ending) == (State.CLOSED, "withdrawn")
    assert QUESTION not in words.words


def test_a_closed_matter_stays_closed_and_its_numbers_stay(answered, adviser_a, resident, village):
    actions.close(by=adviser_a, consultation=answered, minutes=20, category="land")
    actions.rate(by=resident, consultation=answered, face=3, is_solved=True)

    rights.erase(by=resident, consultation=answered)

    answered.refresh_from_db()
    assert (answered.state, answered.minutes, answered.category) == (State.CLOSED, 20, "land")
    assert answered.village_id == village.pk
    assert answered.first_answered_at is not None
    assert Rating.objects.count() == 1
    assert answered.entry is not None


def test_twice_is_once(phone):
    first, second = phone.post(f"{phone.thread}erase"), phone.post(f"{phone.thread}erase")

    assert first.headers["Location"] == second.headers["Location"] == phone.thread
    assert AuditEntry.objects.filter(what="consultation.erased").count() == 1


def test_the_fact_stays_in_the_audit_log_and_no_digest_of_the_words(consultation, resident):
    before = bytes(Consultation.objects.get().asked_digest)
    rights.erase(by=resident, consultation=consultation)

    line = AuditEntry.objects.get(what="consultation.erased")
    assert line.by == "居民"
    assert bytes(Consultation.objects.get().asked_digest) != before


@pytest.mark.parametrize("who", ["adviser_a", "bureau", "stranger", "operator"])
def test_nobody_else_erases_or_copies(consultation, request, who):
    by = request.getfixturevalue(who)
    for act in (rights.erase, rights.take_copy):
        with pytest.raises(Refused):
            act(by=by, consultation=consultation)

    assert content.open_for_asker(consultation)[0].text == QUESTION


def test_whoever_has_the_code_may_too(consultation, district, stranger):
    pickup.pick_up(by=stranger, district=district, typed=actions.pickup_code(consultation))
    holder = Actor(None, "居民", receipts=frozenset([consultation.pk]))

    assert [one.text for one in rights.take_copy(by=holder, consultation=consultation)] == [QUESTION]
    assert rights.erase(by=holder, consultation=consultation)


def test_nothing_more_is_said_or_done_in_it(answered, adviser_a, resident):
    rights.erase(by=resident, consultation=answered)

    for act in (
        lambda: actions.follow_up(by=resident, consultation=answered, text="再问", form="9" * 32),
        lambda: actions.answer(by=adviser_a, consultation=answered, text="再答", form="8" * 32),
        lambda: actions.close(by=adviser_a, consultation=answered, minutes=5, category="land"),
        lambda: actions.rate(by=resident, consultation=answered, face=3, is_solved=True),
        lambda: passing.hand_over(by=adviser_a, consultation=answered, reason="away"),
        lambda: passing.agree_to_hand_over(by=resident, consultation=answered),
    ):
        with pytest.raises(Conflict, match="删掉"):
            act()
    assert actions.read(by=adviser_a, consultation=answered) == []


def test_a_withdrawn_matter_is_not_passed_on_and_not_closed_for_quiet(consultation, resident, village, chen):
    rights.erase(by=resident, consultation=consultation)

    assert passing.offer_to_new_holders(by=CLOCK, village=village) == 0
    assert not queries.open_in([village.pk]).exists()
    assert not queries.quiet_since(clock.now() + timedelta(days=99)).exists()


def test_a_day_later_neither_phone_nor_code_leads_to_it(phone, district):
    code = actions.pickup_code(phone.asked)
    phone.post(f"{phone.thread}erase")
    jobs.forget_who_erased()
    assert phone.get(phone.thread).status_code == 200

    with time_machine.travel(clock.now() + timedelta(days=1, minutes=1)):
        jobs.forget_who_erased()
        jobs.forget_who_erased()
        assert pickup.pick_up(by=Actor(None, "居民"), district=district, typed=code) is None

    assert phone.get(phone.thread).status_code == 404
    assert Consultation.objects.get().device_digest is None
    assert AuditEntry.objects.filter(what="consultation.unlinked").count() == 1


def test_erasing_and_answering_at_once_leave_no_words(at_once, consultation, resident, adviser_a):
    def answer():
        actions.answer(by=adviser_a, consultation=consultation, text="答一句", form="7" * 32)

    at_once(lambda: rights.erase(by=resident, consultation=consultation), answer)

    assert not Message.objects.exists()
    assert not CaseKey.objects.exists()


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"erased_at": "now"}, "what_is_erased_is_over"),
        ({"is_unlinked": True}, "only_what_is_erased_forgets_its_asker"),
    ],
)
def test_the_database_refuses_half_an_erasing(consultation, facts, rule):
    facts = {name: clock.now() if value == "now" else value for name, value in facts.items()}

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Consultation.objects.update(**facts)


def test_a_second_person_s_words_stay(ask, resident, stranger):
    mine, other = ask(resident).consultation, ask(stranger, "别人的事").consultation
    rights.erase(by=resident, consultation=mine)

    assert content.open_for_asker(other)[0].text == "别人的事"
    assert viewings.told_of(other) == []


def test_erased_words_are_in_no_table(consultation, resident):
    rights.erase(by=resident, consultation=consultation)

    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from consultations_message union all select count(*) from consultations_casekey"
        )
        assert json.dumps(cursor.fetchall()) == "[[0], [0]]"
