"""Two officers at the same moment, and a resident who asks while the villages are merged; over real connections."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from menkou.consultations import actions as consultations
from menkou.consultations.models import Consultation
from menkou.core import clock
from menkou.core.actors import CLOCK
from menkou.core.errors import Problem
from menkou.core.scope import within
from menkou.engagements import actions as engagements
from menkou.engagements.models import Contract
from menkou.mergers import actions
from menkou.mergers.moving import actions as moving
from menkou.mergers.tests.conftest import UNTIL
from menkou.places.models import District
from menkou.postings.models import Posting
from tests.cast import SLUG


@pytest.fixture
def bare_district(committed):
    return District.objects.create(slug=SLUG, name="示例区", code="999901")


@pytest.fixture
def stage():
    """What the cast builds; close() commits it."""
    with ExitStack() as stage:
        yield stage


@pytest.fixture
def district(bare_district, stage):
    stage.enter_context(within(bare_district.pk))
    return bare_district


@pytest.fixture
def at_once(bare_district, stage):
    """Do these things in a thread each, in a transaction of its own. Return what each met."""

    def at_once(*todo) -> list:
        stage.close()
        start = Barrier(len(todo))

        def run(do):
            try:
                start.wait(10)
                with within(bare_district.pk):
                    return do()
            except Problem as problem:
                return str(problem)
            finally:
                connection.close()

        with ThreadPoolExecutor(len(todo)) as pool:
            met = list(pool.map(run, todo))
        stage.enter_context(within(bare_district.pk))
        return met

    return at_once


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
