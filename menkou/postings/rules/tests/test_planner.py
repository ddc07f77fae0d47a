"""The planner: what it promises of every plan, and what it says when there is none."""

import contextlib
import math
import subprocess
import sys
from dataclasses import replace
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from menkou.postings.rules import planner, wording
from menkou.postings.rules.checker import broken_rules
from menkou.postings.rules.district import Caps, Weights, Wish
from menkou.postings.rules.frame import Frame
from menkou.postings.rules.pairing import pair_up
from menkou.postings.rules.planner import Infeasible, Undecided, draw_up
from menkou.postings.rules.solver import Programme
from menkou.postings.rules.tests.worlds import district, with_facts, with_substitutes


def test_a_plan_obeys_every_rule_and_tells_its_own_cost():
    world = district()
    plan = draw_up(world, seconds=20)
    assert broken_rules(world, plan.posts, plan.pairings) == []
    assert plan.value == pytest.approx(sum(plan.terms.values()))
    assert plan.bound <= plan.value
    assert plan.gap == pytest.approx((plan.value - plan.bound) / plan.value)
    assert plan.bound_covers == "district"
    assert set(plan.reasons) == set(plan.posts) == {one.key for one in world.villages}


def test_where_it_is_known_of_no_place_where_it_lies_no_distance_is_told():
    world = district(3, villages=8, advisers_each=2)
    assert all("公里" in one for one in draw_up(world, seconds=5).reasons.values())
    nowhere = replace(
        world,
        villages=tuple(replace(one, x_km=1, y_km=1, is_mapped=False) for one in world.villages),
        advisers=tuple(replace(one, x_km=1, y_km=1, is_mapped=False) for one in world.advisers),
    )
    told = draw_up(nowhere, seconds=5).reasons.values()
    assert all(one.startswith("两岗") for one in told)


def test_one_seed_gives_one_plan():
    world = district(3, villages=8, advisers_each=2)
    one, other = (draw_up(world, seconds=20, seed=5) for _ in range(2))
    assert (one.posts, one.pairings, one.value) == (other.posts, other.pairings, other.value)


def test_a_larger_district_is_solved_in_stages_and_its_bound_still_covers_the_whole():
    world = district(2, villages=90, townships=3, firms=3, offices=3, advisers_each=5)
    plan = draw_up(world, seconds=6)
    assert plan.bound_covers == "district"
    assert plan.bound <= plan.bound_given_pairs <= plan.value + 1e-6
    assert plan.gap_given_pairs < 0.05
    assert broken_rules(world, plan.posts, plan.pairings) == []
    assert plan.gap < 0.1


def test_the_two_posts_of_a_village_are_of_two_institutions_where_that_is_possible():
    world = district(4, villages=8)
    house = {one.key: one.institution for one in world.advisers}
    plan = draw_up(world, seconds=20)
    assert all(house[a] != house[b] for a, b in plan.posts.values())


def test_the_district_cap_holds_even_where_a_persons_own_is_higher():
    world = district(caps=Caps(2, 4), villages=10, advisers_each=2)
    plan = draw_up(world, seconds=20)
    held = [a for a, _ in plan.posts.values()]
    assert max(held.count(one.key) for one in world.advisers) <= 2


def test_a_person_without_a_posts_only_stands_in():
    world = district()
    trainee = replace(world.advisers[0], kind="trainee", cap_a=0)
    plan = draw_up(replace(world, advisers=(trainee, *world.advisers[1:])), seconds=20)
    assert trainee.key not in {a for a, _ in plan.posts.values()}


def test_too_few_advisers_are_counted_in_the_sentence():
    world = district(villages=90, townships=2, advisers_each=3)
    with pytest.raises(Infeasible) as told:
        draw_up(world, seconds=5)
    assert "差 3 名法律顾问：90 个村居要 90 个 A 岗，现有 12 名法律顾问最多能担 72 个，还差 18 个" in str(told.value)


