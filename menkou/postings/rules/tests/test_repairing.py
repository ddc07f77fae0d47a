"""修补 by hand: what people expect of it. That it changes no village it need not is held to in tiny worlds."""

from dataclasses import replace
from unittest.mock import patch

import pytest

from menkou.postings.rules import repairing
from menkou.postings.rules.checker import broken_rules
from menkou.postings.rules.district import Caps, Infeasible, Undecided
from menkou.postings.rules.planner import draw_up
from menkou.postings.rules.repairing import repair
from menkou.postings.rules.tests.worlds import district

WORLD = district(2, villages=90, townships=3, firms=3, offices=3, advisers_each=6)


@pytest.fixture(scope="module")
def plan():
    return draw_up(WORLD, seconds=4).posts


def without(*keys):
    """The district where these may hold no post."""
    return replace(
        WORLD, advisers=tuple(replace(one, unable="away") if one.key in keys else one for one in WORLD.advisers)
    )


def test_nothing_changes_where_nothing_must(plan):
    told = repair(WORLD, plan)
    assert (told.posts, told.changed, told.proven) == (plan, (), True)
    assert told.before == told.value


def test_one_who_leaves_changes_their_villages_alone_and_their_posts_alone(plan):
    gone = "f0-0"
    told = repair(without(gone), plan)
    assert set(told.changed) == {village for village, both in plan.items() if gone in both}
    assert told.proven
    assert broken_rules(without(gone), told.posts) == []
    for village in told.changed:
        kept = [(now, then) for now, then in zip(told.posts[village], plan[village], strict=True) if then != gone]
        assert all(now == then for now, then in kept), village


def test_who_has_one_post_too_many_gives_up_one_village(plan):
    most = max((sum(one.key == a for a, _ in plan.values()), one.key) for one in WORLD.advisers)
    tired = tuple(replace(one, cap_a=most[0] - 1) if one.key == most[1] else one for one in WORLD.advisers)
    told = repair(replace(WORLD, advisers=tired), plan)
    assert (len(told.changed), told.proven) == (1, True)
    assert most[1] in plan[told.changed[0]]


def test_a_village_more_changes_where_those_alone_cannot_do():
    world = district(1, villages=4, townships=1, firms=1, offices=1, advisers_each=2, caps=Caps(1, 2))
    posts = {"v0": ("f0-0", "o0-0"), "v1": ("f0-1", "o0-1"), "v2": ("o0-0", "f0-0"), "v3": (None, "f0-1")}
    world = replace(world, forbidden=frozenset({("o0-1", "v3")}))  # the only one who could still come
    told = repair(world, posts)
    assert (len(told.changed), told.proven, told.before) == (2, True, None)
    assert "v3" in told.changed
    assert broken_rules(world, told.posts) == []


def test_a_plan_of_nothing_is_drawn_up_anew_within_the_rules():
    told = repair(WORLD, {})
    assert set(told.changed) == set(told.posts)
    assert told.proven
    assert broken_rules(WORLD, told.posts) == []


def test_where_no_new_plan_is_wanted_none_is_drawn_up():
    with patch.object(repairing, "draw_up") as drawn, pytest.raises(Undecided):
        repair(WORLD, {}, anew=False)
    assert not drawn.called


def test_a_repair_too_large_to_search_still_keeps_whom_it_can(plan, monkeypatch):
    monkeypatch.setattr(repairing._Mending, "_wider", lambda *_: (None, False))
    monkeypatch.setattr(repairing._Mending, "_cheapest", lambda *_, **__: (None, False))
    told = repair(without("f0-0"), plan)
    assert broken_rules(without("f0-0"), told.posts) == []
    assert len(told.changed) < len(plan) / 2


def test_a_repair_that_cannot_be_says_what_clashes(plan):
    office = [one.key for one in WORLD.advisers if one.institution == "o0"]
    with pytest.raises(Infeasible, match="第0法律服务所没有能上岗的法律顾问，不能服务本镇街第0镇"):
        repair(without(*office), plan)


def test_a_lock_moves_somebody(plan):
    village = next(iter(plan))
    a, b = plan[village]
    told = repair(replace(WORLD, locked={(village, "A"): b, (village, "B"): a}), plan)
    assert told.posts[village] == (b, a)
    assert village in told.changed
