"""Worlds so small that every plan can be looked at: what the planner, the repair and the clashes say is held to that."""

from dataclasses import replace
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from menkou.postings.rules import planner
from menkou.postings.rules.checker import broken_rules
from menkou.postings.rules.district import Caps, Infeasible
from menkou.postings.rules.planner import WHOLE_GAP, draw_up
from menkou.postings.rules.repairing import repair
from menkou.postings.rules.shortfall import relaxings
from menkou.postings.rules.tests.worlds import district, lawful, serving, value, with_facts, with_substitutes

TINY = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _world(plain, seed, **facts):
    """With facts; every other world with a rule on who can act for whom."""
    world = with_facts(plain, seed, **facts)
    return with_substitutes(world, seed) if seed // 2 % 2 else world


worlds = st.builds(
    lambda seed, villages, townships, each, locks, unable, forbidden, caps: _world(
        district(
            seed,
            villages=villages,
            townships=townships,
            firms=1 + seed % 2,
            offices=townships,
            advisers_each=1 if townships + seed % 2 > 1 else each,
            caps=caps,
            forbidden=forbidden,
        ),
        seed,
        unable=unable,
        locks=locks,
    ),
    seed=st.integers(0, 10**6),
    villages=st.integers(1, 3),
    townships=st.integers(1, 2),
    each=st.integers(1, 2),
    locks=st.integers(0, 2),
    unable=st.sampled_from([0.0, 0.2]),
    forbidden=st.sampled_from([0.0, 0.15]),
    caps=st.builds(
        Caps, a=st.integers(1, 3), all=st.integers(1, 5), institutions=st.integers(0, 3), townships=st.integers(0, 2)
    ),
)


def paired(plan):
    return {(one.township, one.institution) for one in plan.pairings}


@TINY
@given(world=worlds)
def test_in_stages_too_a_plan_is_lawful_and_its_bound_is_below_every_plan_with_its_pairs(world):
    every = [posts for posts in lawful(world)]
    if not every:
        return
    with patch.object(planner, "SOLVED_WHOLE", 0):
        plan = draw_up(world, seconds=10)
    assert broken_rules(world, plan.posts, plan.pairings) == []
    assert plan.value == pytest.approx(value(world, plan.posts), abs=0.01)
    same = [posts for posts in every if plan.bound_covers == "district" or serving(world, posts) == paired(plan)]
    assert plan.bound <= min(value(world, posts) for posts in same) + 0.01


@TINY
@given(world=worlds)
def test_the_best_plan_of_all_is_found_or_a_clash_where_there_is_none(world):
    every = [value(world, posts) for posts in lawful(world)]
    if not every:
        with pytest.raises(Infeasible) as told:
            draw_up(world, seconds=10)
        assert all(sentence.endswith("。") for sentence in told.value.clashes)
        return
    plan = draw_up(world, seconds=10)
    assert broken_rules(world, plan.posts, plan.pairings) == []
    assert plan.bound <= min(every) + 0.01
    assert plan.value == pytest.approx(value(world, plan.posts), abs=0.01)
    if plan.bound_covers == "district":
        assert plan.value <= min(every) / (1 - WHOLE_GAP) + 0.01


@TINY
@given(world=worlds, dice=st.randoms(use_true_random=False))
def test_a_repair_changes_the_fewest_villages_that_can_do(world, dice):
    people = [*(one.key for one in world.advisers), "gone", None]
    today = {one.key: (dice.choice(people), dice.choice(people)) for one in world.villages if dice.random() < 0.9}
    every = list(lawful(world))
    if every and dice.random() < 0.7:  # a plan that was lawful but for a post or two
        today = dict(dice.choice(every))
        for one in dice.sample(world.villages, dice.randint(0, len(world.villages))):
            a, b = today[one.key]
            today[one.key] = dice.choice([(None, b), (a, "gone"), (b, a)])
    if not every:
        with pytest.raises(Infeasible):
            repair(world, today)
        return
    mended = repair(world, today)
    changes = [sum(today.get(one.key) != posts[one.key] for one in world.villages) for posts in every]
    assert broken_rules(world, mended.posts) == []
    assert len(mended.changed) == min(changes)
    assert mended.proven
    assert list(mended.changed) == [one.key for one in world.villages if today.get(one.key) != mended.posts[one.key]]
    assert mended.value == pytest.approx(value(world, mended.posts), abs=0.01)


def relaxed(world, told):
    """The district with everything done that the clashes ask for."""
    for one in told:
        if one.what == "lock":
            world = replace(world, locked={key: who for key, who in world.locked.items() if key != one.about})
        elif one.what == "unable":
            able = tuple(replace(each, unable="" if each.key in one.about else each.unable) for each in world.advisers)
            world = replace(world, advisers=able)
        elif one.what == "stand_in":
            eased = tuple(
                replace(each, needs=frozenset()) if each.key in one.about else each for each in world.villages
            )
            world = replace(world, villages=eased) if not world.stand_in.kinds else None
            if world is None:
                return None  # of kinds no village alone can be let off
        elif one.what in ("institutions", "townships"):
            caps = replace(world.caps, **{one.what: getattr(world.caps, one.what) + one.much})
            world = replace(world, caps=caps)
        else:
            return None  # posts that nobody can take
    return world


@TINY
@given(world=worlds)
def test_what_clashes_is_true_and_giving_way_there_is_enough(world):
    told = relaxings(world, seconds=10, seed=1)
    feasible = any(True for _ in lawful(world))
    known = all(who in {one.key for one in world.advisers} for who in world.locked.values())
    if known:
        assert feasible == (not told)
    assert not (feasible and relaxings(world, seconds=10, seed=1, people=False))
    eased = relaxed(world, told)
    if told and eased is not None:
        assert any(True for _ in lawful(eased)), [one.words for one in told]
        for one in told:  # and nothing is named that need not give way
            assert not any(True for _ in lawful(relaxed(world, [each for each in told if each is not one])))


@pytest.mark.nightly
@pytest.mark.parametrize(
    "test",
    [
        test_in_stages_too_a_plan_is_lawful_and_its_bound_is_below_every_plan_with_its_pairs,
        test_the_best_plan_of_all_is_found_or_a_clash_where_there_is_none,
        test_what_clashes_is_true_and_giving_way_there_is_enough,
    ],
)
def test_the_same_in_a_thousand_worlds(test):
    settings(TINY, max_examples=1000)(given(world=worlds)(test.hypothesis.inner_test))()


@pytest.mark.nightly
def test_a_thousand_repairs():
    one = test_a_repair_changes_the_fewest_villages_that_can_do.hypothesis.inner_test
    settings(TINY, max_examples=1000)(given(world=worlds, dice=st.randoms(use_true_random=False))(one))()
