"""The planner: its plans obey the rules, its bound is one, and of two clashing rules it names both."""

import math
import time
from itertools import islice

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from bench.posting_districts import Size, district
from menkou.postings.rules.allotment import clashes
from menkou.postings.rules.allotment.bounding import Bounder
from menkou.postings.rules.allotment.checker import judged
from menkou.postings.rules.allotment.exact import Exact
from menkou.postings.rules.allotment.planner import Answer, solve
from menkou.postings.rules.allotment.posting import Posting
from menkou.postings.rules.allotment.problem import Infeasible, Undecided
from menkou.postings.rules.allotment.relaxation import Prices, Relaxation, ascend
from menkou.postings.rules.allotment.tests.worlds import any_district, least_cost, problem, told
from menkou.postings.rules.allotment.wandering import Walk, first_pairs

QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]
ROUGHLY = 0  # no district is small: all are solved by prices and walks


def sound(facts: dict, answer: Answer) -> None:
    """What holds of every answer."""
    assert judged(facts, answer.a, answer.b) == (answer.value, [])
    assert answer.bound <= answer.value
    assert (answer.gap == 0) == (answer.bound == answer.value)


def walked(facts: dict) -> Answer:
    """The answer by prices and walks after half a second; a machine too busy for any plan by then gets twenty."""
    try:
        return solve(problem(facts), seconds=0.5, small=ROUGHLY)
    except Undecided:  # it claims nothing, as it should; that it never answers would still fail
        return solve(problem(facts), seconds=20, small=ROUGHLY)


@settings(max_examples=40, deadline=None, suppress_health_check=QUIET)
@given(any_district(villages=3, advisers=4))
def test_a_tiny_district_gets_its_best_plan_or_the_clash(facts):
    best = least_cost(facts)
    try:
        answer = solve(problem(facts), seconds=20)
    except Infeasible:
        assert best is None
        return
    sound(facts, answer)
    assert answer.value == answer.bound == best


@settings(max_examples=12, deadline=None, suppress_health_check=QUIET)
@given(any_district(villages=3, advisers=4))
def test_the_walk_never_claims_more_than_is_true(facts):
    best = least_cost(facts)
    try:
        answer = walked(facts)
    except Infeasible:
        assert best is None
        return
    sound(facts, answer)
    assert answer.bound <= best <= answer.value


@settings(max_examples=60, deadline=None, suppress_health_check=QUIET)
@given(any_district(villages=3, advisers=4))
def test_any_prices_give_a_true_bound(facts):
    best = least_cost(facts)
    if best is None:
        return
    world = problem(facts)
    dice, relaxation = np.random.default_rng(facts["seed"]), Relaxation(world)
    prices = relaxation.prices(dice.exponential(10, len(relaxation.units)))
    assert relaxation.at(prices).bound <= best + 1e-6
    relaxation.teams = None  # as where teams are too many to list
    assert relaxation.at(prices).bound <= best + 1e-6


@settings(max_examples=10, deadline=None, suppress_health_check=QUIET)
@given(any_district(villages=14, advisers=10))
def test_plans_of_both_ways_obey_every_rule_and_their_bounds_agree(facts):
    try:
        exact = solve(problem(facts), seconds=20)
    except Infeasible:
        return
    sound(facts, exact)
    roughly = walked(facts)
    sound(facts, roughly)
    assert roughly.bound <= exact.value
    assert exact.bound <= roughly.value


@pytest.fixture(scope="module")
def town():
    """A district of a quarter of the usual size."""
    return district(5, Size(townships=4, villages=110, firms=3, offices=4, advisers=30))


def test_a_larger_district_is_near_its_bound_in_two_seconds(town):
    answer = solve(problem(town), seconds=2)
    sound(town, answer)
    assert answer.gap < 0.2  # and the clock cuts the walk; bench-plan measures it
    assert answer.seconds < 15  # machines are busy


def test_a_command_that_was_slow_to_start_still_gets_a_plan(town):
    answer = solve(problem(town), seconds=2, began=time.monotonic() - 5)
    sound(town, answer)
    assert answer.seconds >= 5  # the start counts, and is not hidden


def test_the_bound_rises_in_a_process_of_its_own(town):
    world = problem(town)
    relaxation = Relaxation(world)
    start = relaxation.at(relaxation.start())
    bounder = Bounder(relaxation, start.prices, start.bound, start.bound * 1.5)
    while bounder.bound <= start.bound:
        assert bounder.is_alive
        time.sleep(0.02)
    found = bounder.end()
    bounder.close()
    assert found is not None
    bound, prices = found
    assert relaxation.at(prices).bound >= bound >= bounder.bound > start.bound
    assert not bounder.is_alive


def test_where_costs_may_be_below_nought_a_search_that_came_to_nothing_has_no_bound():
    facts = told(3, villages=20, townships=3, institutions=5, advisers=12)
    assert Exact(problem(facts)).priced().solve(60, work=1e-9).bound >= 0
    facts["cost_a"][0][0] = -1
    verdict = Exact(problem(facts)).priced().solve(60, work=1e-9)
    assert (verdict.status, verdict.bound) == ("out_of_time", -math.inf)


