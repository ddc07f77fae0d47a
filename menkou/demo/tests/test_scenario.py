"""The shipped plans keep every rule, say so themselves, and belong to these very people."""

import pytest

from menkou.demo import places
from menkou.demo.scenario import CAPS, SHIPPED, planner_district, scenario
from menkou.postings.rules.checker import broken_rules
from menkou.postings.rules.district import Pairing
from menkou.postings.rules.frame import Frame


@pytest.mark.parametrize("count", SHIPPED)
def test_the_shipped_plan_breaks_no_rule(count):
    one = scenario(count)
    district = planner_district(one.villages, one.institutions, one.advisers)
    pairings = [Pairing(*told) for told in one.plan.pairings]
    assert broken_rules(district, one.plan.posts, pairings) == []


@pytest.mark.parametrize("count", SHIPPED)
def test_the_shipped_plan_says_truly_what_it_costs_and_is_within_three_per_cent_of_its_bound(count):
    one = scenario(count)
    frame = Frame(planner_district(one.villages, one.institutions, one.advisers))
    who = {each.licence_no: index for index, each in enumerate(one.advisers)}
    posts = {index: tuple(who[key] for key in one.plan.posts[each.code]) for index, each in enumerate(one.villages)}
    assert frame.terms(posts) == pytest.approx(one.plan.terms)
    assert sum(one.plan.terms.values()) == pytest.approx(one.plan.value)
    assert one.plan.value * 0.97 < one.plan.bound <= one.plan.value


def test_nobody_holds_more_posts_than_the_facts_allow():
    one = scenario(440)
    held_a = [a for a, _ in one.plan.posts.values()]
    held = [who for both in one.plan.posts.values() for who in both]
    assert (CAPS.a, CAPS.all) == (6, 12)
    for each in one.advisers:
        assert held_a.count(each.licence_no) <= each.cap_a
        assert held.count(each.licence_no) <= each.cap_all


def test_a_and_b_are_of_two_institutions_where_no_team_is_wished_for():
    one = scenario(440)
    house = {each.licence_no: each.institution for each in one.advisers}
    teams = {code for code, demand in one.facts.demands.items() if demand.one_team}
    assert all(house[a] != house[b] for code, (a, b) in one.plan.posts.items() if code not in teams)


def test_another_size_is_computed():
    one = scenario(12)
    district = planner_district(one.villages, one.institutions, one.advisers)
    assert broken_rules(district, one.plan.posts) == []
    assert places.WALK_VILLAGE in one.plan.posts
