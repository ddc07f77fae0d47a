"""没发出的答复: its author's alone, on any device of theirs, and gone with the answer, the holding, the words and the days."""

import logging
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from menkou.accounts import phones
from menkou.consultations import actions, content, jobs
from menkou.consultations.interests import actions as interests
from menkou.consultations.models import Message, Wording
from menkou.consultations.passing import actions as passing
from menkou.consultations.rights import actions as rights
from menkou.consultations.wording import actions as wording
from menkou.consultations.wording import sealing
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Refused
from menkou.core.models import AuditEntry
from tests.cast import SLUG
from tests.guards.canaries import MARK, canary, leaks
from tests.guards.test_no_words_leak import everything_stored

FORM, OTHER_FORM = "a" * 32, "b" * 32
JSON = {"Accept": "application/json"}


@pytest.fixture
def keep(adviser_a, consultation):
    def keep(text="写了一半", form=FORM, seen=0, by=adviser_a) -> int:
        return wording.keep(by=by, consultation=consultation, text=text, form=form, seen=seen).number

    return keep


@pytest.fixture
def at(consultation):
    return f"/{SLUG}/consultations/{consultation.pk}/"


def read(consultation, by):
    found = sealing.open_for(consultation, by.held(Role.ADVISER))
    return found and found.text


def test_what_is_written_is_kept_sealed_and_one_to_a_matter(keep, consultation, adviser_a):
    assert [keep(), keep("写了一半，又写"), keep("又写一遍")] == [1, 2, 3]

    assert read(consultation, adviser_a) == "又写一遍"
    assert "又写".encode() not in bytes(Wording.objects.get().sealed)
    assert AuditEntry.objects.filter(what="consultation.answer_drafted").count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        facts = ("consultation_id", "author_id", "sealed", "number", "form_digest", "kept_at", "kept_by_id")
        Wording.objects.create(**Wording.objects.values(*facts).get())


def test_nobody_else_keeps_or_reads_one(keep, consultation, adviser_b, bureau, resident):
    keep()
    for by in (adviser_b, bureau):
        assert read(consultation, by) is None
        with pytest.raises(Refused):
            keep("替他写", by=by)
    assert "写了一半" not in str(content.open_for_asker(consultation))


def test_another_device_that_has_not_seen_it_does_not_write_over_it(keep, consultation, adviser_a):
    keep()
    with pytest.raises(Conflict, match="另一台设备"):
        keep("旧的", form=OTHER_FORM)
    assert keep("接着写", form=OTHER_FORM, seen=1) == 2
    assert keep("", form=OTHER_FORM) == 0
    assert read(consultation, adviser_a) is None


@pytest.mark.parametrize("end", ["answered", "handed over", "kept out", "erased", "withdrawn", "closed"])
def test_it_dies_with_the_answer_the_holding_and_the_words(end, keep, consultation, adviser_a, lin, resident):
    if end == "closed":
        actions.answer(by=adviser_a, consultation=consultation, text="答", form=OTHER_FORM)
    keep()
    if end == "answered":
        actions.answer(by=adviser_a, consultation=consultation, text="答", form=FORM)
        keep("迟到的一次")  # sent before the answer, arrived after it
    elif end == "handed over":
        passing.hand_over(by=adviser_a, consultation=consultation, reason="away")
    elif end == "kept out":
        interests.declare(by=adviser_a, consultation=consultation, kind="relative")
    elif end == "erased":
        rights.erase(by=resident, consultation=consultation)
    elif end == "withdrawn":
        from menkou.consultations.after import actions as after

        after.withdraw(by=resident, consultation=consultation)
    else:
        actions.close(by=adviser_a, consultation=consultation, minutes=5, category="other")
        with pytest.raises(Conflict, match="已经办结"):
            keep()
    assert not Wording.objects.exists()


def test_it_is_kept_for_the_districts_days_from_the_last_stroke(keep):
    keep()
    with time_machine.travel(clock.now() + timedelta(days=6, hours=23)):
        jobs.forget_drafts()
        assert keep("接着写") == 2
    with time_machine.travel(clock.now() + timedelta(days=8)):
        jobs.forget_drafts()
        assert Wording.objects.exists()
    with time_machine.travel(clock.now() + timedelta(days=15)):
        jobs.forget_drafts()
        assert not Wording.objects.exists()


def test_no_canary_flies_out_of_a_draft(consultation, at, sign_in, adviser_a, bureau, adviser_b, client, caplog):
    caplog.set_level(logging.DEBUG)
    sent = sign_in(adviser_a).post(f"{at}wording", {"text": canary(1), "form": FORM}, headers=JSON)
    other_device = client.get(at).content.decode()
    shown = [sign_in(by).get(at).content.decode() for by in (bureau, adviser_b)]

    assert sent.json() == {"kept": 1}
    assert MARK in other_device
    assert 'data-seen="1"' in other_device
    assert leaks(everything_stored() + caplog.text + str(sent.headers) + "".join(shown)) == []
    assert Wording.objects.count() == 1


