"""The bound of a whole district: in a process of its own it is the same, and that process never outlives its use."""

import subprocess
import sys
import time
from unittest.mock import patch

import pytest

from menkou.postings.rules import bounding, planner
from menkou.postings.rules.bounding import Bounder, bound_of_all
from menkou.postings.rules.frame import Frame
from menkou.postings.rules.planner import draw_up
from menkou.postings.rules.solver import Programme
from menkou.postings.rules.tests.worlds import district


@pytest.fixture
def elsewhere():
    """Every district is large enough for a process."""
    with patch.object(bounding, "SMALL", 0):
        yield


def test_a_process_of_its_own_finds_the_same_bound(elsewhere):
    frame = Frame(district(villages=12, advisers_each=2))
    bounder = Bounder(frame, until=time.monotonic() + 30)
    found = bounder.bound(stop=lambda: False)
    bounder.end()
    assert found == pytest.approx(bound_of_all(frame, seconds=30))


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


def test_what_the_solver_says_when_its_clock_stops_it_is_below_its_answer():
    programme = Programme()
    chosen = [programme.choice(float(7 + n % 5)) for n in range(30)]
    programme.at_least([(one, 3 + n % 7) for n, one in enumerate(chosen)], 50)
    answer = programme.solve(seconds=5, gap=0.3)
    assert answer.is_there
    assert programme.bound(seconds=5) <= answer.value
    assert answer.bound <= programme.solve(seconds=5, gap=0).value <= answer.value
