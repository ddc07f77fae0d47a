"""Whoever's contract with a village was ended early is not sent there again by the next plan."""

from datetime import timedelta

import pytest

from menkou.core import clock
from menkou.engagements import actions as engagements
from menkou.engagements.models import Contract
from menkou.postings import planning

DAY = timedelta(days=1)
AGREED, MERGED = Contract.EndKind.AGREEMENT, Contract.EndKind.MERGED


@pytest.fixture
def contract(village, chen, lin, wu):
    """红花村 with Chen's firm, for a month more."""
    today = clock.today()
    days = {"valid_from": today - 30 * DAY, "valid_until": today + 30 * DAY}
    return Contract.objects.create(village=village, institution=chen.institution, stage="signed", **days)


def drafted(contract, institution=None) -> Contract:
    """A draft for the village, for the year after."""
    days = {"valid_from": clock.today() + DAY, "valid_until": clock.today() + 365 * DAY}
    institution = institution or contract.institution
    return Contract.objects.create(village=contract.village, institution=institution, stage="draft", **days)


def kept_away(on=None) -> set[tuple[str, str]]:
    return set(planning.told(on).forbidden)


def test_nobody_of_the_institution_is_sent_again_and_others_may_be(contract, bureau, village, village_next_door, chen):
    assert kept_away() == set()
    engagements.end(by=bureau, contract=contract, reason="双方同意", kind=AGREED)

    colleagues = {one.key for one in planning.told().advisers if one.institution == str(chen.institution_id)}
    assert kept_away() == {(one, village.code) for one in colleagues}
    said = next(one for one in planning.doubts() if "提前终止" in one)
    assert village.short_name in said
    assert village_next_door.short_name not in said
    assert "拟新合同" in said


def test_a_new_draft_of_the_two_brings_them_together_again(contract, bureau):
    engagements.end(by=bureau, contract=contract, reason="双方同意", kind=AGREED)
    drafted(contract)

    assert kept_away() == set()
    assert not any("提前终止" in one for one in planning.doubts())


def test_a_draft_with_another_does_not_and_a_signed_one_settles_it(contract, bureau, lin):
    engagements.end(by=bureau, contract=contract, reason="双方同意", kind=AGREED)
    other = drafted(contract, lin.institution)
    assert kept_away()

    Contract.objects.filter(pk=other.pk).update(stage="signed", signed_on=clock.today())
    assert kept_away() == set()


def test_a_contract_that_ran_out_or_was_merged_parts_nobody(contract, bureau):
    assert kept_away(contract.valid_until) == set()
    engagements.end(by=bureau, contract=contract, reason="村并了", kind=MERGED)
    assert kept_away() == set()
