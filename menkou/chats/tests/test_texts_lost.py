"""回执: an answer whose text did not arrive becomes a task for a person, once; one that arrived says so."""

from datetime import timedelta

import pytest
import time_machine
from procrastinate.contrib.django.models import ProcrastinateJob

from menkou.channels import inbox
from menkou.channels.models import Account, Incoming, Text
from menkou.channels.sms.receipts import Receipt, State, packed
from menkou.channels.tests.wires import an_account
from menkou.channels.texted.tests.conftest import FILED, comes, gateway
from menkou.chats import jobs, receipts
from menkou.chats.tests.conftest import carried
from menkou.consultations import carried as carried_words
from menkou.consultations.calling import sealing as calling
from menkou.consultations.rules.circumstances import CallWish
from menkou.core import clock
from menkou.core.jobs import live
from menkou.core.models import Outgoing

__all__ = ["gateway"]
LATE = timedelta(hours=49)  # the window has closed


@pytest.fixture
def texts(answered, gateway) -> Account:
    """The asker left a number; the account by which it is texted."""
    calling.add(answered, CallWish("13700000000"))
    return an_account("sms", "阿里云短信", {"key_id": "k", "key_secret": "k"}, FILED)


@pytest.fixture
def texted(texts) -> Outgoing:
    row = carried(LATE)
    assert (row.state, row.way, Text.objects.get().way) == ("sent", "sms", "sms")
    return row


def says(account: Account, state: State, hours: float = 49.1, **more) -> Outgoing:
    with time_machine.travel(clock.now() + timedelta(hours=hours)):
        comes(account, "biz-1", state, **more)
    return Outgoing.objects.get(channel="answer")


def words_of(matter) -> list[str]:
    return [one.word for one in carried_words.of(matter, has_number=True).values()]


def test_a_text_that_did_not_arrive_asks_a_person_to_call_once(answered, texts, texted, gateway):
    row = says(texts, State.FAILED)
    assert (row.state, row.way, row.code, words_of(answered)) == (
        "waiting",
        "task",
        "UNDELIV",
        ["没送成，要有人打电话"],
    )
    assert carried(LATE + timedelta(minutes=10)).state == "task"
    assert words_of(answered) == ["送不到，请打电话"]
    for hours, state in ((49.2, State.FAILED), (49.3, State.DELIVERED)):
        assert says(texts, state, hours).state == "task"
    assert len(gateway.onces) == 1


def test_a_text_that_arrived_says_so_and_changes_nothing_else(answered, texts, texted):
    assert words_of(answered) == ["微信收不到了，已发短信"]
    row = says(texts, State.DELIVERED)
    assert (row.state, row.way, row.sent_at) == ("sent", "sms", texted.sent_at)
    assert words_of(answered) == ["短信已送到"]
    assert says(texts, State.FAILED, 49.2).state == "sent"


def test_whoever_has_written_since_is_told_in_the_chat(wang, texts, texted, platform):
    with time_machine.travel(clock.now() + LATE + timedelta(minutes=1)):
        wang.says("有没有回复")
        comes(texts, "biz-1", State.FAILED)
    assert carried(LATE + timedelta(minutes=10)).way == "chat"


def test_what_is_said_before_our_own_attempt_has_ended_counts_and_how_that_ends_does_not(texts, gateway):
    gateway.during = lambda: comes(texts, "biz-1", State.FAILED, once=gateway.onces[-1])
    row = carried(LATE)
    assert (row.state, row.way, row.sent_at) == ("waiting", "task", None)
    assert carried(LATE + timedelta(minutes=5)).state == "task"
    assert len(gateway.onces) == 1


def test_a_receipt_that_lost_its_job_is_queued_again_by_its_own(texts, texted):
    inbox.keep(texts, sender="", key="k", plain=packed(Receipt("biz-1", State.FAILED, "UNDELIV")))
    row = Incoming.objects.order_by("-id")[0]
    ProcrastinateJob.objects.all().delete()
    with time_machine.travel(clock.now() + timedelta(minutes=5)):
        jobs.find_untaken()
    assert (live(inbox.RECEIPT, "incoming_id"), live(inbox.FETCH, "incoming_id")) == ({str(row.pk)}, set())


def test_an_answer_that_has_gone_another_way_since_is_not_touched(texts, texted):
    Outgoing.objects.filter(pk=texted.pk).update(way="chat")
    assert says(texts, State.FAILED).state == "sent"


def test_the_tests_above_see_a_house_that_does_not_look_which_way_it_went(texts, texted, monkeypatch):
    careless = receipts.outbox.note_lost
    monkeypatch.setattr(receipts.outbox, "note_lost", lambda pk, gone, **more: careless(pk, **more))
    Outgoing.objects.filter(pk=texted.pk).update(way="chat")
    assert says(texts, State.FAILED).state == "waiting"
