"""审定和发布: by a second person, from today or later, all or nothing, and what stands is not changed any more."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from menkou.core import clock, memory
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.models import AuditEntry
from menkou.places.models import Rule, Township
from menkou.plans import actions, queries
from menkou.plans.models import Version
from menkou.postings.models import Posting
from tests.cast import LONG_AGO

DAY = timedelta(days=1)


@pytest.fixture
def today():
    return clock.today()


def test_a_second_person_approves_and_the_posts_hold_from_that_day(solved, bureau, second, today):
    version = solved("吴刚林芳", "陈明林芳", "王强周平", "吴刚周平", starts_on=today + DAY)
    actions.approve(by=second, version=version, seen=0)
    before = queries.posts_on(today)
    actions.publish(by=bureau, version=version)
    version.refresh_from_db()

    assert (version.state, version.plan.valid_from) == ("published", today + DAY)
    assert queries.posts_on(today) == before
    assert queries.posts_on(today + DAY) == {code: tuple(both) for code, both in version.posts.items()}
    assert AuditEntry.objects.filter(what="plans.published", by=str(bureau)).count() == 1


def test_neither_who_drew_it_up_nor_who_changed_it_last_approves(solved, bureau, second, people, make_actor):
    version = solved()
    with pytest.raises(Refused, match="另一个人"):
        actions.approve(by=bureau, version=version, seen=0)
    code = next(iter(version.posts))
    actions.move(by=second, version=version, village=code, post="A", registration=str(people["王强"].pk))
    with pytest.raises(Refused, match="另一个人"):  # though the page they pressed on is older
        actions.approve(by=second, version=version, seen=1)


def test_the_database_refuses_an_approver_who_had_a_hand_in_it(solved, bureau, second):
    version = solved()
    for hand in ("made_by_id", "changed_by_id"):
        facts = {hand: second.user_id, "changed_at": clock.now(), "approved_at": clock.now(), "state": "approved"}
        facts = {"changed_by_id": bureau.user_id, **facts}
        with pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
            Version.objects.filter(pk=version.pk).update(approved_by_id=second.user_id, **facts)


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"state": "approved"}, "what_holds_was_approved"),
        ({"state": "published"}, "what_holds_was_approved|a_published_version"),
        ({"value": None}, "a_version_that_is_ready_has_a_value"),
        ({"problem": "坏了"}, "only_a_failed_version_has_a_problem"),
        ({"changed_at": clock.now()}, "a_change_has_its_time_and_its_person"),
        ({"withdrawn_at": clock.now()}, "only_what_was_withdrawn_says_by_whom"),
        ({"published_at": clock.now()}, "a_published_version_has_its_plan"),
    ],
)
def test_the_database_refuses_half_a_state(solved, facts, name):
    version = solved()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(**facts)


def test_who_saw_an_older_one_looks_again(solved, bureau, second, people):
    version = solved()
    actions.move(by=bureau, version=version, village=min(version.posts), post="A", registration=str(people["王强"].pk))

    with pytest.raises(Conflict, match="再看一遍"):
        actions.approve(by=second, version=version, seen=0)


def test_what_is_approved_or_published_never_changes(approved, bureau, second, people):
    version = approved()
    code = min(version.posts)
    tries = [
        lambda: actions.move(by=bureau, version=version, village=code, post="A", registration=str(people["王强"].pk)),
        lambda: actions.lock(by=bureau, version=version, village=code, post="A"),
        lambda: actions.undo(by=bureau, version=version),
        lambda: actions.approve(by=second, version=version, seen=0),
        lambda: actions.cancel(by=bureau, version=version),
    ]
    for _ in ("approved", "published"):
        for attempt in tries:
            with pytest.raises(Conflict):
                attempt()
        version.refresh_from_db()
        if version.state == "approved":
            actions.publish(by=bureau, version=version)
    with pytest.raises(Conflict):
        actions.unapprove(by=bureau, version=version)
    with pytest.raises(Conflict, match="已经发布，不能再改"):  # a second press
        actions.publish(by=bureau, version=version)


def test_an_approval_can_be_taken_back_and_given_again(approved, bureau, second):
    version = approved()
    actions.unapprove(by=bureau, version=version)
    version.refresh_from_db()
    assert (version.state, version.approved_by) == ("ready", None)
    with pytest.raises(Conflict, match="只有审定了"):
        actions.publish(by=bureau, version=version)
    actions.approve(by=second, version=version, seen=0)


def test_a_plan_for_last_year_is_refused_in_a_sentence(approved, bureau, district, today):
    with pytest.raises(Invalid, match="过去的日子"):
        actions.draw_up(by=bureau, district=district, starts_on=today - 365 * DAY)
    with pytest.raises(Invalid, match="核对年份"):
        actions.draw_up(by=bureau, district=district, starts_on=today + 3 * 365 * DAY)
    with pytest.raises(Invalid, match="最多管五年"):
        actions.draw_up(by=bureau, district=district, starts_on=today, until=date(9999, 12, 31))
    version = approved()
    with pytest.raises(Invalid, match="过去的日子"):
        actions.publish(by=bureau, version=version, starts_on=today - 365 * DAY)
    assert not queries.ahead().exists()


def test_facts_that_moved_since_are_named_and_nothing_is_half_published(approved, bureau, second):
    version, before = approved("陈明林芳", "陈明林芳", "吴刚周平", "吴刚周平"), list(Posting.objects.values())
    Rule.objects.create(key="most_a_posts", value=1, valid_from=LONG_AGO, source="新规定")
    memory.forget()
    with pytest.raises(Conflict, match="陈明有 2 个 A 岗，至多 1 个"):
        actions.publish(by=bureau, version=version)
    version.refresh_from_db()

    assert version.state == "approved"
    assert list(Posting.objects.values()) == before
    actions.unapprove(by=bureau, version=version)
    with pytest.raises(Conflict, match="现在审定会违反规则：陈明有 2 个 A 岗，至多 1 个"):
        actions.approve(by=second, version=version, seen=version.revision)


def test_a_township_whose_code_has_changed_since_is_named(approved, bureau, townships):
    version = approved()
    Township.objects.filter(pk=townships["here"].pk).update(code="999901009")
    memory.forget()
    with pytest.raises(Conflict, match="999901001 已经变了"):
        actions.publish(by=bureau, version=version)


def test_a_repair_that_is_drawn_up_again_twice_waits_once(solved, bureau, district):
    mended = solved(version=actions.propose_repair(by=bureau, district=district, why="有人离任"))
    again = actions.redraw(by=bureau, version=mended)
    with pytest.raises(Conflict, match=f"方案 {again.number} 还在排队"):
        actions.redraw(by=bureau, version=mended)


def test_what_has_not_begun_is_withdrawn_and_the_posts_are_as_they_were(approved, bureau, today):
    version = approved("吴刚林芳", "陈明林芳", "王强周平", "吴刚周平", starts_on=today + 10 * DAY)
    before = queries.posts_on(today + 20 * DAY)
    actions.publish(by=bureau, version=version)
    assert queries.posts_on(today + 20 * DAY) != before
    actions.withdraw(by=bureau, version=version)
    version.refresh_from_db()

    assert (version.state, version.plan) == ("withdrawn", None)
    assert queries.posts_on(today + 20 * DAY) == before
    with pytest.raises(Conflict):
        actions.withdraw(by=bureau, version=version)


def test_what_has_begun_is_not_withdrawn(approved, bureau):
    version = actions.publish(by=bureau, version=approved())
    with pytest.raises(Conflict, match="已经开始"):
        actions.withdraw(by=bureau, version=version)


def test_two_whole_plans_are_not_ahead_at_once(approved, bureau, today):
    actions.publish(by=bureau, version=approved(starts_on=today + 10 * DAY))
    with pytest.raises(Conflict, match="请先撤下"):
        actions.publish(by=bureau, version=approved("吴刚林芳", "陈明林芳", "王强周平", "吴刚周平"))


@pytest.mark.parametrize("who", ["auditor", "director", "office", "adviser_a", "operator"])
def test_nobody_else_has_a_hand_in_it(request, who, approved, district, today):
    by, version = request.getfixturevalue(who), approved()
    with pytest.raises(Refused):
        actions.draw_up(by=by, district=district, starts_on=today)
    for act in (actions.publish, actions.unapprove, actions.undo, actions.withdraw, actions.redraw):
        with pytest.raises(Refused):
            act(by=by, version=version)
