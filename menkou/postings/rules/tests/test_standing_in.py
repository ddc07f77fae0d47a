"""替班: B can act for A, as the district's rule says; without a rule nothing is asked."""

from dataclasses import replace

import pytest

from menkou.postings.rules.checker import broken_rules
from menkou.postings.rules.district import Infeasible
from menkou.postings.rules.explaining import explain
from menkou.postings.rules.planner import draw_up
from menkou.postings.rules.pricing import price
from menkou.postings.rules.repairing import repair
from menkou.postings.rules.substitutes import KNOWS, rule
from menkou.postings.rules.tests.worlds import district

LAND = frozenset({"land"})
OFF = {"b_kinds": 0, "b_shares_speciality": 0}
WORLD = district(villages=6, townships=1, firms=1, offices=1)  # f0-0, f0-1, f0-2 and o0-0, o0-1, o0-2
KINDS = {"f0-2": "trainee", "o0-0": "legal_service_worker", "o0-1": "legal_service_worker", "o0-2": "other"}
MIXED = replace(
    WORLD,
    villages=tuple(replace(one, needs=LAND) if one.key == "v0" else one for one in WORLD.villages),
    advisers=tuple(
        replace(one, kind=KINDS.get(one.key, "lawyer"), skills=LAND if one.key == "f0-1" else frozenset())
        for one in WORLD.advisers
    ),
)


def asked(**more):
    return replace(MIXED, stand_in=rule(OFF | more))


def both(a, b, village="v0", **more):
    """The faults of these two on one village, of those about standing in."""
    told = broken_rules(asked(**more), {village: (a, b)})
    return [one for one in told if "替" in one or "擅长" in one]


@pytest.mark.parametrize("b", ["f0-2", "o0-0", "o0-2"])
def test_without_a_rule_anybody_can_act_for_anybody(b):
    assert both("f0-0", b) == []


@pytest.mark.parametrize(
    ("number", "a", "b", "is_able"),
    [
        (1, "f0-0", "f0-1", True),
        (1, "f0-0", "o0-0", True),
        (1, "f0-0", "f0-2", False),
        (1, "o0-0", "o0-2", False),
        (2, "f0-0", "f0-1", True),
        (2, "f0-0", "o0-0", False),
        (2, "o0-0", "o0-1", True),
        (2, "o0-0", "f0-2", False),
    ],
)
def test_the_kinds_that_can_act_for_a_kind(number, a, b, is_able):
    assert (both(a, b, b_kinds=number) == []) == is_able


def test_the_checker_says_who_cannot_act_for_whom():
    assert both("f0-0", "f0-2", b_kinds=1) == ["第0村的 B 岗f0-2是实习律师，按本区规则不能替律师f0-0的 A 岗。"]
    assert both("f0-1", "f0-0", b_shares_speciality=2) == ["第0村的 B 岗f0-0不擅长村里最需要的事项。"]
    assert both("f0-0", "o0-0", b_shares_speciality=1) == ["第0村的 A 岗和 B 岗都不擅长村里最需要的事项。"]
    assert both("f0-1", "f0-0", b_shares_speciality=1) == []
    assert both("f0-0", "f0-2", village="v1", b_shares_speciality=2) == []


@pytest.mark.parametrize("more", [{"b_kinds": 2}, {"b_shares_speciality": 2}, {"b_kinds": 1, "b_shares_speciality": 1}])
def test_plans_repairs_prices_and_reasons_keep_to_it(more):
    world = asked(**more)
    plan = draw_up(world, seconds=10)
    assert broken_rules(world, plan.posts, plan.pairings) == []
    assert plan.bound <= plan.value
    bare = {**plan.posts, "v0": ("f0-0", "f0-2")}
    assert repair(world, bare).changed == ("v0",)
    told = price(world, plan.posts, "v0", "B", "f0-2")
    assert not told.allowed
    _, b = explain(world, {**plan.posts, "v0": ("f0-0", None)}, "v0", [("t0", "f0"), ("t0", "o0")])
    assert {"kind_of_b", "unknowing"} & set(b.unable)
    assert "f0-2" not in [one.adviser.key for one in b.next_best]


def test_a_rule_that_asks_nothing_changes_nothing():
    assert rule(OFF) == WORLD.stand_in
    assert draw_up(asked(), seconds=10).posts == draw_up(MIXED, seconds=10).posts


def test_where_nobody_can_act_for_a_the_village_is_named():
    ignorant = tuple(replace(one, skills=frozenset()) for one in MIXED.advisers)
    with pytest.raises(Infeasible, match="第0村排不出能替 A 岗的 B 岗：请放宽"):
        draw_up(replace(asked(b_shares_speciality=1), advisers=ignorant), seconds=5)


def test_locks_of_two_who_cannot_stand_in_for_each_other_are_named():
    world = replace(asked(b_kinds=1), locked={("v1", "A"): "f0-0", ("v1", "B"): "f0-2"})
    with pytest.raises(Infeasible, match="B 岗锁定给了f0-2，按本区规则替不了 A 岗：请解锁一个"):
        draw_up(world, seconds=5)


def test_every_choice_has_a_meaning():
    assert [rule(OFF | {"b_shares_speciality": number}).knows for number in range(3)] == list(KNOWS)
