"""The demo's people and places: as many as the programme has, plainly invented, the same each time."""

import re

import pytest
from django.urls import reverse
from stdnum.cn import uscc

from menkou.demo import names, people, places
from menkou.demo.people import SIGN_INS
from menkou.demo.scenario import scenario

WHOLE = scenario(440)
SMALL = scenario(20)


def test_the_whole_demo_has_440_villages_9_firms_13_offices_and_95_advisers():
    kinds = [one.kind for one in WHOLE.institutions]
    assert (len(WHOLE.townships), len(WHOLE.villages), len(WHOLE.advisers)) == (10, 440, 95)
    assert (kinds.count("law_firm"), kinds.count("legal_service_office")) == (9, 13)
    assert {one.kind for one in WHOLE.advisers} == {"lawyer", "trainee", "legal_service_worker"}


def test_the_small_demo_is_a_slice_of_two_townships():
    assert (len(SMALL.townships), len(SMALL.villages)) == (2, 20)
    assert set(SMALL.villages) <= set(WHOLE.villages)
    assert 4 <= len(SMALL.advisers) <= 12


@pytest.mark.parametrize("count", [2, 20, 60, 300, 440, 900, 2000])
def test_a_demo_has_as_many_villages_as_asked_for_and_always_the_walks(count):
    villages = places.villages(count)
    assert len({one.code for one in villages}) == count
    assert places.WALK_VILLAGE in {one.code for one in villages}
    assert all(re.fullmatch(r"\d{12}", one.code) and one.code.startswith(one.township) for one in villages)


def test_villages_beyond_the_real_ones_are_marked():
    real = {one.code for one in places.villages(440)}
    assert all("演示" in one.name for one in places.villages(900) if one.code not in real)


def test_nobody_can_be_called():
    mobiles = [one.phone for one in (*WHOLE.advisers, *WHOLE.accounts)]
    landlines = [one.phone for one in WHOLE.institutions] + [one.office_phone for one in WHOLE.townships]
    assert all(re.fullmatch(r"100\d{8}", phone) for phone in mobiles)
    assert all(re.fullmatch(r"0537-000\d{4}", phone) for phone in landlines)
    assert len({one.phone for one in WHOLE.advisers}) == 95
    assert len(set(landlines)) == len(landlines)


def test_credit_codes_check_but_belong_to_no_region():
    for one in WHOLE.institutions:
        assert uscc.is_valid(one.credit_code)
        assert one.credit_code[:2] == ("31" if one.kind == "law_firm" else "33")
        assert one.credit_code[2:8] == "000000"
    assert len({one.credit_code for one in WHOLE.institutions}) == 22


def test_licences_have_the_right_structure_and_an_impossible_year():
    shape = {
        "lawyer": r"1370800001[01]\d{6}",
        "trainee": r"37080000[01]1\d{4}",
        "legal_service_worker": r"YS-0000-\d{4}",
    }
    assert all(re.fullmatch(shape[one.kind], one.licence_no) for one in WHOLE.advisers)
    assert len({one.licence_no for one in WHOLE.advisers}) == 95


def test_institutions_and_addresses_are_marked_where_they_are_shown():
    assert all(one.name.startswith("演示·") and "演示" in one.address for one in WHOLE.institutions)
    assert all("演示" in one.office_name and "演示" in one.office_address for one in WHOLE.townships)
    assert len({one.name for one in WHOLE.institutions}) == 22


def test_no_two_people_share_a_name_or_a_user_name():
    assert len({one.name for one in WHOLE.accounts}) == len(WHOLE.accounts)
    assert len({one.username for one in WHOLE.accounts}) == len(WHOLE.accounts)
    assert all(re.fullmatch(r"[a-z0-9-]+", one.username) for one in WHOLE.accounts)


@pytest.mark.parametrize("one", [WHOLE, SMALL])
def test_everybody_of_the_first_walk_can_sign_in_to_the_walks_village(one):
    account = {each.username: each for each in one.accounts}
    assert {username for _, username, _, _ in SIGN_INS} <= set(account)
    a, b = one.plan.posts[places.WALK_VILLAGE]
    assert (account["guwen-a"].target, account["guwen-b"].target) == (a, b)
    assert account["cunganbu"].target == places.WALK_VILLAGE
    assert account["sifasuo"].target == places.WALK_VILLAGE[:9]
    of_a = next(each.institution for each in one.advisers if each.licence_no == a)
    assert account["jigou"].target == of_a


def test_everybody_of_the_first_walk_is_told_where_they_start():
    roles = {each.username: each.role for each in WHOLE.accounts}
    for _, username, _, where in SIGN_INS:
        first = "consultations:today" if roles[username] == "adviser" else "oversight:desk"
        assert where == "/yanzhou" + reverse(first, urlconf="config.district_urls")


def test_each_township_has_its_judicial_office_and_each_institution_its_director():
    targets = {(one.role, one.target) for one in WHOLE.accounts}
    assert {("judicial_office", one.code) for one in WHOLE.townships} <= targets
    assert {("institution_director", one.credit_code) for one in WHOLE.institutions} <= targets
    assert {("adviser", one.licence_no) for one in WHOLE.advisers} <= targets


def test_one_seed_gives_the_same_people_and_another_gives_others():
    offered = people.institutions(WHOLE.villages)
    assert people.advisers(offered, seed=1) == WHOLE.advisers
    assert people.advisers(offered, seed=2) != WHOLE.advisers


def test_names_do_not_run_out():
    named = names.people_names(1)
    assert len({next(named)[0] for _ in range(3000)}) == 3000
