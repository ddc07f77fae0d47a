"""One person is reminded by the first way that is open, honestly counted, and in the end by the file."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
import time_machine

from menkou.channels import jobs, ledger
from menkou.channels.errors import Final, Later, Spent, Unclear, Wrong
from menkou.channels.models import Account, Pace
from menkou.channels.tests.wires import an_account
from menkou.core import clock
from menkou.core.actors import Actor
from menkou.core.models import Outgoing
from menkou.places.models import Rule
from menkou.reminders import actions
from menkou.reminders.models import Way
from menkou.reminders.rules import going
from menkou.reminders.tests.conftest import NUMBER, WORDS, carry, give, parts, told, written

NOON = datetime(2026, 3, 5, 12, tzinfo=clock.SHANGHAI)
SOON, LONG = timedelta(seconds=1), timedelta(minutes=40)


@pytest.fixture
def hands():
    with time_machine.travel(NOON, tick=False) as hands:
        yield hands


@pytest.fixture
def reminder(hands, platforms, app_account, sms_account, bureau):
    """To the bureau's one officer, who has given a name in 企业微信 and a number."""
    give(bureau, "phone", NUMBER)
    give(bureau, "wecom", "laozhang")
    (part,) = parts(carry(told("bureau")))
    return part


def bureau_of(row: Outgoing) -> Actor:
    return Actor(UUID(row.address.rpartition("/")[2]), "")


def goes_on(row: Outgoing, hands, later: timedelta = LONG, most: int = 30) -> Outgoing:
    """Until it has ended."""
    for _ in range(most):
        if carry(row).state != "waiting":
            return row
        hands.shift(later)
    raise AssertionError("it never ends")


def test_it_goes_by_wecom_first_whichever_was_put_in_first(reminder, platforms):
    assert (carry(reminder).state, reminder.way, reminder.code) == ("sent", "wecom", "")
    ((kind, to, words),) = platforms.sent
    assert (kind, to, words.split("\n")[0]) == ("app", "laozhang", WORDS)
    assert words.endswith("/shili/start")
    assert written() == []


@pytest.mark.parametrize("error", [Final("app_send", 81013), Wrong("app_send", 301002)])
def test_where_a_way_fails_the_next_one_is_taken_and_the_row_says_which_failed(reminder, platforms, hands, error):
    platforms.ends = [error]
    assert (goes_on(reminder, hands, SOON).way, reminder.code) == ("phone", f"wecom:{error.code}")
    assert [(kind, to) for kind, to, _ in platforms.sent] == [("sms", NUMBER)]


def test_what_no_way_brings_is_seen_in_the_file(reminder, platforms, hands):
    platforms.ends = [Final("app_send", 81013), Final("sms", "wrong number")]
    goes_on(reminder, hands)
    assert (reminder.state, reminder.way, reminder.code) == ("sent", "file", "wecom:81013,phone:wrong number")
    assert written() == [reminder.address]


def test_a_platform_that_is_away_is_waited_for_half_an_hour_and_no_longer(reminder, platforms, hands):
    platforms.ends = [Later("app_send", "ConnectError")] * 20
    began = clock.now()
    while carry(reminder).way.startswith("wecom"):
        hands.move_to(reminder.not_before)
    assert timedelta(minutes=20) < clock.now() - began < timedelta(minutes=40)
    assert goes_on(reminder, hands).way == "file"


def test_where_nobody_knows_whether_it_arrived_it_goes_once_more_numbered_and_then_on(reminder, platforms, hands):
    platforms.ends = [Unclear("app_send", 502)]
    assert goes_on(reminder, hands).way == "wecom"
    assert platforms.sent[0][2].startswith("（第2次提醒）")

    Outgoing.objects.filter(pk=reminder.pk).update(state="waiting", sent_at=None, way="", not_before=None)
    platforms.sent.clear()
    platforms.ends = [Unclear("app_send", 502), Unclear("app_send", 502), Unclear("sms", "ReadTimeout")]
    assert goes_on(reminder, hands).way == "file"
    assert reminder.code == "wecom:502,phone:ReadTimeout"  # a text is paid for: never twice
    assert platforms.sent == []


def test_what_died_in_the_middle_never_goes_twice_by_the_same_way_unnumbered(reminder, platforms, hands):
    """A worker was killed behind its call; all that is known is what stood in the row before it."""
    for stood, goes_by in (("wecom.2.0.0!", "wecom"), ("wecom.2.1.0!", "phone"), ("phone.1.0.0!", "file")):
        (row,) = parts(carry(told("bureau")))
        Outgoing.objects.filter(pk=row.pk).update(attempt=1, way=stood)
        assert goes_on(row, hands).way == goes_by
    assert [words.startswith("（第2次提醒）") for kind, _, words in platforms.sent if kind == "app"] == [True]


def test_nobody_is_written_to_more_often_than_the_platform_takes_without_dropping(reminder, platforms, hands):
    """Thirty in a minute; the thirty-first waits, and is not given up."""
    carry(reminder)
    Pace.objects.update(spent=[clock.now()] * 30)
    (more,) = parts(carry(told("bureau")))

    assert carry(more).state == "waiting"
    assert timedelta(seconds=60) <= more.not_before - clock.now() < timedelta(seconds=75)
    hands.move_to(more.not_before)
    assert (carry(more).way, len(platforms.sent)) == ("wecom", 2)


