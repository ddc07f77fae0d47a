"""Townships drawn up anew within a plan: never dearer, never against a rule."""

import time
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from menkou.postings.rules.checker import broken_rules
from menkou.postings.rules.district import Infeasible, Undecided
from menkou.postings.rules.frame import Frame
from menkou.postings.rules.neighbourhoods import Neighbourhoods
from menkou.postings.rules.planner import draw_up
from menkou.postings.rules.tests.worlds import district, indexed, named, with_facts


def _poor(world):
    """A plan that obeys the rules and that nobody tried to make cheap."""
    blind = Frame(world)
    plan = draw_up(world, seconds=2)
    posts = indexed(world, plan.posts)
    villages = sorted(posts)
    for one, other in zip(villages, reversed(villages), strict=True):
        swapped = {**posts, one: posts[other], other: posts[one]}
        if one < other and not broken_rules(world, named(world, swapped)) and blind.value(swapped) > blind.value(posts):
            posts = swapped
    return blind, posts


def test_a_plan_that_was_made_worse_is_made_better_again():
    world = district(7, villages=24, townships=3, firms=2, offices=3, advisers_each=3)
    frame, posts = _poor(world)
    plan = Neighbourhoods(frame, posts).run(until=time.monotonic() + 3)
    assert frame.value(plan) < frame.value(posts)
    assert broken_rules(world, named(world, plan)) == []


def test_whoever_is_told_may_stop_it_and_keeps_the_plan_so_far():
    world = district(7, villages=24, townships=3, firms=2, offices=3, advisers_each=3)
    frame, posts = _poor(world)
    plan = Neighbourhoods(frame, posts).run(until=time.monotonic() + 10, stop=lambda plan: True)
    assert plan == posts


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10_000), facts=st.booleans())
def test_no_step_makes_a_plan_dearer_or_breaks_a_rule(seed, facts):
    world = district(seed, villages=12, townships=3, firms=2, offices=3, advisers_each=2, forbidden=0.1)
    world = with_facts(world, seed, locks=2) if facts else world
    try:
        frame, posts = _poor(world)
    except (Infeasible, Undecided):
        return
    plan = Neighbourhoods(frame, posts, seed=seed).run(until=time.monotonic() + 2)
    assert broken_rules(world, named(world, plan)) == []
    assert frame.value(plan) <= frame.value(posts) + 1e-6


@pytest.mark.parametrize("seconds", [0, -1])
def test_with_no_time_the_plan_stays_as_it_is(seconds):
    world = district(3, villages=8, advisers_each=2)
    posts = indexed(world, draw_up(world, seconds=2).posts)
    assert Neighbourhoods(Frame(world), posts).run(until=time.monotonic() + seconds) == posts


def test_a_round_in_which_something_got_better_is_followed_by_another():
    world = district(7, villages=24, townships=3, firms=2, offices=3, advisers_each=3)
    frame, posts = _poor(world)
    looked, round_of = [], Neighbourhoods(frame, posts)
    all_of_them = len(round_of._steps())

    def step(towns, until):
        looked.append(towns)
        return len(looked) == 1

    with patch.object(round_of, "_step", step):
        round_of.run(until=time.monotonic() + 60)
    assert len(looked) == 2 * all_of_them
