"""The bound of a whole district: in a process of its own it is the same, and that process never outlives its use."""

import subprocess
import sys
import time
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from menkou.postings.rules import bounding, planner
from menkou.postings.rules.bounding import Bounder, bound_of_all, bound_of_whole_pairs
from menkou.postings.rules.district import Infeasible
from menkou.postings.rules.frame import Frame
from menkou.postings.rules.planner import draw_up
from menkou.postings.rules.posting import Posting
from menkou.postings.rules.solver import Programme
from menkou.postings.rules.tests.worlds import district, with_facts


@pytest.fixture
def elsewhere():
    """Every district is large enough for a process."""
    with patch.object(bounding, "SMALL", 0):
        yield


def test_a_process_of_its_own_finds_the_same_bounds_one_after_the_other(elsewhere):
    frame = Frame(district(villages=12, advisers_each=2))
    bounder = Bounder(frame, until=time.monotonic() + 60)
    bounder._listener.join(timeout=60)
    bounder.end()
    split, likely = bound_of_all(frame, seconds=30)
    assert bounder.likely.pairs == likely.pairs
    assert bounder.best == pytest.approx(bound_of_whole_pairs(frame, seconds=30))
    assert bounder.best > split


def test_no_plan_of_the_district_is_below_it_even_with_other_pairs():
    world = district(villages=12, advisers_each=2)
    best = draw_up(world, seconds=20)  # solved whole: over all pairs
    with patch.object(planner, "SOLVED_WHOLE", 0):
        staged = draw_up(world, seconds=20)
    assert staged.bound_covers == "district"
    assert staged.bound <= best.value
    assert staged.bound <= staged.bound_given_pairs <= staged.value
    assert 0 <= staged.gap_given_pairs <= staged.gap


def test_whoever_says_stop_does_not_wait_and_the_process_ends(elsewhere):
    bounder = Bounder(Frame(district()), until=time.monotonic() + 30)
    assert bounder.bound(stop=lambda: True) is None
    bounder.end()
    assert bounder._process.poll() is not None


def test_where_the_clock_is_too_short_no_process_is_begun():
    bounder = Bounder(Frame(district(villages=440, advisers_each=24)), until=time.monotonic() + 1)
    assert bounder._process is None
    assert bounder.bound(stop=lambda: False) is None
    bounder.end()


def test_the_process_ends_with_whoever_asked():
    child = subprocess.Popen([sys.executable, "-m", bounding.__name__], stdin=subprocess.PIPE)
    child.stdin.close()
    assert child.wait(timeout=20) != 0


def _fifty(*, relaxed=False):
    programme = Programme(relaxed=relaxed)
    chosen = [programme.choice(float(7 + n % 5)) for n in range(30)]
    programme.at_least([(one, 3 + n % 7) for n, one in enumerate(chosen)], 50)
    return programme


def test_what_the_solver_says_when_its_clock_stops_it_is_below_its_answer():
    answer, split = _fifty().solve(seconds=5, gap=0.3), _fifty(relaxed=True).relaxed(seconds=5)
    assert answer.is_there
    assert split.bound <= answer.value + 1e-6
    assert answer.bound <= _fifty().solve(seconds=5, gap=0).value <= answer.value


def test_what_the_relaxation_leaves_out_costs_at_least_so_much_more():
    split = _fifty(relaxed=True).relaxed(seconds=5)
    for one in range(30):
        forced = Programme()
        chosen = [forced.choice(float(7 + n % 5), at_least=float(n == one)) for n in range(30)]
        forced.at_least([(x, 3 + n % 7) for n, x in enumerate(chosen)], 50)
        assert forced.solve(seconds=5, gap=0).value >= split.bound + split.dearer[one] - 1e-5


@settings(max_examples=60, deadline=None)
@given(prices=st.lists(st.floats(-50, 50), min_size=3, max_size=3))
def test_whatever_prices_the_solver_says_the_bound_that_is_added_up_from_them_is_true(prices):
    programme = Programme(relaxed=True)
    one, other, some = programme.choice(5.0), programme.choice(3.0, at_least=1.0), programme.amount(4.0, -1.0)
    programme.at_least([(one, 2), (some, 1)], 3)
    programme.at_most([(other, 1), (some, 1)], 4)
    programme.exactly([(one, 1), (some, 1)], 3)
    least = min(5 * x + 3 * y - z for x, y, z in ((0, 1, 3), (1, 1, 2), (0.5, 1, 2.5)))  # its corners
    assert programme._proven(np.array(prices))[1] <= least + 1e-9
    assert programme.relaxed(seconds=5).bound == pytest.approx(least, abs=1e-5)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10_000))
def test_what_a_person_carries_bounds_split_pairs_more_closely_and_leaves_every_whole_plan_as_it_is(seed):
    """The stronger rows of `carrying` may not cut off a plan, nor make it dearer; split pairs they may."""
    world = with_facts(district(seed, villages=8, townships=2, advisers_each=2), seed)
    frame = Frame(world)
    pairs = [(one, town) for one in range(frame.institutions) for town in range(frame.townships)]

    def cost(*, relaxed):
        programme = Posting(frame, pairs, settled=False, relaxed=relaxed).programme
        return programme.relaxed(seconds=20) if relaxed else programme.solve(seconds=20, gap=0)

    strong, strong_split = cost(relaxed=False), cost(relaxed=True)
    with patch.object(Posting, "_open", {}):
        weak, weak_split = cost(relaxed=False), cost(relaxed=True)
    assert strong.status == weak.status
    if strong.is_there:
        assert strong.value == pytest.approx(weak.value, abs=1e-3)
        assert weak_split.bound <= strong_split.bound + 1e-3
        assert strong_split.bound <= strong.value + 1e-3


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10_000))
def test_no_plan_is_below_the_bound_of_whole_pairs_and_that_is_not_below_the_bound_of_split_ones(seed):
    world = with_facts(district(seed, villages=8, townships=2, advisers_each=2), seed, locks=1)
    try:
        best = draw_up(world, seconds=20)
    except Infeasible:
        return
    whole, (split, _) = bound_of_whole_pairs(Frame(world), seconds=20), bound_of_all(Frame(world), seconds=20)
    assert split - 1e-2 <= whole <= best.value + 1e-2
