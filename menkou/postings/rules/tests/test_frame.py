"""What a plan costs: counted from the posts alone, and added up from what the planner adds up."""

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menkou.postings.rules import suiting, wording
from menkou.postings.rules.district import Adviser, Caps, District, Institution, Village, Weights, Wish
from menkou.postings.rules.frame import WORK_A, WORK_B, Frame
from menkou.postings.rules.tests.worlds import district, indexed, with_facts

WORLD = District(
    villages=(Village("v1", "t1", 0, 0), Village("v2", "t1", 0, 0)),
    advisers=(Adviser("f-1", "f", 0, 0), Adviser("f-2", "f", 0, 0), Adviser("o-1", "o", 0, 0)),
    institutions=(Institution("f", "law_firm"), Institution("o", "legal_service_office", "t1")),
    caps=Caps(2, 3),
)
POSTS = {"v1": ("f-1", "o-1"), "v2": ("o-1", "f-1")}


def terms(world, posts=POSTS):
    """The terms that are not nothing."""
    return {name: cost for name, cost in Frame(world).terms(indexed(world, posts)).items() if cost}


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), sizes=st.tuples(*[st.integers(1, 4)] * 4))
def test_the_terms_add_up_to_what_the_planner_adds_up(seed, sizes):
    villages, townships, firms, offices = sizes
    plain = district(seed, villages=villages, townships=townships, firms=firms, offices=offices, advisers_each=2)
    world = with_facts(plain, seed)
    frame, dice = Frame(world), random.Random(seed)
    posts = {at: tuple(dice.sample(range(frame.advisers), 2)) for at in range(frame.villages)}
    cost, work, pairs = 0.0, np.zeros(frame.advisers), set()
    for at, (a, b) in posts.items():
        house, other = frame.institution_of[[a, b]]
        cost += frame.cost_a[a, at] + frame.cost_b[b, at] + (frame.together[house, at] if house == other else 0)
        work[a] += WORK_A * frame.demand[at]
        work[b] += WORK_B * frame.demand[at]
        pairs |= {(house, frame.township_of[at]), (other, frame.township_of[at])}
    cost += frame.weights.unfair * np.maximum(0, work - frame.fair_share).sum() / frame.mean_demand
    cost += sum(frame.pairing[pair] for pair in pairs)
    assert frame.value(posts) == pytest.approx(cost, abs=0.01)
    assert set(frame.terms(posts)) == set(wording.TERMS)
    assert all(one >= 0 for one in frame.terms(posts).values())


def test_a_district_that_says_nothing_more_costs_roads_pairs_and_unfairness():
    assert terms(WORLD) == {"pairings": 800.0, "unfair": 182.0}


def test_somebody_new_costs_on_either_post_and_half_where_the_two_change_places():
    held = {("v1", "A"): "f-1", ("v1", "B"): "f-2", ("v2", "A"): "f-1", ("v2", "B"): "o-1"}
    assert terms(replace(WORLD, incumbents=held))["change"] == 50 + (75 + 25)


def test_whom_the_district_does_not_know_cannot_be_kept():
    assert "change" not in terms(replace(WORLD, incumbents={("v1", "A"): "gone"}))


def test_a_village_whose_need_nobody_knows_costs_and_half_where_one_does():
    villages = tuple(replace(one, needs=frozenset({"land", "debt"})) for one in WORLD.villages)
    world = replace(WORLD, villages=villages)
    assert terms(world)["unskilled"] == 200
    skilled = replace(WORLD.advisers[0], skills=frozenset({"debt", "family"}))
    assert terms(replace(world, advisers=(skilled, *WORLD.advisers[1:])))["unskilled"] == 100


@pytest.mark.parametrize(
    ("wish", "cost"),
    [
        (Wish("v1", adviser="f-1"), 0),
        (Wish("v1", adviser="o-1", weight=2), 0),
        (Wish("v1", adviser="f-2", weight=2), 400),
        (Wish("v1", adviser="gone"), 200),
        (Wish("v1", institution="o"), 0),
        (Wish("v1", institution="nobody"), 200),
        (Wish("v1", adviser="f-1", weight=-1), 200),
        (Wish("v1", adviser="f-2", weight=-1), 0),
        (Wish("v1", institution="f", weight=-0.5), 100),
        (Wish("v9", adviser="f-1"), 0),
    ],
)
def test_a_wish_costs_where_it_is_not_honoured(wish, cost):
    world = replace(WORLD, wishes=(wish,))
    assert terms(world).get("wishes", 0) == cost
    unmet = [one for one, at in Frame(world).wishes if Frame(world).is_unmet(one, indexed(world, POSTS)[at])]
    assert unmet == ([wish] if cost else [])


def test_one_team_costs_nothing_where_it_was_wished_for_and_two_houses_do():
    posts = {**POSTS, "v1": ("f-1", "f-2")}
    assert terms(WORLD, posts)["same_house"] == 1000
    team = (replace(WORLD.villages[0], one_team=True), WORLD.villages[1])
    world = replace(WORLD, villages=team)
    assert "same_house" not in terms(world, posts)
    assert terms(world)["wishes"] == 200


def test_every_weight_is_the_districts_own():
    doubled = Weights(*(2 * one for one in vars(Weights()).values()))
    world = with_facts(district(5), 5)
    posts = {index: (index % 6, 6 + index % 5) for index in range(len(world.villages))}
    one, other = (Frame(replace(world, weights=weights)) for weights in (replace(Weights(), b_share=0.6), doubled))
    for name, cost in one.terms(posts).items():
        assert other.terms(posts)[name] == pytest.approx(2 * cost, rel=0.01), name
    assert len(wording.scale(doubled)) == len(wording.scale())
    assert wording.scale(doubled) != wording.scale()


@pytest.mark.parametrize(("share", "points"), [(0.5, 0), (0.25, 100), (0.125, 200), (1.0, 0), (0.7, 0), (0.0, 500)])
def test_a_township_too_large_for_the_share_costs_for_each_doubling(share, points):
    villages = (Village("v1", "t1", 0, 0, 3.0), Village("v2", "t2", 0, 0, 3.0))
    firm = replace(WORLD.institutions[0], share=share)
    world = replace(WORLD, villages=villages, institutions=(firm, WORLD.institutions[1]))
    assert suiting.fit(world)[0].tolist() == [points, points]


def test_a_township_far_too_small_costs_too_and_heads_count_within_a_kind():
    villages = (Village("v1", "t1", 0, 0, 1.0), Village("v2", "t2", 0, 0, 7.0))
    firms = tuple(Institution(f"g{n}", "law_firm", headcount=heads) for n, heads in enumerate((6, 2)))
    world = replace(WORLD, villages=villages, institutions=(*WORLD.institutions, *firms))
    assert suiting.shares(world) == [0.2, 1.0, 0.6, 0.2]
    assert suiting.fit(world)[1].tolist() == [200, 0]  # an eighth of the work for the only office


def test_equal_townships_and_equal_houses_suit_each_other():
    assert not suiting.fit(district(townships=3, firms=3, offices=3, villages=9)).max() > 60