def test_a_district_without_firms_says_so():
    world = district(firms=0, offices=4)
    with pytest.raises(Infeasible, match="律师事务所人手不够：2 个镇街各要有一家律师事务所负责.*还差 2 个"):
        draw_up(world, seconds=5)


def test_a_village_that_nobody_may_serve_is_named():
    world = district()
    away = frozenset((one.key, "v7") for one in world.advisers[1:])
    with pytest.raises(Infeasible, match="第7村的两个岗位派不出人：11 名法律顾问须回避，只剩 1 名，还差 1 名"):
        draw_up(replace(world, forbidden=away), seconds=5)


def test_an_office_that_may_not_serve_its_own_township_is_named():
    world = district()
    mine = [one.key for one in world.advisers if one.institution == "o0"]
    away = frozenset((who, village.key) for who in mine for village in world.villages if village.township == "t0")
    with pytest.raises(Infeasible, match="第0法律服务所不能服务本镇街第0镇，还差 1 个岗位"):
        draw_up(replace(world, forbidden=away), seconds=10)


def test_a_township_too_small_for_its_offices_is_named():
    world = district(villages=1, townships=1, firms=1, offices=2)
    with pytest.raises(
        Infeasible, match="第0镇只有 2 个岗位，本镇街的 2 家法律服务所和 1 家律师事务所各要一个，还差 1 个"
    ):
        draw_up(world, seconds=5)


def test_no_village_is_no_plan():
    with pytest.raises(Infeasible, match="没有村居"):
        draw_up(replace(district(), villages=()), seconds=5)


def test_too_little_time_is_not_called_impossible():
    world = district(2, villages=90, townships=3, firms=3, offices=3, advisers_each=5)
    with contextlib.suppress(Undecided):  # either ending is right, on a fast machine or a slow one
        plan = draw_up(world, seconds=0.01)
        assert broken_rules(world, plan.posts) == []


def test_whoever_waits_is_told_each_stage_with_what_is_known_by_then():
    steps = []
    world = district(2, villages=90, townships=3, firms=3, offices=3, advisers_each=5)
    plan = draw_up(world, seconds=6, progress=lambda step: bool(steps.append(step)))
    stages = [step.stage for step in steps]
    assert list(dict.fromkeys(stages)) == ["pairing", "first_plan", "exchanging", "improving", "done"]
    assert set(stages) <= set(wording.STAGES)
    values = [step.value for step in steps if step.stage in ("exchanging", "improving")]
    assert values == sorted(values, reverse=True)
    assert (steps[-1].value, steps[-1].bound) == (plan.value, plan.bound)
    known = [step.bound for step in steps[:-1] if step.bound is not None]
    assert known == sorted(known)
    assert all(
        bound <= plan.bound + 0.001 for bound in known
    )  # that of the same pairs is higher, and none of all plans


def test_how_near_the_best_a_plan_is_is_told_while_it_gets_better():
    world, steps = district(3, villages=24, townships=3, firms=2, offices=3, advisers_each=3), []
    start = draw_up(world, seconds=3).posts
    with patch.object(planner, "SOLVED_WHOLE", 0):
        draw_up(world, seconds=3, start=start, progress=lambda step: bool(steps.append(step)))
    told = [step for step in steps if step.stage == "improving"]
    assert told
    assert all(0 < step.bound <= step.value for step in told)


def test_a_plan_that_the_solver_had_no_bound_for_has_a_finite_one():
    def without_a_bound(self, **how):
        return replace(solve(self, **how), status="stopped", bound=-math.inf)

    solve = Programme.solve
    with patch.object(Programme, "solve", without_a_bound):
        plan = draw_up(district(villages=8, advisers_each=2), seconds=20)
    assert 0 < plan.bound <= plan.value


