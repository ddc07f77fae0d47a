"""聘用合同: one of a village at a time; an early end has its day, its reason and its person."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from menkou.core import clock
from menkou.core.errors import Conflict, Refused
from menkou.engagements import actions
from menkou.engagements.models import Contract
from tests.cast import LONG_AGO

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
def test_the_database_refuses_a_second_contract_at_the_same_time(engage, start):
    engage()
    with pytest.raises(IntegrityError, match="one_contract_of_a_village_at_a_time"), transaction.atomic():
        engage("office", valid_from=start, valid_until=date(2099, 1, 1))


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
