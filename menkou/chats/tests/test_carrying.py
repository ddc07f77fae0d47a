"""送: an answer goes by the first way that is open; each bad end of a call has its own consequence; nobody is left silent."""

from datetime import timedelta

import pytest
import time_machine

from menkou.channels import accounts, asking, ledger
from menkou.channels.errors import Final, Later, Spent, Unclear, Wrong
from menkou.channels.jobs import deliver
from menkou.channels.models import Account, Correspondent
from menkou.chats import queries, reaching
from menkou.chats.models import Chat
from menkou.chats.rules import ways
from menkou.chats.rules.ways import Reach
from menkou.chats.tests.conftest import ANSWER, SECONDS, Person, carried
from menkou.consultations import actions as consultations
from menkou.consultations import carried as carried_words
from menkou.consultations import content
from menkou.core import clock
from menkou.core.models import Outgoing
from menkou.places.rules.defaults import DEFAULTS
from tests.cast import SLUG


def test_whoever_asked_is_told_that_there_is_an_answer_and_nothing_of_it(answered, platform):
    assert (carried(timedelta()).state, platform.sent) == ("waiting", [])  # it may still be taken back
    row = carried()
    assert (row.state, row.way, row.words) == ("sent", "chat", "")
    ((name, words),) = platform.sent
    assert name == "openid-wang"
    assert "新回复" in words
    assert ANSWER not in words


def test_the_words_come_here_for_whoever_wants_them_here(wang, answered, platform):
    assert "直接发到这里" in wang.says("发到这里")
    assert carried().state == "sent"
    assert [words for _, words in platform.sent] == [ANSWER]


@pytest.mark.parametrize("how", ["too long", "locked"])
def test_what_is_not_for_a_chat_is_only_told_of(wang, asked, adviser_a, platform, how):
    Chat.objects.update(shows_words=True)
    text = "长" * 3000 if how == "too long" else ANSWER
    consultations.answer(by=adviser_a, consultation=asked, text=text, form="a" * 32)
    if how == "locked":
        type(asked).objects.update(lock=asked.pk)
    assert carried().state == "sent"
    assert "新回复" in platform.sent[-1][1]


def test_what_is_taken_back_is_not_told(answered, adviser_a, platform):
    said = content.sent_with("a" * 32)[0]
    consultations.take_back(by=adviser_a, consultation=answered, message_id=said)
    assert carried().state == "withdrawn"
    assert platform.sent == []


def test_where_the_window_has_closed_a_notice_goes_and_then_somebody_has_to_call(answered, platform):
    Correspondent.objects.update(notices=1)
    days = timedelta(hours=48)
    row = carried(days)
    assert (row.state, row.way, platform.notices, platform.sent) == ("sent", "notice", 1, [])
    assert Correspondent.objects.get().notices == 0

    Outgoing.objects.filter(pk=row.pk).update(state="waiting", sent_at=None, way="", not_before=None)
    assert carried(days).state == "task"


def test_a_platform_that_is_away_is_waited_for_and_no_word_is_used_up(answered, platform):
    before = Correspondent.objects.get().heard_sent
    platform.ends = [Later("send", "ConnectError")]
    row = carried()
    assert (row.state, row.way) == ("waiting", "chat")
    assert row.not_before > clock.now()
    assert Correspondent.objects.get().heard_sent == before
    assert carried(timedelta(minutes=5)).state == "sent"


def test_nothing_waits_longer_than_the_last_way():
    """Seventy-two hours of silence: when the window has closed, somebody is asked to call."""
    now = began = clock.now()
    closes, way_, ended = began + timedelta(hours=48), "", 0
    state = ways.State.WAITING
    while state == ways.State.WAITING and now < began + timedelta(hours=72):
        reach = Reach(words_left=int(now < closes), closes_at=closes)
        taken = ways.way(reach, way_)
        then = (
            ways.without_way(reach, way_)
            if taken is ways.Way.TASK
            else ways.after(ways.End.LATER, taken, way_, reach, ended, now)
        )
        state, way_, now, ended = then.state, then.way, then.again_at or now, ended + 1
    assert state == ways.State.TASK
    assert now == closes