def test_without_a_script_a_button_keeps_it(consultation, at, sign_in, adviser_a):
    page = sign_in(adviser_a).post(f"{at}wording", {"text": "写了一半", "form": FORM}, follow=True).content.decode()
    behind = sign_in(adviser_a).post(f"{at}wording", {"text": "另一台写的", "form": OTHER_FORM})
    too_long = sign_in(adviser_a).post(f"{at}wording", {"text": "长" * 5001, "form": FORM})

    assert "草稿存好了" in page
    assert "写了一半</textarea>" in page
    assert (behind.status_code, too_long.status_code) == (409, 422)
    assert "另一台写的</textarea>" in behind.content.decode()


def test_the_drafts_of_a_house_that_forgets_to_end_them_are_seen(keep, consultation, adviser_a, adviser_b, monkeypatch):
    monkeypatch.setattr(sealing, "destroy", lambda matter: None)
    keep()
    passing.hand_over(by=adviser_a, consultation=consultation, reason="away")
    consultation.refresh_from_db()

    assert Wording.objects.exists()  # what the tests above would find
    assert read(consultation, adviser_a) is read(consultation, adviser_b) is None  # and even so nobody reads it


class TestPhones:
    """What waits on a phone goes in its writer's name only, and once."""

    @pytest.fixture
    def own(self, adviser_a):
        return {"text": "路上写的", "form": FORM, "account": phones.phone_of(adviser_a).account}

    def test_the_same_twice_is_one_answer_and_told_the_same(self, own, at, sign_in, adviser_a, consultation):
        desk = sign_in(adviser_a)
        told = [desk.post(f"{at}answer", own | {"has_no_interest": "on"}, headers=JSON).json() for _ in range(2)]
        desk.post(f"{at}close", {"minutes": 5, "category": "other"})
        told.append(desk.post(f"{at}answer", own | {"has_no_interest": "on"}, headers=JSON).json())

        assert told == [{"go": at}] * 3
        assert Message.objects.filter(consultation=consultation, author__isnull=False).count() == 1

    def test_what_was_taken_back_elsewhere_is_not_sent_anew_by_a_phone_that_never_heard(
        self, own, at, sign_in, adviser_a, consultation
    ):
        phone, elsewhere, own = sign_in(adviser_a), sign_in(adviser_a), own | {"has_no_interest": "on"}
        phone.post(f"{at}answer", own, headers=JSON)  # and the reply is lost
        elsewhere.post(f"{at}take-back/{Message.objects.get(author__isnull=False).pk}")

        again = phone.post(f"{at}answer", own, headers=JSON)
        assert (again.status_code, again.json()) == (200, {"go": at})
        assert "没有再送" in phone.get(at).content.decode()
        page = phone.post(f"{at}answer", own)  # an old page: the words stay, and a second press sends them
        assert (page.status_code, "路上写的" in page.content.decode(), FORM in page.content.decode()) == (
            409,
            True,
            False,
        )
        assert not Message.objects.filter(author__isnull=False).exists()

    def test_what_one_adviser_wrote_never_goes_in_the_name_of_the_next(
        self, own, at, sign_in, adviser_a, adviser_b, consultation
    ):
        passing.hand_over(by=adviser_a, consultation=consultation, reason="away")
        desk = sign_in(adviser_b)
        piece = {"form": FORM, "kind": "voice", "number": 1, "piece": 0, "mime": "audio/webm"}
        told = [desk.post(f"{at}{door}", piece | own, headers=JSON) for door in ("answer", "wording", "enclose")]

        assert {(one.status_code, one.json()["is_of_another"]) for one in told} == {(409, True)}
        assert "另一个人" in told[0].json()["words"]
        assert not Message.objects.filter(author__isnull=False).exists()

    def test_whose_the_key_is_nobody_can_tell_and_only_its_account_is_told_it(
        self, at, sign_in, adviser_a, adviser_b, client
    ):
        a, b = phones.phone_of(adviser_a), phones.phone_of(adviser_b)
        page = sign_in(adviser_a).get(at)

        assert len({a.key, b.key, a.account, b.account}) == 4
        assert str(adviser_a.user_id) not in a.account
        assert a.key in page.content.decode()
        assert page["Cache-Control"] == "no-store"
        client.logout()
        assert a.key not in client.get(f"/{SLUG}/sign-in").content.decode()
