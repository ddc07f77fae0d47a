"""The demo's facts: what the tables hold after the load is what the demo's plan was drawn up on."""

from dataclasses import asdict, replace
from datetime import date, timedelta

import pytest

from menkou.core.clock import today
from menkou.demo import facts, places
from menkou.demo.load import Steps
from menkou.demo.scenario import planner_district, scenario
from menkou.places.models import District
from menkou.postings import planning


@pytest.mark.parametrize("count", [20, 440])
def test_there_are_facts_of_every_kind_and_all_are_about_somebody(count):
    one = scenario(count)
    told, codes = one.facts, {each.code for each in one.villages}

    assert set(told.demands) == codes
    assert set(told.skills) == set(told.bases) == {each.licence_no for each in one.advisers}
    assert {code for code, *_ in told.avoidances} | {wish.village for wish in told.wishes} <= codes
    assert sum(town is None for town in told.bases.values()) == facts.FROM_THE_CITY
    assert len({(wish.village, wish.side) for wish in told.wishes}) == len(told.wishes)
    if count == 440:
        assert (len(told.avoidances), len(told.wishes)) == (13, 39)
        assert sum(each.one_team for each in told.demands.values()) == 7
        assert {each.grade for each in told.demands.values()} == {"ordinary", "busy", "remote"}


def test_a_few_licences_end_within_the_year_and_some_within_sixty_days():
    day = date(2026, 11, 23)
    left = sorted((facts.licence_ends(number, day) - day).days for number in range(95))

    assert [days for days in left if days <= 366] == list(facts.ENDING_DAYS)
    assert sum(days <= 60 for days in left) == 2


def test_what_the_planner_is_told_of_the_tables_is_what_the_demo_s_plan_was_drawn_up_on(bare_district):
    from menkou.core.scope import within

    District.objects.filter(pk=bare_district.pk).update(is_demo=True)
    one = scenario(20)
    with within(bare_district.pk):
        steps = Steps(one, bare_district, today())
        for step in (steps.set_up_places, steps.enrol_advisers, steps.record_facts):
            step()
        told, doubts = planning.told(), planning.doubts(today(), today() + timedelta(days=20))
    keys = {str(each.pk): licence for licence, each in steps.registrations.items()}
    keys |= {str(each.pk): credit_code for credit_code, each in steps.institutions.items()}

    assert as_plain(told, keys) == as_plain(planner_district(one.villages, one.institutions, one.advisers), {})
    assert doubts == []


def as_plain(district, keys):
    """A district by the demo's keys, without what only one side knows: how villages are said, and the wishes' keys."""
    said = asdict(replace(district, incumbents={}, wishes=()))
    for one in (*said["villages"], *said["advisers"], *said["institutions"]):
        one["key"] = keys.get(one["key"], one["key"])
        if "institution" in one:
            one["institution"] = keys.get(one["institution"], one["institution"])
    said["villages"] = [{**one, "name": ""} for one in said["villages"]]
    said["forbidden"] = {(keys.get(who, who), code) for who, code in district.forbidden}
    wishes = {
        (w.village, keys.get(w.adviser, w.adviser), keys.get(w.institution, w.institution), w.weight)
        for w in district.wishes
    }
    return said | {"wishes": wishes}


def test_the_walk_s_village_is_avoided_by_nobody():
    assert places.WALK_VILLAGE not in {code for code, *_ in scenario(440).facts.avoidances}