def test_where_nobody_knows_what_came_of_it_it_goes_once_more_numbered_and_then_on(wang, answered, platform):
    Chat.objects.update(shows_words=True)
    platform.ends = [Unclear("send", 502), Unclear("send", 502)]
    row = carried()
    assert row.state == "waiting"
    row = carried(timedelta(minutes=5))
    assert (row.state, row.way) == ("waiting", "notice")
    assert carried(timedelta(minutes=30)).state == "task"
    assert len(platform.numbers) == 2


def test_a_second_reminder_says_that_it_is_one(wang, answered, platform):
    Chat.objects.update(shows_words=True)
    platform.ends = [Unclear("send", 502)]
    carried()
    assert carried(timedelta(minutes=5)).state == "sent"
    assert platform.sent[-1][1].startswith("（第2次提醒）")
    assert ANSWER not in platform.sent[-1][1]


def test_what_died_in_the_middle_is_sent_again_numbered(answered, platform):
    row = Outgoing.objects.filter(channel="answer")
    row.update(attempt=1, way="chat")  # a worker was killed behind its call
    assert carried().state == "sent"
    assert platform.sent[-1][1].startswith("（第2次提醒）")


@pytest.mark.parametrize(("way", "then"), [("", "chat"), ("chat", ways.AGAIN), (ways.AGAIN, "notice"), ("sms", "task")])
def test_no_way_is_taken_twice_by_whoever_comes_after_a_death(way, then):
    assert ways.after_death(way, repeats=False) == (then if way else "")


@pytest.mark.parametrize("end", [Final("send", 45015), Spent("send", 45047)])
def test_what_a_platform_never_sends_goes_the_next_way(answered, platform, end):
    platform.ends = [end]
    row = carried()
    assert (row.state, row.way, row.code) == ("waiting", "notice", str(end.code))
    assert carried(timedelta(minutes=1)).state == "task"


def test_what_is_our_own_fault_fails_and_is_said_with_its_number(answered, platform, caplog):
    platform.ends = [Wrong("send", 40003)]
    assert carried().state == "failed"
    assert "40003" in caplog.text


def test_a_word_is_counted_before_it_is_sent(wang, answered, platform, monkeypatch):
    seen = []
    monkeypatch.setattr(reaching, "send_text", lambda *_: seen.append(Correspondent.objects.get().heard_sent))
    before = Correspondent.objects.get().heard_sent
    carried()
    assert seen == [before + 1]


def test_the_test_above_sees_a_house_that_counts_afterwards(wang, answered, platform, monkeypatch):
    seen = []
    monkeypatch.setattr(ledger, "reserve", lambda who: True)
    monkeypatch.setattr(reaching, "send_text", lambda *_: seen.append(Correspondent.objects.get().heard_sent))
    before = Correspondent.objects.get().heard_sent
    carried()
    assert seen == [before]


def test_the_sixth_word_is_never_sent(wang, asked, platform):
    who = wang.chat.correspondent
    Correspondent.objects.update(heard_sent=0, opened_sent=0)
    assert [ledger.reserve(who) for _ in range(6)] == [True] * 5 + [False]


def test_what_opens_the_way_anew_counts_anew_and_what_is_late_counts_nothing(wang, asked):
    who = wang.chat.correspondent
    ledger.note_spent(who)
    ledger.note(who, ledger.Kind.TEXT, who.heard_at - timedelta(hours=1), 0)
    assert not ledger.reserve(who)
    with time_machine.travel(clock.now() + timedelta(minutes=5)):
        ledger.note(who, ledger.Kind.TEXT, clock.now(), 0)
        assert ledger.reserve(who)


def test_an_account_that_is_off_waits(answered, platform):
    Account.objects.update(is_on=False)
    assert carried().state == "waiting"


def test_a_platform_that_does_not_answer_is_left_alone_after_five_tries(account, monkeypatch):
    calls = []

    def down(*_, **__):
        calls.append(1)
        raise Later("stable_token", "ConnectError")

    monkeypatch.setattr(asking, "fresh_token", down)
    held = accounts.opened(account)
    for _ in range(8):
        with pytest.raises(Later):
            reaching.media(held, "m")
    assert len(calls) <= accounts.MOST_FAILURES


