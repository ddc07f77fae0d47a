"""What happens between a reminder's way out and its arrival: another holds the post, a worker dies, a call goes wrong."""

from datetime import timedelta

import pytest

from menkou.accounts.models import Membership
from menkou.channels import ledger
from menkou.channels.models import Account
from menkou.channels.queries import TELLS
from menkou.channels.tests.wires import an_account
from menkou.core import clock, outbox
from menkou.core.actors import CLOCK, Role
from menkou.core.errors import Conflict
from menkou.core.models import Outgoing
from menkou.reminders import actions, carrying, queries
from menkou.reminders.forms import WecomForm
from menkou.reminders.rules import going
from menkou.reminders.tests.conftest import NUMBER, carry, give, parts, told, written

FORM = "0" * 32


@pytest.fixture
def by_day(monkeypatch):
    monkeypatch.setattr(going, "quiet_until", lambda *_: None)


def leaves(actor) -> None:
    Membership.objects.filter(user_id=actor.user_id).update(valid_until=clock.today())


def is_due(row: Outgoing) -> Outgoing:
    Outgoing.objects.filter(pk=row.pk).update(not_before=clock.now(), lease_until=clock.now())
    return row


def test_whoever_holds_the_post_when_the_word_goes_out_is_told_once(platforms, app_account, bureau, make_actor):
    give(bureau)
    (part,) = parts(whole := carry(told("bureau")))
    give(make_actor(Role.JUSTICE_BUREAU, "new"), to="xin")
    leaves(bureau)
    assert carry(part).state == "withdrawn"
    outbox.send_parts(whole.key, "bureau", part, queries.parts_of("bureau"))  # as if it had died behind that, and again
    for row in parts(whole):
        carry(row)
    assert [to for _, to, _ in platforms.sent] == ["xin"]


def test_where_nobody_holds_it_any_more_the_word_is_in_the_file(platforms, app_account, bureau):
    give(bureau)
    (part,) = parts(carry(told("bureau")))
    leaves(bureau)
    assert carry(part).way == "file"
    assert written() == [part.address]
    assert platforms.sent == []


def test_a_text_that_waited_for_the_morning_is_not_lost_with_a_worker_that_had_not_begun(
    platforms, sms_account, bureau, monkeypatch
):
    give(bureau, "phone", NUMBER)
    (part,) = parts(carry(told("bureau")))
    monkeypatch.setattr(going, "quiet_until", lambda *_: clock.now() + timedelta(hours=1))
    assert carry(part).state == "waiting"
    monkeypatch.setattr(going, "quiet_until", lambda *_: None)
    assert outbox.claim(is_due(part).pk)  # the worker dies here
    assert carry(is_due(part)).state == "sent"
    assert [kind for kind, *_ in platforms.sent] == ["sms"]


def test_a_text_whose_call_had_begun_goes_no_second_time(platforms, sms_account, bureau, by_day):
    give(bureau, "phone", NUMBER)
    (part,) = parts(carry(told("bureau")))
    carrying.remind(outbox.claim(part.pk))  # and the worker dies
    assert carry(is_due(part)).way == "file"
    assert [kind for kind, *_ in platforms.sent] == ["sms"]


def test_a_fault_of_ours_leaves_the_next_way_open(platforms, app_account, sms_account, bureau, by_day):
    give(bureau, "wecom", "laozhang")
    give(bureau, "phone", NUMBER)
    (part,) = parts(carry(told("bureau")))
    platforms.ends = [ValueError("one member"), ValueError("one member")]
    for _ in range(3):
        carry(is_due(part))
    assert [kind for kind, *_ in platforms.sent] == ["sms"]
    assert part.code == "wecom:ValueError"


def test_one_fault_after_many_waits_gives_nothing_up(platforms, app_account, bureau, monkeypatch):
    give(bureau)
    (part,) = parts(carry(told("bureau")))
    monkeypatch.setattr(ledger, "reserve_member", lambda *_: 1)
    for _ in range(outbox.MOST_ATTEMPTS):
        carry(is_due(part))
    monkeypatch.setattr(ledger, "reserve_member", lambda *_: 1 / 0)
    assert carry(is_due(part)).state == "waiting"
    monkeypatch.setattr(ledger, "reserve_member", lambda *_: 0)
    assert carry(is_due(part)).state == "sent"


def test_a_trial_whose_worker_died_is_not_paid_for_again(platforms, sms_account, bureau, by_day):
    actions.try_out(by=bureau, way=give(bureau, "phone", NUMBER), form=FORM)
    row = Outgoing.objects.get(key=queries.trial_key(FORM))
    carrying.try_out(outbox.claim(row.pk))  # and the worker dies
    assert carry(is_due(row)).state == "unknown"
    assert len(platforms.sent) == 1


def test_no_trial_of_a_text_at_night(sms_account, bureau, monkeypatch):
    way = give(bureau, "phone", NUMBER)
    monkeypatch.setattr(going, "quiet_until", lambda *_: clock.now() + timedelta(hours=1))
    with pytest.raises(Conflict, match="晚上"):
        actions.try_out(by=bureau, way=way, form=FORM)


def test_a_robot_of_another_office_since_is_told_nothing(platforms, bureau):
    robot = an_account("robot", "r1", {"key": "k" * 36}, {TELLS: "bureau"})
    (_, group) = sorted(parts(carry(told("bureau"))), key=lambda row: row.channel == queries.GROUP)
    Account.objects.filter(pk=robot.pk).update(facts={TELLS: "auditor"})
    assert carry(group).state == "withdrawn"
    assert platforms.sent == []


def test_whoever_wants_to_be_left_alone_for_a_day_is_passed_by():
    assert going.after(going.End.LATER, going.Stand(going.Kind.PUSH, 1), clock.now(), 86_400).failed


def test_a_name_that_is_a_number_is_no_number(bureau):
    give(bureau, "wecom", NUMBER)
    give(bureau, "phone", NUMBER)
    assert len(queries.ways_of(bureau.user_id)) == 2


@pytest.mark.parametrize("to", ["@all", "@ALL", "...", "a|b"])
def test_nobody_is_everybody(to):
    assert not WecomForm({"to": to}).is_valid()


def test_a_browser_that_said_yes_again_leaves_nothing_to_take_back(bureau):
    actions.refuse(by=CLOCK, way=give(bureau, "push", "https://push.example.com/1"))
    give(bureau, "push", "https://push.example.com/1")
    assert queries.just_removed(bureau) is None
    assert len(queries.ways_of(bureau.user_id)) == 1
