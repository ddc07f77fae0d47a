"""回执: what a platform says afterwards did not arrive goes on by the next way, once, whenever and however often it is said."""

from datetime import timedelta

import pytest
import time_machine

from menkou.channels.errors import Final, Unclear
from menkou.channels.jobs import deliver
from menkou.channels.models import Correspondent
from menkou.chats import carrying, jobs, receipts
from menkou.chats.tests.conftest import Person, carried
from menkou.consultations import actions as consultations
from menkou.core import clock
from menkou.core.models import Outgoing

LATE = timedelta(hours=49)  # the window has closed
FAILED = {"Event": "subscribe_msg_sent_event", "MsgID": "9", "TemplateId": "t" * 30, "ErrorCode": "43101"}
OLD_FORM = {"Event": "TEMPLATESENDJOBFINISH", "MsgID": "9", "Status": "failed:user block"}


@pytest.fixture
def noticed(wang, numbered):
    """The answer went as a notice."""
    Correspondent.objects.update(notices=1)
    row = carried(LATE)
    assert (row.state, row.way) == ("sent", "notice")
    return row


def says_later(person: Person, hours: float, **event: str) -> Outgoing:
    with time_machine.travel(clock.now() + timedelta(hours=hours)):
        person.does("event", **event)
    return Outgoing.objects.get(channel="answer")


@pytest.mark.parametrize("event", [FAILED, OLD_FORM])
def test_a_notice_that_did_not_arrive_goes_on_as_a_text_once(wang, noticed, numbered, event):
    row = says_later(wang, 49.01, **event)
    assert (row.state, row.way, row.code) == ("waiting", "sms", event.get("ErrorCode") or event["Status"])
    assert carried(LATE + timedelta(minutes=5)).way == "sms"
    for hours, number in ((49.2, "9"), (49.3, "10")):  # said again as it was, and once more under another number
        assert says_later(wang, hours, **event | {"MsgID": number}).state == "sent"
    assert len(numbered) == 1


def test_where_no_number_was_left_somebody_is_asked_to_call(wang, answered, platform):
    Correspondent.objects.update(notices=1)
    carried(LATE)
    says_later(wang, 49.01, **FAILED)
    assert carried(LATE + timedelta(minutes=5)).state == "task"


def test_what_is_said_before_our_own_attempt_has_ended_counts_and_how_that_ends_does_not(wang, numbered, monkeypatch):
    Correspondent.objects.update(notices=1)
    monkeypatch.setattr(carrying.reaching, "send_notice", lambda *_: wang.does("event", **FAILED))
    row = carried(LATE)
    assert (row.state, row.way, row.sent_at) == ("waiting", "sms", None)
    assert carried(LATE + timedelta(minutes=5)).way == "sms"
    assert len(numbered) == 1


@pytest.mark.parametrize(
    "event", [FAILED | {"ErrorCode": "0"}, OLD_FORM | {"Status": "success"}, FAILED | {"TemplateId": "x" * 30}]
)
def test_what_arrived_or_is_nothing_of_ours_changes_nothing(wang, noticed, event):
    assert says_later(wang, 49.01, **event).state == "sent"


def test_of_nothing_known_nothing_comes(wang, answered):
    assert says_later(wang, 0, **FAILED).state == "waiting"
    wang.does("event", **OLD_FORM)
    assert carried().way == "chat"


def test_a_notice_that_went_after_what_is_said_is_not_meant(wang, noticed):
    assert says_later(wang, 40, **FAILED).state == "sent"


def test_the_tests_above_see_a_house_that_does_not_look_which_way_it_went(wang, noticed, numbered, monkeypatch):
    monkeypatch.setattr(receipts.outbox, "last_gone", lambda to, **_: noticed.pk)
    careless = receipts.outbox.note_lost
    monkeypatch.setattr(receipts.outbox, "note_lost", lambda pk, gone, **more: careless(pk, **more))
    for minutes, number in ((1, "9"), (10, "10")):
        says_later(wang, 49 + minutes / 60, **FAILED | {"MsgID": number})
        carried(LATE + timedelta(minutes=minutes + 1))
    assert len(numbered) == 2