def test_who_is_bound_twice_is_told_twice_and_after_unbinding_once(wang, asked, account, adviser_a, platform):
    li = Person(account, "openid-li")
    li.says(consultations.pickup_code(asked))
    consultations.answer(by=adviser_a, consultation=asked, text=ANSWER, form="a" * 32)
    assert Outgoing.objects.filter(channel="answer", state="waiting").count() == 2
    li.says("解绑")
    li.says("1")
    assert Outgoing.objects.filter(channel="answer", state="waiting").count() == 1


def test_when_it_is_closed_they_are_asked_once_how_it_was(answered, adviser_a):
    with time_machine.travel(clock.now() + SECONDS):
        consultations.close(by=adviser_a, consultation=answered, minutes=5, category="land")
    assert Outgoing.objects.filter(key__startswith="closed:", channel="chat").count() == 1


def test_whoever_left_a_number_is_texted_without_content_and_not_too_often(numbered):
    hours = timedelta(hours=48)
    row = carried(hours)
    assert (row.state, row.way, numbered) == ("sent", "sms", [("sms", "13700000000")])
    for number in range(1, DEFAULTS["texts_of_a_matter_a_day"]):
        facts = {"key": f"more:{number}", "channel": "answer", "address": row.address, "words": "", "way": "sms"}
        Outgoing.objects.create(about=row.about, state="sent", sent_at=row.sent_at, **facts)
    with time_machine.travel(row.sent_at + timedelta(hours=1)):
        assert queries.account_for_texts(row.about) is None


def test_what_nobody_could_be_told_of_is_told_when_they_write_again(wang, answered, platform):
    assert carried(timedelta(hours=48)).state == "task"
    with time_machine.travel(clock.now() + timedelta(hours=50)):
        wang.says("有人吗，还在等")
    assert Outgoing.objects.get(channel="answer").state == "waiting"


HOW = {
    ("sent", "chat", ""): "微信已送到",
    ("sent", "notice", ""): "已发提醒",
    ("sent", "sms", ""): "微信收不到了，已发短信",
    ("waiting", "chat", ""): "等着发",
    ("waiting", "chat", "ConnectError"): "等着发，微信那边不通",
    ("waiting", ways.AGAIN, "502"): "不知道送到没有，再提醒一次",
    ("waiting", "notice", "45015"): "微信没送成，改发提醒",
    ("sending", "sms", "43101"): "没送成，改发短信",
    ("waiting", "task", "UNDELIV"): "没送成，要有人打电话",
    ("unknown", "chat", ""): "结果不明",
    ("task", "task", ""): "送不到，没有电话，等本人再来",
}


def test_the_holder_sees_how_each_answer_went(answered, adviser_a, sign_in):
    browser = sign_in(adviser_a)
    for (state, way, code), said in HOW.items():
        sent_at = clock.now() if state == "sent" else None
        Outgoing.objects.filter(channel="answer").update(state=state, way=way, code=code, sent_at=sent_at)
        assert [one.word for one in carried_words.of(answered, has_number=False).values()] == [said]
    assert HOW["task", "task", ""] in browser.get(f"/{SLUG}/consultations/{answered.pk}/").content.decode()
    assert "回复送不到，点开看怎么办" in browser.get(f"/{SLUG}/consultations/").content.decode()


def test_a_browser_that_wechat_knows_opens_what_is_bound_and_nothing_after_unbinding(wang, asked):
    who = wang.chat.correspondent.pk
    assert queries.bound_to(who) == frozenset({asked.pk})
    wang.says("解绑")
    wang.says("1")
    assert queries.bound_to(who) == frozenset()


def test_what_was_said_is_gone_from_the_outbox_once_it_has_ended(wang, asked, platform):
    row = Outgoing.objects.filter(channel="chat").latest("made_at")
    assert row.words.startswith("sealed:")
    deliver(district_id=row.district_id, outgoing_id=str(row.pk))
    row.refresh_from_db()
    assert (row.state, row.words) == ("sent", "")
    assert platform.sent[-1][1].startswith("送到了")
