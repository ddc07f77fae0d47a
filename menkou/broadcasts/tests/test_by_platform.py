"""机器人和企业微信群发: within what a platform allows, never twice, and every bad end is a sentence for somebody's hands."""

from datetime import UTC, datetime, timedelta

import pytest

from menkou.broadcasts import actions, carrying, jobs, queries
from menkou.broadcasts.bringing import actions as bringing
from menkou.broadcasts.bringing import queries as receipts
from menkou.broadcasts.models import Delivery, Notice, Task
from menkou.broadcasts.tests.conftest import spread, written
from menkou.channels.errors import Final, Later, Unclear
from menkou.channels.jobs import deliver
from menkou.channels.mass import client as mass
from menkou.channels.models import Account
from menkou.channels.tests.wires import FakePlatform
from menkou.core import clock, outbox
from menkou.core.models import Outgoing
from menkou.groups.keeping import actions as keeping
from menkou.groups.models import Group

State = Delivery.State
AT = datetime(2026, 3, 5, tzinfo=UTC)


@pytest.fixture
def platform(monkeypatch):
    """A fake in the place of every call; tokens are good."""
    fakes = {name: FakePlatform() for name in ("send_text", "add_for_groups", "confirmations", "results", "cancel")}
    monkeypatch.setattr(carrying.robot, "send_text", fakes["send_text"])
    for name in ("add_for_groups", "confirmations", "results", "cancel"):
        monkeypatch.setattr(carrying.mass, name, fakes[name])
    monkeypatch.setattr(carrying, "with_token", lambda held, call: call("token"))
    fakes["add_for_groups"].answer = lambda: mass.Task("msg-1", ())
    return fakes


@pytest.fixture
def by_robot(bureau, group, open_account):
    keeping.connect(by=bureau, group=group, means="robot", account=open_account("robot"))
    return group


@pytest.fixture
def by_task(bureau, groups, open_account):
    """Two groups of 企业微信 that one member owns."""
    account = open_account("mass")
    Group.objects.update(form="wecom")
    for number, one in enumerate(groups[:2]):
        one.refresh_from_db()
        facts = {"means": "mass", "account": account, "chat_id": f"wr{number}", "sender": "chenlushi"}
        keeping.connect(by=bureau, group=one, **facts)
    return groups[:2]


def carry() -> list[str]:
    """Carry everything that is due once; the states of the rows of pushes."""
    for row in Outgoing.objects.filter(channel__startswith="push-", state=outbox.State.WAITING):
        deliver(district_id=row.district_id, outgoing_id=str(row.pk))
    return sorted(Outgoing.objects.filter(channel__startswith="push-").values_list("state", flat=True))


def of(notice: Notice, group: Group) -> Delivery:
    return Delivery.objects.get(notice=notice, group=group)


# By a robot


def test_a_robot_says_it_once_and_the_receipt_is_kept(by_robot, notice, second, platform):
    actions.approve(by=second, notice=notice, edition=1)
    spread(notice)

    assert carry() == ["sent"]
    assert carry() == ["sent"]
    found = of(notice, by_robot)
    assert (found.state, found.sent_at is not None) == ("sent", True)
    ((key, words), _), *more = platform["send_text"].asked
    assert (key, more) == ("k-1", [])
    assert words.startswith("【风险提示】有人冒充收费")


def test_no_more_than_twenty_a_minute_go_by_one_robot(by_robot, notice, second, platform):
    actions.approve(by=second, notice=notice, edition=1)
    spread(notice)
    Account.objects.update(spent=[clock.now() - timedelta(seconds=number) for number in range(20)])

    assert carry() == ["waiting"]
    row = Outgoing.objects.get(channel=bringing.ROBOT)
    assert row.not_before > clock.now()
    assert platform["send_text"].asked == []


@pytest.mark.parametrize(
    ("error", "state", "said"),
    [
        (Unclear("robot_send", 502), "unknown", "到群里看一眼"),
        (Final("robot_send", 93000), "failed", "复制发到群里"),
    ],
)
def test_a_bad_end_is_a_sentence_and_somebody_brings_it_there(
    by_robot, notice, second, platform, adviser_a, error, state, said
):
    actions.approve(by=second, notice=notice, edition=1)
    spread(notice)
    platform["send_text"].answer = error

    assert carry() == [state]
    found = of(notice, by_robot)
    assert (found.state, said in found.why) == ("failed", True)
    assert found in queries.mine(adviser_a)
    bringing.confirm(by=adviser_a, delivery=found)
    assert of(notice, by_robot).state == "confirmed"


def test_what_is_busy_is_tried_again_and_left_to_people_after_some_hours(by_robot, notice, second, platform):
    actions.approve(by=second, notice=notice, edition=1)
    spread(notice)
    platform["send_text"].answer = Later("robot_send", -1)

    assert carry() == ["waiting"]
    Outgoing.objects.update(not_before=None, made_at=clock.now() - timedelta(hours=7))
    assert carry() == ["failed"]
    assert "几个小时" in of(notice, by_robot).why


def test_a_worker_that_died_in_the_call_leaves_it_to_be_looked_at_and_says_nothing_twice(
    by_robot, notice, second, platform
):
    actions.approve(by=second, notice=notice, edition=1)
    spread(notice)
    row = Outgoing.objects.get(channel=bringing.ROBOT)
    died = {"attempt": 1, "state": "sending", "lease_until": clock.now() - timedelta(minutes=1), "way": carrying.BEGUN}
    Outgoing.objects.filter(pk=row.pk).update(**died)
    deliver(district_id=row.district_id, outgoing_id=str(row.pk))

    assert platform["send_text"].asked == []
    assert "到群里看一眼" in of(notice, by_robot).why