def test_a_large_district_is_paired_where_one_institution_must_take_both_posts_of_villages():
    world = district(villages=20, townships=1, firms=1, offices=1, advisers_each=3, caps=Caps(12, 12, institutions=2))
    few = tuple(replace(one, cap_all=4) if one.institution == "o0" else one for one in world.advisers)
    pairs = pair_up(Frame(replace(world, advisers=few)), seconds=5, seed=1)
    assert sorted(pairs) == [(0, 0), (1, 0)]


def test_stopped_while_posts_are_exchanged_the_best_so_far_is_the_plan():
    world = district(2, villages=90, townships=3, firms=3, offices=3, advisers_each=5)
    plan = draw_up(world, seconds=6, progress=lambda step: step.stage == "exchanging")
    assert broken_rules(world, plan.posts, plan.pairings) == []


@pytest.mark.parametrize("stage", ["pairing", "first_plan"])
def test_stopped_before_there_is_a_plan_nothing_is_claimed(stage):
    world = district(2, villages=90, townships=3, firms=3, offices=3, advisers_each=5)
    with pytest.raises(Undecided):
        draw_up(world, seconds=20, progress=lambda step: step.stage == stage)


def test_wishes_that_are_not_honoured_are_listed():
    village, other = Wish("v0", adviser="f0-0", weight=9), Wish("v0", adviser="f0-0", weight=-1)
    plan = draw_up(replace(district(villages=6), wishes=(village, other, Wish("v99", adviser="f0-0"))), seconds=20)
    assert "f0-0" in plan.posts["v0"]
    assert plan.unmet_wishes == (other,)
    assert plan.terms["wishes"] == 200


def test_who_serves_today_keeps_the_post_where_that_costs_little():
    world = district(villages=6)
    plan = draw_up(world, seconds=20)
    swapped = {(key, post): who for key, both in plan.posts.items() for post, who in zip("BA", both, strict=True)}
    again = draw_up(replace(world, incumbents=swapped, weights=Weights(change_a=5000, change_b=5000)), seconds=20)
    kept = sum(again.posts[key]["AB".index(post)] == who for (key, post), who in swapped.items())
    assert kept > len(swapped) / 2


def test_a_key_told_twice_is_refused():
    world = district()
    with pytest.raises(ValueError, match="share one key"):
        replace(world, villages=(*world.villages, world.villages[0]))


def test_the_solver_is_not_loaded_until_a_plan_is_drawn_up():
    asked = "import sys, menkou.postings.rules.planner; print('ortools' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 10**6),
    villages=st.integers(1, 14),
    townships=st.integers(1, 3),
    firms=st.integers(0, 2),
    offices=st.integers(0, 3),
    advisers_each=st.integers(1, 3),
    caps=st.builds(Caps, a=st.integers(1, 6), all=st.integers(2, 12), institutions=st.sampled_from([0, 0, 3])),
    forbidden=st.sampled_from([0.0, 0.1, 0.5]),
    facts=st.booleans(),
    locks=st.integers(0, 3),
)
def test_whatever_the_district_there_is_a_lawful_plan_or_a_sentence(facts, locks, **sizes):
    world = district(**sizes)
    if facts:
        world = with_substitutes(with_facts(world, sizes["seed"], locks=locks), sizes["seed"])
    plan, clashes = _plan_or_clashes(world)
    if plan is None:
        assert clashes
        assert all(sentence.endswith("。") for sentence in clashes)
        return
    assert broken_rules(world, plan.posts, plan.pairings) == []
    assert plan.bound <= plan.value
    assert Frame(world).terms(_indexed(world, plan.posts)) == pytest.approx(plan.terms)


def _plan_or_clashes(world):
    try:
        return draw_up(world, seconds=10), []
    except Infeasible as told:
        return None, told.clashes


def _indexed(world, posts):
    who = {one.key: index for index, one in enumerate(world.advisers)}
    return {index: tuple(who[key] for key in posts[one.key]) for index, one in enumerate(world.villages)}
