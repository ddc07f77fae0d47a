"""Why these two: held against the checker and against the cost of whole plans, in random lawful districts."""

import random
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from menkou.postings.rules import wording
from menkou.postings.rules.checker import broken_rules
from menkou.postings.rules.district import Caps, Weights, Wish
from menkou.postings.rules.explaining import explain
from menkou.postings.rules.frame import Frame
from menkou.postings.rules.planner import Infeasible, Undecided, draw_up
from menkou.postings.rules.tests.test_checker import POSTS, WORLD
from menkou.postings.rules.tests.worlds import district, with_facts


def changed(posts, village, post, who):
    """The plan with one post in other hands."""
    a, b = posts[village]
    return {**posts, village: (who, b) if post == "A" else (a, who)}


def costs(world, posts):
    """What a whole plan costs, term by term."""
    who = {one.key: index for index, one in enumerate(world.advisers)}
    held = {index: tuple(who[key] for key in posts[one.key]) for index, one in enumerate(world.villages)}
    return Frame(world).terms(held)


def serving(world, posts):
    house = {one.key: one.institution for one in world.advisers}
    township = {one.key: one.township for one in world.villages}
    return {(township[village], house[who]) for village, both in posts.items() for who in both}


def alternatives(world, posts, village, post):
    """Whoever could take the post, found by asking the checker about everybody, with the whole plan's terms."""
    holder = posts[village]["AB".index(post)]
    for one in world.advisers:
        plan = changed(posts, village, post, one.key)
        if one.key != holder and not broken_rules(world, plan) and serving(world, plan) <= serving(world, posts):
            yield one.key, costs(world, plan)


def shuffled(world, posts, dice, times):
    """The plan after lawful changes at random: no longer the best."""
    for _ in range(times):
        village, post, who = dice.choice(world.villages), dice.choice("AB"), dice.choice(world.advisers)
        plan = changed(posts, village.key, post, who.key)
        if not broken_rules(world, plan):
            posts = plan
    return posts


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(
    seed=st.integers(0, 10**6),
    villages=st.integers(2, 8),
    townships=st.integers(1, 3),
    firms=st.integers(1, 3),
    offices=st.integers(1, 4),
    advisers_each=st.integers(1, 3),
    caps=st.builds(Caps, a=st.integers(1, 5), all=st.integers(2, 9)),
    forbidden=st.sampled_from([0.0, 0.2]),
    times=st.integers(0, 40),
)
def test_the_next_best_is_lawful_and_its_price_is_that_of_the_whole_plan(seed, times, **sizes):
    world, dice = with_facts(district(seed, **sizes), seed, unable=0.05, locks=seed % 2), random.Random(seed)
    try:
        posts = draw_up(world, seconds=5).posts
    except (Infeasible, Undecided):
        assume(False)
    posts = shuffled(world, posts, dice, times)
    before = costs(world, posts)
    village = dice.choice(world.villages).key
    for told in explain(world, posts, village):
        found = dict(alternatives(world, posts, village, told.post))
        assert told.able == len(found)
        assert told.able + sum(told.unable.values()) + 1 == len(world.advisers)
        cheapest = sorted(sum(terms.values()) - sum(before.values()) for terms in found.values())
        assert [one.costs_more for one in told.next_best] == pytest.approx(cheapest[:3], abs=0.01)
        less = [sum(more < -0.5 + close for more in cheapest) for close in (-0.01, 0.01)]  # half a point is a draw
        assert less[0] <= told.cheaper <= less[1]
        for one in told.next_best:
            after = found[one.adviser.key]
            assert one.more == pytest.approx({name: after[name] - before[name] for name in one.more}, abs=0.01)
            assert one.cost == pytest.approx(told.holder.cost + one.costs_more)


def only(world, posts, village, post, **more):
    """The explanation of one post."""
    return explain(world, posts, village, **more)["AB".index(post)]


def test_the_terms_of_the_holder_are_what_the_post_adds_to_the_plan():
    told = only(WORLD, POSTS, "v3", "B")

    assert told.holder.adviser.key == "o2-1"
    without = ("fit", "same_house", "unfair", "change", "unskilled", "wishes")
    assert told.holder.terms == {"travel_b": 0.0, "pairings": 400.0, **dict.fromkeys(without, 0.0)}
    assert set(told.holder.terms) < set(wording.TERMS)
    assert told.holder.more == {}


@pytest.mark.parametrize(
    ("village", "post", "unable"),
    [
        ("v1", "A", {"other_post": 1, "not_paired": 1}),
        ("v3", "A", {"other_post": 1, "not_paired": 1}),
        ("v3", "B", {"other_post": 1, "not_paired": 1}),
    ],
)
def test_who_cannot_is_counted_under_the_first_reason(village, post, unable):
    told = only(WORLD, POSTS, village, post)

    assert (told.able, told.next_best, told.unable) == (0, (), unable)


FIRM_2 = replace(WORLD.advisers[0], key="f-2")
MORE = replace(WORLD, advisers=(*WORLD.advisers, FIRM_2))


