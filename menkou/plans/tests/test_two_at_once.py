"""Two people of the bureau at the same moment, over real connections: one is first, the other is told so."""

from datetime import timedelta

import pytest

from menkou.core import clock
from menkou.core.errors import Problem
from menkou.core.scope import within
from menkou.plans import actions, queries
from menkou.plans.models import Version
from menkou.postings import planning
from menkou.postings.models import Plan
from menkou.postings.rules.checker import broken_rules


@pytest.fixture
def at_once(at_once):
    """Who did it is done; the other has the words it was told."""
    return lambda *each: [str(met) if isinstance(met, Problem) else "done" for met in at_once(*each)]


def test_a_version_is_published_once(at_once, approved, bureau, second, district):
    version = approved()
    met = at_once(*(lambda by=by: actions.publish(by=by, version=version) for by in (bureau, second)))

    assert sorted(one == "done" for one in met) == [False, True]
    with within(district.pk):
        assert Plan.objects.count() == 1


def test_of_two_plans_for_one_day_one_holds_whole(at_once, approved, bureau, second, district):
    first, other = approved(), approved("吴刚林芳", "陈明林芳", "王强周平", "吴刚周平")
    at_once(*(lambda by=by, v=v: actions.publish(by=by, version=v) for by, v in ((bureau, first), (second, other))))

    with within(district.pk):
        held = queries.posts_on()
        assert held in [{code: tuple(both) for code, both in one.posts.items()} for one in (first, other)]
        assert broken_rules(planning.told(), held) == []


def test_nobody_approves_what_is_moved_at_that_moment(at_once, solved, bureau, second, people, district):
    version = solved()
    code, who = min(version.posts), str(people["王强"].pk)
    at_once(
        lambda: actions.approve(by=second, version=version, seen=0),
        lambda: actions.move(by=bureau, version=version, village=code, post="A", registration=who),
    )

    with within(district.pk):
        stands = Version.objects.get(pk=version.pk)
        assert (stands.state, stands.holder(code, "A") == who) in [("approved", False), ("ready", True)]


def test_two_who_ask_for_a_plan_get_one(at_once, bureau, second, people, district):
    day = clock.today() + timedelta(days=1)
    met = at_once(*(lambda by=by: actions.draw_up(by=by, district=district, starts_on=day) for by in (bureau, second)))

    assert sorted(one == "done" for one in met) == [False, True]
    assert any("还没有算完" in one for one in met)


def test_both_moves_of_two_people_are_kept(at_once, solved, bureau, second, people, district):
    version = solved()
    codes = sorted(version.posts)
    moves = ((bureau, codes[0], "王强"), (second, codes[3], "王强"))
    met = at_once(
        *(
            lambda by=by, code=code, name=name: actions.move(
                by=by, version=version, village=code, post="A", registration=str(people[name].pk)
            )
            for by, code, name in moves
        )
    )

    assert met == ["done", "done"]
    with within(district.pk):
        stands = Version.objects.get(pk=version.pk)
        assert {stands.holder(codes[0], "A"), stands.holder(codes[3], "A")} == {str(people["王强"].pk)}
        assert (len(stands.changes), stands.revision) == (2, 2)
