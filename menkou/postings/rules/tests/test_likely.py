"""What the relaxation shows to be likely leads to plans that obey every rule; and an earlier plan is gone on from."""

import time
from dataclasses import replace
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from menkou.postings.rules import bounding, planner
from menkou.postings.rules.bounding import bound_of_all
from menkou.postings.rules.checker import broken_rules
from menkou.postings.rules.district import Infeasible
from menkou.postings.rules.frame import Frame
from menkou.postings.rules.likely import Likely, planned
from menkou.postings.rules.neighbourhoods import Neighbourhoods, plan_of, serving
from menkou.postings.rules.planner import draw_up
from menkou.postings.rules.repairing import repair
from menkou.postings.rules.solver import Programme
from menkou.postings.rules.tests.worlds import district, named, with_facts


@pytest.fixture
def in_stages():
    """Nothing is solved whole, and every district is large enough for a process."""
    with patch.object(planner, "SOLVED_WHOLE", 0), patch.object(bounding, "SMALL", 0):
        yield


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10_000), locks=st.integers(0, 2))
def test_a_plan_of_the_likely_obeys_every_rule_and_is_not_below_the_bound(seed, locks):
    world = with_facts(district(seed, villages=12, townships=2, advisers_each=3), seed, locks=locks)
    frame = Frame(world)
    found = bound_of_all(frame, seconds=20)
    if found is None:
        return
    bound, likely = found
    plan = planned(frame, likely, until=time.monotonic() + 10, seed=1)
    if plan is None:
        return
    assert broken_rules(world, named(world, plan)) == []
    assert frame.value(plan) >= bound - 1e-3
    assert serving(frame, plan) <= likely.pairs


def test_where_nothing_is_likely_no_plan_is_made_of_it():
    frame = Frame(district(villages=8))
    nobody = np.zeros((frame.advisers, frame.villages), bool)
    likely = Likely(frozenset(frame.sure), nobody, nobody)
    assert planned(frame, likely, until=time.monotonic() + 5, seed=1) is None


@pytest.mark.parametrize("asked", [1, 2])
def test_whoever_says_stop_between_pairs_and_posts_is_heard_at_once_and_during_exchanges(asked):
    world = district(3, villages=12, townships=2)
    frame, heard = Frame(world), []
    _, likely = bound_of_all(frame, seconds=20)
    plan = planned(
        frame, likely, until=time.monotonic() + 20, seed=1, stop=lambda: heard.append(1) or len(heard) >= asked
    )
    assert len(heard) == asked
    assert (plan is None) == (asked == 1)
    assert plan is None or broken_rules(world, named(world, plan)) == []


def test_among_the_likely_a_step_looks_at_nobody_else_but_who_is_there():
    world = district(7, villages=24, townships=3, firms=2, offices=3, advisers_each=3)
    frame = Frame(world)
    plan = plan_of(world, draw_up(world, seconds=2).posts)
    nobody = np.zeros((frame.advisers, frame.villages), bool)
    only = Likely(frozenset(serving(frame, plan)), nobody, nobody)
    assert Neighbourhoods(frame, plan, likely=only).run(until=time.monotonic() + 2) == plan


def test_an_earlier_plan_is_gone_on_from_and_never_ends_dearer(in_stages):
    world = district(3, villages=24, townships=3, firms=2, offices=3, advisers_each=3)
    before = draw_up(world, seconds=3)
    with patch.object(planner, "pair_up", side_effect=AssertionError("it began anew")):
        after = draw_up(world, seconds=3, start=before.posts)
    assert after.value <= before.value
    assert broken_rules(world, after.posts, after.pairings) == []
    assert after.bound <= after.value