def test_what_was_taken_back_goes_by_no_robot(by_robot, notice, second, platform):
    actions.approve(by=second, notice=notice, edition=1)
    spread(notice)
    actions.cancel(by=second, notice=notice)

    assert carry() == ["withdrawn"]
    assert platform["send_text"].asked == []
    assert of(notice, by_robot).state == "cancelled"


def test_an_account_that_was_turned_off_leaves_it_to_people(by_robot, notice, second, platform):
    actions.approve(by=second, notice=notice, edition=1)
    spread(notice)
    Account.objects.update(is_on=False)

    assert carry() == ["failed"]
    assert "停用" in of(notice, by_robot).why


# By a task of 企业微信群发


def test_groups_of_one_owner_go_into_one_task_and_wait_for_the_owner(by_task, notice, second, platform):
    actions.approve(by=second, notice=notice, edition=1)
    spread(notice)

    assert carry() == ["sent"]
    assert carry() == ["sent"]
    (said, _), *more = platform["add_for_groups"].asked
    assert (said[1], said[2], more) == ("chenlushi", ["wr0", "wr1"], [])
    assert Task.objects.get().msgid == "msg-1"
    assert {of(notice, one).state for one in by_task} == {"task"}
    assert receipts.progress_of([notice])[notice.pk].under_way == 3


def test_receipts_are_read_once_the_owner_has_confirmed(by_task, notice, second, platform):
    actions.approve(by=second, notice=notice, edition=1)
    spread(notice)
    carry()
    task = Task.objects.get()
    platform["confirmations"].answer = lambda: (mass.Confirmation("chenlushi", False, None),)
    jobs.poll(district_id=notice.district_id, task_id=str(task.pk))
    assert platform["results"].asked == []

    platform["confirmations"].answer = lambda: (mass.Confirmation("chenlushi", True, AT),)
    said = (mass.Result("wr0", True, ""), mass.Result("wr1", False, "对方收到的群发已达上限。"))
    platform["results"].answer = lambda: said
    jobs.poll(district_id=notice.district_id, task_id=str(task.pk))
    jobs.poll(district_id=notice.district_id, task_id=str(task.pk))

    first, other = (of(notice, one) for one in by_task)
    assert (first.state, other.state, other.why) == ("sent", "failed", "对方收到的群发已达上限。")
    assert Task.objects.get().state == "ended"
    assert len(platform["results"].asked) == 1


def test_a_task_is_asked_about_every_few_minutes_and_not_for_ever(by_task, notice, second, platform):
    actions.approve(by=second, notice=notice, edition=1)
    spread(notice)
    carry()

    def due():
        return list(queries.tasks_to_poll(clock.now() - jobs.POLL_EVERY, clock.now() - jobs.POLL_FOR))

    assert len(due()) == 1
    Task.objects.update(polled_at=clock.now())
    assert due() == []
    Task.objects.update(polled_at=None, made_at=clock.now() - timedelta(days=31))
    assert due() == []


def test_a_task_that_nobody_knows_of_is_not_made_twice(by_task, notice, second, platform):
    actions.approve(by=second, notice=notice, edition=1)
    spread(notice)
    platform["add_for_groups"].answer = Unclear("mass_add", 502)

    assert carry() == ["unknown"]
    assert carry() == ["unknown"]
    assert len(platform["add_for_groups"].asked) == 1
    assert all("看一眼" in of(notice, one).why for one in by_task)


def test_a_chat_that_the_task_cannot_reach_is_left_to_people(by_task, notice, second, platform):
    actions.approve(by=second, notice=notice, edition=1)
    spread(notice)
    platform["add_for_groups"].answer = lambda: mass.Task("msg-1", ("wr1",))
    carry()

    assert [of(notice, one).state for one in by_task] == ["task", "failed"]


def test_a_task_that_was_taken_back_is_stopped_at_the_platform(by_task, notice, second, platform):
    actions.approve(by=second, notice=notice, edition=1)
    spread(notice)
    carry()
    actions.cancel(by=second, notice=notice)

    assert carry() == ["sent", "sent"]
    assert [said[1] for said, _ in platform["cancel"].asked] == ["msg-1"]
    assert {of(notice, one).state for one in by_task} == {"cancelled"}


def test_a_group_that_has_had_as_many_as_the_month_allows_is_left_to_people(by_task, notice, bureau, second, platform):
    for number in range(4):
        before = written(title=f"第{number}条", state="going", made_at=clock.now(), made_by_id=bureau.user_id)
        before.approved_at, before.approved_by_id, before.spread_at = clock.now(), second.user_id, clock.now()
        before.save(force_insert=True)
        Delivery.objects.create(notice=before, group=by_task[0], means="mass", state="task")
    actions.approve(by=second, notice=notice, edition=1)
    spread(notice)

    first, other = (of(notice, one) for one in by_task)
    assert (first.state, first.why) == ("failed", bringing.SPENT)
    assert other.state == "waiting"
    assert other.task is not None


def test_the_same_owner_gets_another_task_for_what_comes_in_another_batch(by_task, notice, second, platform):
    actions.approve(by=second, notice=notice, edition=1)
    actions.begin(by=carrying.CLOCK, notice=notice)
    while bringing.spread(by=carrying.CLOCK, notice=notice, most=1):
        pass

    assert sorted(Task.objects.values_list("part", flat=True)) == [1, 2]
    assert of(notice, by_task[0]).state == State.WAITING
