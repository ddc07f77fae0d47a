"""With the pairs given, all posts at once: the linear programme never above the best plan, the whole numbers always a plan."""

import dataclasses
import math

import numpy as np
from hypothesis import HealthCheck, given, settings

from bench.posting_districts import Size, district
from menkou.postings.rules.allotment.answering import posts_of
from menkou.postings.rules.allotment.checker import judged
from menkou.postings.rules.allotment.planner import solve
from menkou.postings.rules.allotment.refining import refined
from menkou.postings.rules.allotment.settling import by_least_cost, linear, settled
from menkou.postings.rules.allotment.tests.worlds import any_district, least_cost, problem, told

QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]


def pairs_in(world, answer):
    """The pairs of an answer's plan."""
    return world.pairs_of(*posts_of(world, dataclasses.asdict(answer)))


@settings(max_examples=40, deadline=None, suppress_health_check=QUIET)
@given(any_district(villages=3, advisers=4))
def test_with_the_pairs_of_a_best_plan_the_linear_programme_is_no_dearer_and_the_plan_is_one(facts):
    best = least_cost(facts)
    if best is not None:
        world = problem(facts)
        answer = solve(world)
        found = linear(world, pairs_in(world, answer))
        assert found is not None
        assert found.value <= best + 1e-6
        if posts := settled(world, found, math.inf):
            value, broken = judged(facts, *(world.in_order_of_file(one) for one in posts))
            assert broken == []
            assert value >= best


def test_pairs_that_are_too_few_have_no_programme_and_fall_out():
    world = problem(told(3, villages=20, townships=3, institutions=5, advisers=12, forbidden=0))
    everyone = np.ones((world.institutions, world.townships), bool)
    nobody = np.zeros_like(everyone)
    assert linear(world, nobody) is None
    assert [one.pairs.all() for one in by_least_cost(world, [nobody, everyone], math.inf)] == [True]


def test_settled_at_once_posts_cost_no_more_than_evened_out():
    facts = district(1, Size(townships=4, villages=110, firms=3, offices=4, advisers=30))
    world = problem(facts)
    pairs = pairs_in(world, solve(world, steps=20))
    found = linear(world, pairs)
    assert found is not None
    posts = settled(world, found, math.inf)
    assert posts is not None
    even = np.full(world.advisers, world.fairness_weight / world.advisers)
    evened, *_ = next(refined(world, pairs, even, math.inf))
    assert found.value - 1e-6 <= world.cost(*posts) <= evened