def test_an_earlier_plan_that_is_not_lawful_any_more_is_mended_first_or_not_used(in_stages):
    world = district(3, villages=24, townships=3, firms=2, offices=3, advisers_each=3)
    before = draw_up(world, seconds=3)
    gone = before.posts["v0"][0]
    changed = replace(
        world, advisers=tuple(replace(one, unable="away") if one.key == gone else one for one in world.advisers)
    )
    assert plan_of(changed, before.posts) is None
    assert broken_rules(changed, draw_up(changed, seconds=3, start=before.posts).posts) == []
    mended = repair(changed, before.posts, seconds=3).posts
    after = draw_up(changed, seconds=3, start=mended)
    assert after.value <= Frame(changed).value(plan_of(changed, mended)) + 1e-6


@pytest.mark.parametrize("size", [8, 24])
def test_whatever_is_told_as_a_start_a_district_without_a_plan_has_none(size):
    world = district(3, villages=size)
    posts = draw_up(world, seconds=3).posts
    short = replace(world, caps=replace(world.caps, a=0))
    with pytest.raises(Infeasible):
        draw_up(short, seconds=3, start=posts)


@pytest.mark.parametrize("size", [24, 60])
def test_whoever_says_stop_at_once_keeps_the_plan_that_was_to_be_gone_on_from(size):
    world = district(3, villages=size)
    before = draw_up(world, seconds=3).posts
    after = draw_up(world, seconds=3, start=before, progress=lambda step: True)
    assert after.posts == before
    assert after.bound <= after.value


def test_what_is_likely_is_waited_for_where_nothing_near_is_better(in_stages):
    world = district(3, villages=24, townships=3, firms=2, offices=3, advisers_each=3)
    before = draw_up(world, seconds=3).posts
    nothing, watched = (
        patch.object(Neighbourhoods, "run", lambda self, **_: self.plan),
        patch.object(planner, "planned"),
    )
    with nothing, watched as asked:
        asked.return_value = None
        draw_up(world, seconds=30, start=before)
    assert asked.called


def test_whoever_says_stop_while_a_bound_is_waited_for_waits_seconds_and_not_minutes(in_stages):
    world = district(3, villages=24, townships=3, firms=2, offices=3, advisers_each=3)
    before, asked, relaxed = draw_up(world, seconds=3).posts, [], Programme.relaxed

    def watched(self, *, seconds):
        asked.append(seconds)
        return relaxed(self, seconds=seconds)

    nothing, unheard = patch.object(Neighbourhoods, "run", lambda self, **_: self.plan), lambda self, found: None
    with nothing, patch.object(bounding.Bounder, "_take", unheard), patch.object(Programme, "relaxed", watched):
        draw_up(world, seconds=200, start=before, progress=lambda step: step.stage in ("improving", "bounding"))
    assert asked == [planner.LEAST_WHEN_STOPPED]


def test_nobody_is_left_unheard_for_longer_than_a_stopped_solver_is_waited_for(in_stages):
    world = district(3, villages=24, townships=3, firms=2, offices=3, advisers_each=3)
    before, asked, relaxed = draw_up(world, seconds=3).posts, [], Programme.relaxed

    def watched(self, *, seconds):
        asked.append(seconds)
        return relaxed(self, seconds=seconds)

    nothing, unheard = patch.object(Neighbourhoods, "run", lambda self, **_: self.plan), lambda self, found: None
    with nothing, patch.object(bounding.Bounder, "_take", unheard), patch.object(Programme, "relaxed", watched):
        draw_up(world, seconds=200, start=before)
    assert asked == [planner.FOR_A_BOUND]


def test_where_a_quick_plan_was_too_quick_all_of_the_time_is_for_one(in_stages):
    world = district(3, villages=24, townships=3, firms=2, offices=3, advisers_each=3)
    found, tries = planner.first_plan, []

    def on_a_busy_machine(*said, **how):
        tries.append(how["until"])
        return found(*said, **how) if len(tries) > 1 else None

    with patch.object(planner, "first_plan", on_a_busy_machine):
        plan = draw_up(world, seconds=6)
    assert broken_rules(world, plan.posts, plan.pairings) == []
    assert tries[1] > tries[0]