def test_one_seed_takes_one_walk(town):
    world = problem(town)
    relaxation = Relaxation(world)
    *_, point = islice(ascend(relaxation, relaxation.start()), 20)
    walks = []
    for _ in range(2):
        posting = Posting(world, point.prices.demand)
        walk = Walk(posting, point.attraction, first_pairs(world, point.attraction), 7)
        walk.walk(np.inf, steps=60)
        walks.append((walk.best, walk.best_pairs.tobytes(), len(walk.found)))
    assert walks[0] == walks[1]


def test_the_bound_has_a_case_where_teams_are_too_many_to_list():
    facts = told(3, villages=60, townships=3, institutions=12, advisers=40, most=(6, 3))
    world = problem(facts)
    relaxation = Relaxation(world)
    relaxation.teams = None
    *_, point = islice(ascend(relaxation, relaxation.start()), 60)
    answer = solve(world, seconds=1, small=ROUGHLY)
    sound(facts, answer)
    assert 0 < point.bound <= answer.value


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"cap_a": [1] * 8}, "A 岗不够：12 个村居要 12 个 A 岗，8 名法律顾问最多能担 8 个，还差 4 个。"),
        ({"cap_b": [0] * 8}, "B 岗不够：12 个村居要 12 个 B 岗，8 名法律顾问最多能担 0 个，还差 12 个。"),
        ({"forbidden": [[a, 3] for a in range(8)]}, "村居 3 的 A 岗派不出人：8 名法律顾问须回避"),
        ({"forbidden": [[a, 3] for a in range(7)]}, "村居 3 的两个岗位要两个人，7 名法律顾问须回避，只剩 1 名能去。"),
        ({"most_institutions_per_township": 0}, "每个镇街至多 0 家机构"),
        (
            {"most_institutions_per_township": 1, "township_of": [0] * 12},
            "每个镇街至多 1 家机构：能去的人最多的几家合起来只能担",
        ),
        ({"most_townships_per_institution": 0}, "每家机构至多 0 个镇街"),
        ({"forbidden": [[a, v] for a in range(2, 8) for v in range(8)]}, "A 岗有 2 个派不出人"),
    ],
)
def test_a_certain_clash_is_counted_out(change, said):
    facts = (
        told(forbidden=0) | {"cap_a": [3] * 8, "cap_b": [4] * 8, "institution_of": [0, 0, 1, 1, 2, 2, 3, 3]} | change
    )
    with pytest.raises(Infeasible, match="没有可行的方案。") as clash:
        solve(problem(facts), seconds=5)
    assert said in str(clash.value)


def test_a_clash_of_pairs_is_counted_out():
    facts = told(villages=9, townships=3, institutions=2, advisers=8, most=(1, 1), forbidden=0)
    facts |= {"township_of": [0, 0, 0, 1, 1, 1, 2, 2, 2], "institution_of": [0, 0, 0, 0, 1, 1, 1, 1]}
    assert clashes.certain(problem(facts)) == [
        "结对名额不够：3 个镇街要担下全部 A 岗至少要结 3 对，2 家机构每家至多 1 个镇街，只能结 2 对。"
    ]


def test_a_clash_of_pairs_and_caps_is_proven():
    """Four townships of three villages. One of five institutions fills a township alone, the others need each other."""
    facts = told(villages=12, townships=4, institutions=5, advisers=5, forbidden=0, most=(2, 1))
    facts |= {"township_of": [v // 3 for v in range(12)], "institution_of": [0, 1, 2, 3, 4]}
    facts |= {"cap_a": [6, 2, 2, 2, 2], "cap_b": [6, 3, 3, 3, 3]}
    world = problem(facts)
    assert clashes.certain(world) == []
    for small in (1500, ROUGHLY):
        with pytest.raises(Infeasible, match="怎样结对都至少有 2 个岗位派不出人。"):
            solve(world, seconds=5, small=small)


def test_a_clash_that_counting_misses_is_proven_and_named():
    """Two villages, three people: each post alone can be filled, but not two different people everywhere."""
    facts = told(villages=2, townships=1, institutions=1, advisers=3, forbidden=0)
    facts |= {"institution_of": [0, 0, 0], "cap_a": [2, 0, 0], "cap_b": [1, 1, 0]}
    world = problem(facts)
    assert clashes.certain(world) == []
    for small in (1500, ROUGHLY):
        with pytest.raises(Infeasible, match="这些规定不能同时做到：.*A 岗和 B 岗不是同一个人.*放宽其中一条才有方案。"):
            solve(world, seconds=5, small=small)


def test_prices_stay_within_what_fairness_weighs():
    relaxation = Relaxation(problem(told()))
    prices = relaxation.prices(np.full(len(relaxation.units), 100.0))
    assert isinstance(prices, Prices)
    assert prices.demand.sum() == pytest.approx(relaxation.problem.fairness_weight)