def test_a_name_in_other_letters_is_the_same_member(reminder, platforms, adviser_a, app_account):
    """The platform does not tell ZhangSan from zhangsan, and counts them together."""
    assert [ledger.reserve_member(app_account.pk, name) for name in ["LaoZhang", "laozhang"] * 15] == [0] * 30
    assert (carry(reminder).state, platforms.sent, Pace.objects.count()) == ("waiting", [], 1)
    actions.try_out(by=bureau_of(reminder), way=Way.objects.get(kind="wecom"), form="4" * 32)
    assert carry(Outgoing.objects.get(channel="reminder-trial")).state == "waiting"


def test_a_way_that_cannot_be_opened_any_more_stands_in_nobodys_way(reminder, platforms, hands):
    Way.objects.filter(kind="wecom").update(sealed=b"\x01\x02k0 of a key that was destroyed")
    assert (goes_on(reminder, hands, SOON).way, reminder.code) == ("phone", "wecom:sealed")


def test_what_the_gateway_has_had_enough_of_waits_as_long_as_it_says(reminder, platforms, hands):
    Way.objects.filter(kind="wecom").delete()
    platforms.ends = [Spent("sms", "LimitExceeded", 3600)]
    assert carry(reminder).not_before == clock.now() + timedelta(hours=1)
    assert goes_on(reminder, hands, timedelta(hours=1)).way == "phone"


def test_no_text_goes_at_night(reminder, platforms, hands):
    """Whoever has given a number only; from ten in the evening until seven, by the district's own clock."""
    Way.objects.filter(kind="wecom").delete()
    night = NOON.replace(hour=22)
    hands.move_to(night)
    assert (carry(reminder).state, platforms.sent) == ("waiting", [])
    assert reminder.not_before == night.replace(hour=7) + timedelta(days=1)
    hands.move_to(reminder.not_before)
    assert carry(reminder).way == "phone"


def test_the_night_ends_at_its_hour_and_not_a_minute_later():
    ends = {(21, 59): None, (22, 0): 6, (23, 59): 6, (0, 0): 5, (6, 59): 5, (7, 0): None}  # of the fifth of March
    for (hour, minute), day in ends.items():
        until = going.quiet_until(NOON.replace(hour=hour, minute=minute), 7, 22)
        assert until == (NOON.replace(day=day, hour=7) if day else None), (hour, minute)
    assert going.quiet_until(NOON.replace(hour=3), 0, 24) is None


def test_a_district_sets_the_hours_of_texts_itself(reminder, platforms, hands):
    Way.objects.filter(kind="wecom").delete()
    Rule.objects.create(key="hour_texts_to_staff_end", value=12, valid_from=NOON.date())
    assert (carry(reminder).state, reminder.not_before.astimezone(clock.SHANGHAI).hour) == ("waiting", 7)


def test_an_account_that_is_off_carries_nothing_and_the_next_way_is_taken(reminder, platforms):
    Account.objects.filter(kind="app").update(is_on=False)
    assert carry(reminder).way == "phone"


def test_a_browser_that_does_not_take_any_more_is_left_alone(hands, platforms, bureau):
    an_account("push", "浏览器通知", {"private": "p"}, {"contact": "a@example.cn"})
    way = give(bureau, "push", "https://push.example.com/1")
    (part,) = parts(carry(told("bureau")))
    platforms.ends = [Final("webpush", 410)]

    assert goes_on(part, hands).way == "file"
    way.refresh_from_db()
    assert way.refused_at
    (part,) = parts(carry(told("bureau")))
    assert (carry(part).way, part.code, platforms.sent) == ("file", "", [])


def test_what_was_reserved_and_withdrawn_in_the_same_moment_is_not_sent(reminder, platforms, monkeypatch):
    """The job has claimed it already; the words are withdrawn before it plans its call."""
    real = jobs.outbox.claim

    def withdrawn_behind_it(pk):
        row = real(pk)
        Outgoing.objects.filter(pk=pk).update(state="withdrawn")
        return row

    monkeypatch.setattr(jobs.outbox, "claim", withdrawn_behind_it)
    assert (carry(reminder).state, platforms.sent) == ("withdrawn", [])


def test_a_group_hears_what_its_office_hears_once_and_at_its_pace(hands, platforms, bureau, office, townships):
    here = f"township:{townships['here'].pk}"
    an_account("robot", "红花镇工作群", {"key": "k"}, {"tells": here})
    an_account("robot", "别的群", {"key": "k"}, {"tells": "bureau"})
    whole = carry(told(here))
    person, group = parts(whole)
    carry(whole)

    assert (carry(person).way, carry(group).way) == ("file", "robot")
    assert platforms.sent == [("robot", "红花镇工作群", WORDS)]
    Account.objects.filter(number="红花镇工作群").update(spent=[clock.now()] * 20)
    _, group = parts(carry(told(here)))
    platforms.ends = [None, Unclear("robot_send", 502), Unclear("robot_send", 502)]
    assert carry(group).state == "waiting"
    hands.move_to(group.not_before)
    assert carry(group).state == "sent"
    _, lost = parts(carry(told(here)))
    assert goes_on(lost, hands).state == "unknown"
    assert len(platforms.sent) == 2


def test_whoever_looks_after_channels_sees_numbers_and_nobody(reminder, platforms, hands, sign_in, bureau):
    platforms.ends = [Final("app_send", 81013)]
    goes_on(reminder, hands)
    carry(parts(carry(told("bureau")))[0])
    shown = sign_in(bureau).get("/shili/channels/")

    assert shown.context["reminded"] == [("企业微信", 1, 1), ("短信（工作人员）", 1, 0)]
    assert [one for one in ("laozhang", NUMBER, "81013") if one in shown.content.decode()] == []
