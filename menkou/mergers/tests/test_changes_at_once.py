"""Two officers at the same moment, and a resident who asks while the villages are merged; over real connections."""

from datetime import date

import pytest

from menkou.consultations import actions as consultations
from menkou.consultations.models import Consultation
from menkou.core import clock
from menkou.core.actors import CLOCK
from menkou.core.errors import Problem
from menkou.engagements import actions as engagements
from menkou.engagements.models import Contract
from menkou.mergers import actions
from menkou.mergers.moving import actions as moving
from menkou.mergers.tests.conftest import UNTIL
from menkou.postings.models import Posting


@pytest.fixture
def at_once(at_once):
    """What each returned, or the words it was told."""
    return lambda *each: [str(met) if isinstance(met, Problem) else met for met in at_once(*each)]


def test_two_officers_apply_a_change_once(served, settled, bureau, at_once):
    def apply():
        return actions.apply(by=bureau, change=settled).state

    assert sorted(at_once(apply, apply)) == ["applied", "这次调整已执行，不能再改。"]
    assert Contract.objects.filter(village__code="999901001001").count() == 1


@pytest.mark.parametrize("paper", ["prepared", "signed"])
def test_a_contract_of_that_moment_is_not_left_with_a_village_that_ended(
    paper, served, contracts, settled, bureau, institutions, small_village, district, at_once
):
    until = date(2101, 1, 1)
    facts = {"village": contracts[0].village, "institution": institutions["firm"], "stage": "draft"}
    draft = Contract(valid_from=UNTIL, valid_until=until, **facts)
    if paper == "signed":
        draft.save()

    def write():
        if paper == "prepared":
            return engagements.prepare(by=bureau, district=district, contract=draft).stage
        return engagements.sign(by=bureau, district=district, contracts=[draft], signed_on=clock.today())

    state, said = at_once(lambda: actions.apply(by=bureau, change=settled).state, write)

    assert state == "applied"
    going_on = Contract.objects.filter(valid_until__gt=clock.today())
    assert {one.village.code for one in going_on} == {"999901001001"}
    assert said in ("draft", 1) or "撤并" in said or "撤回" in said
    assert not Posting.objects.filter(village__in=[contracts[0].village, small_village], valid_until=until).exists()


def test_a_question_of_that_moment_is_not_lost(served, settled, bureau, village, resident, district, at_once):
    def apply():
        return actions.apply(by=bureau, change=settled).state

    def ask():
        asked = consultations.ask(by=resident, village=village, text="问", form="1" * 32, may_hand_over=True)
        return asked.state

    state, answer = at_once(apply, ask)
    moving.bring_along(by=CLOCK, district=district)

    assert state == "applied"
    asked = Consultation.objects.first()
    assert answer == consultations.NOBODY or asked.village.code == "999901001001"
    assert asked is None or asked.holder == served["chen"]
