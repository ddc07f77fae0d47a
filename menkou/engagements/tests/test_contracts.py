"""聘用合同: one of a village at a time; an early end has its day, its reason and its person."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from menkou.advisers.models import Registration
from menkou.core import clock
from menkou.core.errors import Conflict, Refused
from menkou.engagements import actions
from menkou.engagements.models import Contract
from tests.cast import LONG_AGO
from tests.counting import at_most

FOR_LONG = date(2090, 1, 1)


@pytest.fixture
def engage(bureau, district, village, institutions):
    def engage(institution="firm", valid_from=LONG_AGO, valid_until=FOR_LONG, by=bureau, where=village) -> Contract:
        dates = {"valid_from": valid_from, "valid_until": valid_until}
        contract = Contract(village=where, institution=institutions[institution], **dates)
        actions.engage(by=by, district=district, contracts=[contract])
        return contract

    return engage


def test_a_contract_ends_today_with_its_reason_and_person(engage, bureau):
    ended = actions.end(by=bureau, contract=engage(), reason="机构注销")

    assert ended.valid_until == clock.today()
    assert (ended.end_reason, ended.ended_by_id) == ("机构注销", bureau.user_id)
    assert ended.ended_at is not None


def test_a_contract_ends_once(engage, bureau):
    contract = engage()
    actions.end(by=bureau, contract=contract, reason="机构注销")

    with pytest.raises(Conflict, match="已经终止"):
        actions.end(by=bureau, contract=contract, reason="再来一次")
    contract.refresh_from_db()
    assert contract.end_reason == "机构注销"


def test_the_next_contract_begins_the_day_the_last_one_ends(engage, bureau):
    actions.end(by=bureau, contract=engage(), reason="机构注销")

    assert engage("office", valid_from=clock.today())


@pytest.mark.parametrize("start", [LONG_AGO, date(2050, 1, 1), FOR_LONG - timedelta(days=1)])
def test_a_second_contract_at_the_same_time_is_refused_in_words_and_by_the_database(engage, start):
    standing = engage()
    with pytest.raises(Conflict, match="红花村这些天里已经有合同，一份也没有办"):
        engage("office", valid_from=start, valid_until=date(2099, 1, 1))
    facts = {"village": standing.village, "institution": standing.institution}
    with pytest.raises(IntegrityError, match="one_contract_of_a_village_at_a_time"), transaction.atomic():
        Contract.objects.create(valid_from=start, valid_until=date(2099, 1, 1), **facts)


def test_of_many_where_one_village_is_named_twice_none_is_taken(bureau, district, village, village_next_door, engage):
    days = {"valid_from": LONG_AGO, "valid_until": FOR_LONG}
    firm = engage(where=village_next_door, valid_from=FOR_LONG, valid_until=date(2099, 1, 1)).institution
    many = [Contract(village=where, institution=firm, **days) for where in (village_next_door, village, village)]
    with pytest.raises(Conflict, match="^红花村这些天里"):
        actions.engage(by=bureau, district=district, contracts=many)
    assert Contract.objects.count() == 1


def test_contracts_of_an_institution_that_has_nobody_here_any_more_are_named(engage, chen, bureau, sign_in):
    contract, page, desk = engage(), "/shili/contracts/", sign_in(bureau)
    assert "机构已经退出" not in desk.get(page).content.decode()
    Registration.objects.filter(institution=contract.institution).update(valid_until=clock.today())
    with at_most():
        shown = desk.get(page).content.decode()
    assert "有 1 份合同还在履行" in shown
    assert "红花村" in desk.get(f"{page}?state=left").content.decode()


def test_another_village_has_its_own(engage, village_next_door):
    engage()

    assert engage(where=village_next_door)


def test_the_database_refuses_an_early_end_without_a_reason(engage, bureau):
    contract = engage()
    with pytest.raises(IntegrityError, match="an_early_end_has_reason_time_and_person"), transaction.atomic():
        actions.end(by=bureau, contract=contract, reason="")


def test_the_database_refuses_a_contract_that_ends_before_it_began(engage):
    with pytest.raises(IntegrityError, match="contract_ends_after_it_began"), transaction.atomic():
        engage(valid_until=LONG_AGO)


def test_only_the_bureau_engages_and_ends(engage, office, director, cadre):
    contract = engage()
    for by in (office, director, cadre):
        with pytest.raises(Refused, match="区司法局"):
            engage(by=by)
        with pytest.raises(Refused, match="区司法局"):
            actions.end(by=by, contract=contract, reason="想换一家")
