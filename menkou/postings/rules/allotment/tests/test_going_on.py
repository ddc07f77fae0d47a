"""A plan that can be made again, stopped at any time, and gone on with later."""

import dataclasses
import math
import time
from pathlib import Path

import pytest

from bench.posting_districts import Size, district
from menkou.postings.rules.allotment import planner
from menkou.postings.rules.allotment.answering import posts_of, prices_of, told_of
from menkou.postings.rules.allotment.bounding import Bounder
from menkou.postings.rules.allotment.checker import judged
from menkou.postings.rules.allotment.exact import Exact, Verdict
from menkou.postings.rules.allotment.planner import solve
from menkou.postings.rules.allotment.problem import Infeasible
from menkou.postings.rules.allotment.relaxation import Relaxation
from menkou.postings.rules.allotment.tests.worlds import problem, told


@pytest.fixture(scope="module")
def town():
    """A district of a quarter of the usual size."""
    return district(5, Size(townships=4, villages=110, firms=3, offices=4, advisers=30))


@pytest.fixture(scope="module")
def first(town):
    return solve(problem(town), steps=40)


def test_so_many_steps_give_the_same_plan_bound_and_proof_each_time(town, first):
    again = solve(problem(town), steps=40)
    assert dataclasses.replace(again, seconds=0) == dataclasses.replace(first, seconds=0)
    assert judged(town, again.a, again.b) == (again.value, [])


def test_a_small_district_by_steps_is_the_same_each_time_and_the_best():
    one, other = (solve(problem(told()), steps=200) for _ in range(2))
    assert dataclasses.replace(one, seconds=0) == dataclasses.replace(other, seconds=0)
    assert one.value == one.bound


def test_going_on_never_loses_what_was_there(town, first):
    later = solve(problem(town), steps=40, before=dataclasses.asdict(first))
    assert later.value <= first.value
    assert later.bound >= first.bound
    assert judged(town, later.a, later.b) == (later.value, [])


def test_going_on_from_a_plan_without_prices_begins_them_anew(town, first):
    later = solve(problem(town), steps=20, before=dataclasses.asdict(first) | {"prices": None})
    assert later.value <= first.value
    assert later.prices


def test_posts_and_prices_come_back_from_the_order_of_the_file(town, first):
    world = problem(town)
    a, b = posts_of(world, dataclasses.asdict(first))
    assert world.cost(a, b) == first.value
    prices = prices_of(world, first.prices)
    assert told_of(world, prices) == first.prices
    assert planner.rounded_up(Relaxation(world).at(prices).bound) == first.bound


def test_whoever_interrupts_gets_the_best_plan_so_far(town, monkeypatch):
    def interrupted(self, walk, until):
        raise KeyboardInterrupt

    monkeypatch.setattr(planner.Search, "_refine", interrupted)
    answer = solve(problem(town), seconds=2)
    assert judged(town, answer.a, answer.b) == (answer.value, [])


def test_whoever_interrupts_before_there_is_a_plan_gets_none(town, monkeypatch):
    def interrupted(self):
        raise KeyboardInterrupt

    monkeypatch.setattr(planner.Search, "begin", interrupted)
    with pytest.raises(KeyboardInterrupt):
        solve(problem(town), seconds=2)


def test_whoever_interrupts_a_search_by_steps_does_not_wait_for_the_other_process(town, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    ended, end, began = [], Bounder.end, time.monotonic()
    monkeypatch.setattr(planner.Search, "_walk", interrupted)
    monkeypatch.setattr(planner.Bounder, "end", lambda self, **how: ended.append((how, self)) or end(self, **how))
    answer = solve(problem(town), steps=10**6)
    assert judged(town, answer.a, answer.b) == (answer.value, [])
    [(how, bounder)] = ended
    assert how == {"wait": False}
    assert not bounder.is_alive
    assert not Path(bounder._path).exists()
    assert time.monotonic() - began < 60  # its steps would have taken hours


def test_a_clash_is_looked_for_with_no_more_work_than_steps_allow(monkeypatch):
    works = []

    def never(self, seconds, *, work=math.inf):
        works.append(work)
        return Verdict("infeasible", math.inf)

    monkeypatch.setattr(Exact, "solve", never)
    with pytest.raises(Infeasible):
        solve(problem(told()), steps=300)
    assert len(works) > 2  # the question itself, and then which of the rules clash
    assert set(works) == {3.0}


def test_prices_that_are_none_are_not_gone_on_from(town, first):
    with pytest.raises(ValueError, match="no prices"):
        prices_of(problem(town), first.prices | {"townships": [1e308] * len(first.prices["townships"])})


def test_what_costs_nothing_is_walked_and_has_a_gap(town):
    nothing = {name: [[0] * len(row) for row in town[name]] for name in ("cost_a", "cost_b", "pairing_cost")}
    answer = solve(problem(town | nothing | {"fairness_weight": 0}), steps=40)
    assert (answer.value, answer.bound, answer.gap) == (0, 0, 0.0)
    assert dataclasses.replace(answer, bound=-3).gap == 3.0


def test_what_is_told_meanwhile_only_gets_better(town):
    heard = []
    answer = solve(problem(town), steps=300, tell=lambda *news: heard.append(news))
    seconds, values, bounds = zip(*heard, strict=True)
    assert list(seconds) == sorted(seconds)
    assert list(values) == sorted(values, reverse=True)
    assert list(bounds) == sorted(bounds)
    assert values[-1] == answer.value
