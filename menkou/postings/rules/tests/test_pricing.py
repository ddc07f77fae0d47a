"""One post moved by hand: its price is the difference of two whole plans, and the checker says whether it may be."""

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from menkou.postings.rules.checker import broken_rules
from menkou.postings.rules.district import Caps, Infeasible
from menkou.postings.rules.frame import Frame
from menkou.postings.rules.planner import draw_up
from menkou.postings.rules.pricing import price, swap
from menkou.postings.rules.seats import seats
from menkou.postings.rules.tests.test_checker import POSTS, WORLD
from menkou.postings.rules.tests.worlds import district, value, with_facts

MORE = replace(WORLD, advisers=(*WORLD.advisers, replace(WORLD.advisers[0], key="f-2", x_km=5)))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(seed=st.integers(0, 10**6), villages=st.integers(2, 6), limit=st.sampled_from([0, 3]))
def test_the_price_is_the_difference_of_the_plans_and_the_rules_decide(seed, villages, limit):
    caps = Caps(4, 8, institutions=limit, townships=0)
    world = with_facts(district(seed, villages=villages, advisers_each=2, caps=caps, forbidden=0.1), seed, locks=1)
    try:
        posts = draw_up(world, seconds=5).posts
    except Infeasible:
        assume(False)
    dice = random.Random(seed)
    for _ in range(10):
        village, post, who = dice.choice(world.villages).key, dice.choice("AB"), dice.choice(world.advisers).key
        a, b = posts[village]
        after = {**posts, village: (who, b) if post == "A" else (a, who)}
        told = price(world, posts, village, post, who)
        assert told.allowed == (not broken_rules(world, after))
        assert told.why == "".join(broken_rules(world, after))
        if told.allowed:
            assert told.costs_more == pytest.approx(value(world, after) - value(world, posts), abs=0.01)


def test_a_move_names_the_rule_that_it_breaks():
    assert price(MORE, POSTS, "v1", "A", "o1-1") == price(MORE, POSTS, "v1", "A", "o1-1")
    assert price(MORE, POSTS, "v1", "A", "o1-1").why == "东村的 A 岗和 B 岗是同一个人（o1-1）。"
    told = price(MORE, POSTS, "v3", "B", "f-2")
    assert (told.allowed, told.why) == (False, "t2没有法律服务所负责。o2没有服务本镇街t2。")


def test_a_move_that_is_allowed_tells_what_it_costs_term_by_term():
    told = price(MORE, POSTS, "v1", "A", "f-2")
    assert (told.allowed, told.why) == (True, "")
    assert told.more["travel_a"] == 68


def test_nothing_changes_where_the_same_person_is_put():
    told = price(MORE, POSTS, "v1", "A", "f-1")
    assert (told.allowed, told.costs_more) == (True, 0)


def test_what_was_broken_before_is_not_the_moves_fault():
    tired = replace(MORE, caps=Caps(1, 3))
    broken = {**POSTS, "v2": ("f-1", "o1-1"), "v3": ("f-1", "o2-1")}  # three A-posts, one allowed
    assert price(tired, broken, "v1", "A", "f-2").allowed
    assert price(tired, {**broken, "v1": (None, "o1-1")}, "v1", "A", "f-1").why == "f-1有 3 个 A 岗，至多 1 个。"


def test_a_vacant_post_is_filled_and_a_stranger_replaced():
    assert price(MORE, {**POSTS, "v1": (None, "o1-1")}, "v1", "A", "f-2").allowed
    assert price(MORE, {**POSTS, "v1": ("gone", "o1-1"), "v9": ("x", "y")}, "v1", "A", "f-2").allowed
    assert price(MORE, {}, "v1", "A", "f-2").allowed


def test_a_post_left_vacant_is_not_allowed():
    assert price(MORE, POSTS, "v1", "A", None).why == "东村的 A 岗空缺。"


def test_whoever_is_not_there_cannot_be_asked_about():
    for village, who in (("v9", "f-1"), ("v1", "gone")):
        with pytest.raises(KeyError):
            price(MORE, POSTS, village, "A", who)


def test_two_change_places_where_neither_could_move_alone():
    full = replace(MORE, caps=Caps(2, 3, townships=2))
    posts = {"v1": ("f-1", "o1-1"), "v2": ("f-1", "f-2"), "v3": ("f-2", "o2-1")}
    told = swap(full, posts, ("v1", "A"), ("v3", "A"))
    assert told.allowed
    after = {"v1": ("f-2", "o1-1"), "v2": ("f-1", "f-2"), "v3": ("f-1", "o2-1")}
    assert told.costs_more == pytest.approx(value(full, after) - value(full, posts))
    assert not swap(full, posts, ("v1", "A"), ("v1", "B")).more["pairings"]


def test_posts_by_position_leave_strangers_out():
    frame = Frame(WORLD)
    assert seats(frame, {"v1": ("gone", "f-1"), "v9": ("f-1", "f-1")}) == {
        0: (None, 0),
        1: (None, None),
        2: (None, None),
    }
