"""The bound is one that others can add up for themselves, and an answer that claims more is found out."""

import math
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.posting_districts import Size, district
from menkou.postings.rules.allotment import relaxation as ours
from menkou.postings.rules.allotment.answering import told_of
from menkou.postings.rules.allotment.certifying import NoProof, _District, certified
from menkou.postings.rules.allotment.planner import rounded_up, solve
from menkou.postings.rules.allotment.relaxation import Relaxation
from menkou.postings.rules.allotment.resolving import least_cost_of
from menkou.postings.rules.allotment.tests.worlds import any_district, least_cost, problem, told

QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]


def some_prices(facts: dict, scale: float):
    """Prices that are allowed, and what the search says that they prove."""
    world = problem(facts)
    relaxation = Relaxation(world)
    prices = relaxation.prices(np.random.default_rng(facts["seed"]).exponential(scale, len(relaxation.units)))
    return told_of(world, prices), rounded_up(relaxation.at(prices).bound)


@settings(max_examples=80, deadline=None, suppress_health_check=QUIET)
@given(any_district(villages=3, advisers=4))
def test_what_prices_prove_is_never_more_than_the_best_plan_costs(facts):
    best = least_cost(facts)
    if best is not None:
        assert certified(facts, some_prices(facts, 10)[0]) <= best


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("scale", [0.5, 5])
def test_added_up_town_by_town_it_is_what_the_search_says(seed, scale):
    facts = told(seed, villages=20, townships=3, institutions=5, advisers=12, forbidden=0.1)
    prices, said = some_prices(facts, scale)
    assert certified(facts, prices) == said


def test_the_bound_of_an_answer_is_proven_by_its_own_prices():
    facts = district(5, Size(townships=4, villages=110, firms=3, offices=4, advisers=30))
    answer = solve(problem(facts), seconds=2)
    assert answer.prices
    assert certified(facts, answer.prices) >= answer.bound


def test_a_search_that_claims_too_much_is_found_out(monkeypatch):
    """A seeded fault: caps are paid for as if each adviser had one post less."""
    facts = told(3, villages=20, townships=3, institutions=5, advisers=12, forbidden=0)
    plain = ours.Relaxation.at

    def generous(self, prices):
        point = plain(self, prices)
        return ours.Point(prices, point.bound + prices.a.sum(), point.excess, point.attraction)

    monkeypatch.setattr(ours.Relaxation, "at", generous)
    prices, said = some_prices(facts, 5)
    assert certified(facts, prices) < said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"a": [1.0]}, "价格 a 应是 8 个不小于 0 的数"),
        ({"b": [-1.0] * 8}, "价格 b 应是 8 个不小于 0 的数"),
        ({"b": [float("nan")] * 8}, "价格 b 应是 8 个不小于 0 的数"),
        ({"demand": [1e6] * 8}, "不能超过公平的权重"),
        ({"townships": [0.0] * 9}, "价格 townships 应是 4 个"),
    ],
)
def test_what_is_no_price_proves_nothing(change, said):
    facts = told()
    with pytest.raises(NoProof, match=said):
        certified(facts, some_prices(facts, 1)[0] | change)


@settings(max_examples=60, deadline=None, suppress_health_check=QUIET)
@given(any_district(villages=3, advisers=4), st.sampled_from([1e-9, 1e6, 2.0**59, 1e12, 1e300]))
def test_however_large_or_fine_prices_are_nothing_is_lost_beside_them(facts, scale):
    """With floats, a price of 2**59 for townships once proved 512 where a plan cost 260."""
    best = least_cost(facts)
    if best is not None:
        prices = some_prices(facts, 1)[0]
        prices["townships"] = [scale * one for one in range(1, len(prices["townships"]) + 1)]
        assert certified(facts, prices) <= best


def test_large_prices_and_small_ones_are_added_up_alike():
    facts = told()
    prices = some_prices(facts, 1)[0]
    short = {kind: [math.floor(one * 1e4) / 1e4 for one in row] for kind, row in prices.items()}
    shifted = short | {"a": [one + 1e-12 for one in short["a"]]}  # too fine for a table's numbers
    assert _District(facts).least(shifted, {}) == pytest.approx(_District(facts).least(short, {}), abs=1e-9)
    assert type(certified(facts, shifted)) is int


def test_a_part_without_end_is_no_proof_of_the_whole():
    """Once the sum of such a part was no number, and the least of it and a number was the number."""
    facts = told()
    honest, _ = some_prices(facts, 1)
    endless = {kind: [0.0] * 8 for kind in ("a", "b", "demand")} | {"townships": [1e308] * 4}
    assert certified(facts, {"pair": [1, 0], "yes": honest, "no": endless}) < -(10**300)


def test_a_proof_with_large_demands_or_many_villages_is_not_refused():
    facts = told(3, villages=20, townships=3, institutions=5, advisers=12, forbidden=0)
    facts["demand"] = [900_000 - 13 * at for at in range(20)]
    prices, said = some_prices(facts, 0.05)
    assert certified(facts, prices) >= said
    zeros = {kind: [0.0] * 12 for kind in ("a", "b", "demand")} | {"townships": [0.0] * 5}
    with patch("menkou.postings.rules.allotment.certifying.LARGEST", 1):
        assert certified(facts, zeros) == certified(facts, zeros | {"a": [1e-9] + [0.0] * 11})


def test_where_fairness_weighs_nothing_demand_has_no_price():
    facts = told() | {"fairness_weight": 0, "demand": [10**6] * len(told()["demand"])}
    prices = {kind: [0.0] * 8 for kind in ("a", "b")} | {"townships": [0.0] * 4}
    nothing = certified(facts, prices | {"demand": [0.0] * 8})
    assert certified(facts, prices | {"demand": [1e-9] * 8}) == nothing
    with pytest.raises(NoProof, match="公平的权重"):
        certified(facts, prices | {"demand": [1e-6] * 8})


def test_too_many_teams_are_not_looked_at():
    facts = told(3, villages=60, townships=3, institutions=40, advisers=80, most=(6, 3))
    with pytest.raises(NoProof, match="组合太多"):
        certified(facts, some_prices(facts, 1)[0])


@settings(max_examples=40, deadline=None, suppress_health_check=QUIET)
@given(any_district(villages=3, advisers=4))
def test_solved_again_by_another_solver_a_small_one_costs_what_all_plans_show(facts):
    best = least_cost(facts)
    if best is not None:
        assert least_cost_of(facts, 20) == best