def test_a_colleague_takes_the_post():
    told = only(MORE, POSTS, "v1", "A")

    assert [one.adviser.key for one in told.next_best] == ["f-2"]
    assert told.next_best[0].institution.key == "f"


@pytest.mark.parametrize(
    ("world", "village", "post", "reason"),
    [
        (replace(MORE, forbidden=frozenset({("f-2", "v1")})), "v1", "A", "conflict"),
        (replace(MORE, advisers=(*WORLD.advisers, replace(FIRM_2, cap_a=0))), "v1", "A", "never_a"),
        (replace(MORE, advisers=(*WORLD.advisers, replace(FIRM_2, cap_all=0))), "v2", "B", "full"),
    ],
)
def test_each_reason_is_named(world, village, post, reason):
    assert only(world, POSTS, village, post).unable.get(reason) == 1
    assert reason in wording.UNABLE


def changed_adviser(key, **more):
    return replace(MORE, advisers=tuple(replace(one, **more) if one.key == key else one for one in MORE.advisers))


@pytest.mark.parametrize(
    ("world", "post", "reason"),
    [
        (changed_adviser("f-2", unable="licence"), "A", "licence"),
        (changed_adviser("f-2", unable="away"), "A", "away"),
        (changed_adviser("f-2", unable="something new"), "A", "away"),
        (replace(MORE, locked={("v1", "A"): "f-1"}), "A", "locked"),
        (replace(MORE, locked={("v1", "B"): "f-2"}), "A", "locked"),
    ],
)
def test_who_may_hold_no_post_and_what_is_locked_is_named(world, post, reason):
    told = only(world, POSTS, "v1", post)

    assert told.unable.get(reason)
    assert reason in wording.UNABLE


def test_the_terms_of_what_a_district_adds_are_told_for_everybody():
    village = replace(MORE.villages[0], needs=frozenset({"land"}))
    world = replace(
        MORE,
        villages=(village, *MORE.villages[1:]),
        incumbents={("v1", "A"): "f-1"},
        wishes=(Wish("v1", adviser="f-2"), Wish("v1", institution="f", weight=-1)),
        weights=Weights(change_a=70),
    )
    told = only(world, POSTS, "v1", "A")

    assert {name: told.holder.terms[name] for name in ("change", "unskilled", "wishes")} == {
        "change": 0,
        "unskilled": 50,
        "wishes": 400,
    }
    (other,) = told.next_best
    assert (other.more["change"], other.more["wishes"]) == (70, -200)
    assert told.weights.change_a == 70


def test_full_on_the_a_posts_is_not_full_in_all():
    posts = {"v1": ("f-1", "o1-1"), "v2": ("f-2", "o1-1"), "v3": ("f-2", "o2-1")}

    assert only(MORE, posts, "v1", "A").unable == {"a_full": 1, "other_post": 1, "not_paired": 1}
    assert [one.adviser.key for one in only(MORE, posts, "v1", "B").next_best] == ["f-2"]


def test_a_township_keeps_a_firm_and_its_own_office():
    world = replace(MORE, caps=Caps(3, 6))
    posts = {"v1": ("f-1", "o1-1"), "v2": ("f-1", "f-2"), "v3": ("f-1", "o2-1")}

    assert only(world, posts, "v1", "B").unable["kind_lost"] == 1
    homes = tuple(replace(one, home="t1") if one.key == "o2" else one for one in world.institutions)
    with_two = {**posts, "v2": ("f-1", "o2-1")}
    told = only(replace(world, institutions=homes), with_two, "v1", "B")
    assert told.unable == {"other_post": 1, "home_lost": 2}


def test_institutions_that_belong_together_on_record_may_come():
    told = only(MORE, POSTS, "v3", "B", paired=[("t2", "o1"), ("t1", "o2")])

    assert told.unable == {"other_post": 1, "kind_lost": 1, "home_lost": 1}
    homeless = tuple(replace(one, home=None) for one in WORLD.institutions)
    told = only(replace(MORE, institutions=homeless), POSTS, "v3", "B", paired=[("t2", "o1")])
    assert [(one.adviser.key, one.more["pairings"]) for one in told.next_best] == [("o1-1", 0.0)]


def test_a_vacant_post_has_no_holder_and_prices_of_its_own():
    posts = {**POSTS, "v1": (None, "o1-1")}
    told = only(MORE, posts, "v1", "A")

    assert told.holder is None
    assert {one.adviser.key for one in told.next_best} == {"f-1", "f-2"}
    for one in told.next_best:
        filled = costs(MORE, {**POSTS, "v1": (one.adviser.key, "o1-1")})
        assert one.more == {}
        assert one.terms["travel_a"] <= filled["travel_a"]


def test_what_the_district_does_not_know_is_left_out():
    posts = {**POSTS, "v9": ("f-2", "f-2"), "v2": ("nobody", "f-1")}

    assert only(MORE, posts, "v2", "A").holder is None
    with pytest.raises(KeyError):
        explain(MORE, posts, "v9")


def test_no_solver_is_loaded():
    asked = "import sys, menkou.postings.rules.explaining; print('ortools' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