def answered_again(wang, adviser_a, later: timedelta) -> Outgoing:
    """Another answer, so much later, with a yes to another notice."""
    with time_machine.travel(clock.now() + later):
        consultations.answer(by=adviser_a, consultation=wang.chat.matter, text="再补一句。", form="b" * 32)
    Correspondent.objects.update(notices=1)
    return Outgoing.objects.filter(channel="answer").order_by("-made_at")[0]


@pytest.mark.parametrize("end", [Unclear("notify", "ReadTimeout"), Final("notify", 43101)])
def test_an_answer_of_long_ago_is_never_meant(wang, noticed, adviser_a, platform, end):
    later = timedelta(days=20)
    second = answered_again(wang, adviser_a, later)
    platform.ends.append(end)  # it has gone on already when the platform's word comes
    with time_machine.travel(clock.now() + later + LATE):
        deliver(district_id=second.district_id, outgoing_id=str(second.pk))
    for number in ("9", "10"):
        with time_machine.travel(clock.now() + later + LATE + timedelta(minutes=1)):
            wang.does("event", **FAILED | {"MsgID": number})
    noticed.refresh_from_db()
    assert (noticed.state, noticed.way) == ("sent", "notice")


def test_a_word_about_an_older_notice_does_not_take_the_one_that_is_on_its_way(wang, noticed, adviser_a):
    second = answered_again(wang, adviser_a, timedelta(days=5))
    Outgoing.objects.filter(pk=second.pk).update(state="sending", way="notice", attempt=1)
    with time_machine.travel(clock.now() + LATE + timedelta(seconds=5)):
        wang.does("event", **FAILED)
    states = dict(Outgoing.objects.filter(channel="answer").values_list("pk", "state"))
    assert states == {noticed.pk: "waiting", second.pk: "sending"}


def test_whoever_has_written_since_is_told_in_the_chat_before_anything_is_paid_for(wang, noticed, numbered):
    with time_machine.travel(clock.now() + LATE + timedelta(seconds=20)):
        wang.says("有没有回复")
        wang.does("event", **FAILED)
    assert carried(LATE + timedelta(minutes=5)).way == "chat"
    assert numbered == []


@pytest.fixture
def li(kf_account, village, chen, lin, platform):
    """Li has asked at 微信客服."""
    person = Person(kf_account, "wmLi")
    for words in ("红花村", "邻居占了我家宅基地", "1"):
        person.says(words)
    return person


def test_what_wechat_customer_service_lost_goes_on_once_also_before_it_has_ended_here(li, adviser_a, platform):
    consultations.answer(by=adviser_a, consultation=li.chat.matter, text="先丈量。", form="a" * 32)
    row = Outgoing.objects.get(channel="answer")

    def lost(number: str) -> None:
        inner = {"event_type": "msg_send_fail", "external_userid": li.name, "fail_msgid": row.pk.hex, "fail_type": 4}
        item = {"msgid": number, "open_kfid": li.account.number, "send_time": int(clock.now().timestamp()), "origin": 4}
        jobs.fetching._keep(li.account, item | {"msgtype": "event", "event": inner})
        kept = jobs.inbox.Incoming.objects.order_by("-id")[0]
        jobs.take_in(district_id=row.district_id, incoming_id=str(kept.pk))

    platform.during = lambda: lost("k1")
    with time_machine.travel(clock.now() + timedelta(minutes=1)):
        deliver(district_id=row.district_id, outgoing_id=str(row.pk))
        row.refresh_from_db()
        assert (row.state, row.way, row.code) == ("waiting", "notice", "4")
    platform.during = None
    assert carried(timedelta(minutes=5)).state == "task"
    lost("k2")
    assert Outgoing.objects.get(pk=row.pk).state == "task"
