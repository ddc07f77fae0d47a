"""Two officers at the same moment, over real connections: one of them is let, the other is told why."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from menkou.core import clock
from menkou.core.errors import Conflict
from menkou.core.models import AuditEntry
from menkou.core.scope import within
from menkou.engagements import actions
from menkou.engagements.models import Contract
from menkou.places.models import District
from tests.cast import LONG_AGO, SLUG

WAIT_S = 10


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
def contract(village, institutions):
    until = clock.today() + timedelta(days=20)
    facts = {"village": village, "institution": institutions["firm"]}
    return Contract.objects.create(valid_from=LONG_AGO, valid_until=until, **facts)


@pytest.fixture
def at_once(bare_district, stage):
    """Do two things in a thread each; each is a transaction of its own. Return what each met."""

    def at_once(*each) -> list:
        stage.close()
        start = Barrier(len(each))

        def run(do):
            try:
                start.wait(WAIT_S)
                with within(bare_district.pk):
                    return do()
            except Conflict as problem:
                return str(problem)
            finally:
                connection.close()

        with ThreadPoolExecutor(len(each)) as pool:
            said = list(pool.map(run, each))
        assert sum(isinstance(one, str) for one in said) == 1, said
        return said

    return at_once


def lines(district, what: str) -> int:
    with within(district.pk):
        return AuditEntry.objects.filter(what=what).count()


def test_one_contract_is_signed_once(at_once, bureau, district, contract):
    Contract.objects.filter(pk=contract.pk).update(stage="draft")
    at_once(*[lambda: actions.sign(by=bureau, district=district, contracts=[contract], signed_on=clock.today())] * 2)
    assert lines(district, "engagements.signed") == 1


def test_one_contract_is_ended_once(at_once, bureau, district, contract):
    at_once(*[lambda: actions.end(by=bureau, contract=Contract(pk=contract.pk), reason="机构注销")] * 2)
    assert lines(district, "engagements.ended") == 1


def test_a_village_gets_one_next_contract(at_once, bureau, district, contract, institutions):
    until = contract.valid_until + timedelta(days=300)
    facts = {"village": contract.village, "institution": institutions["office"], "stage": "draft"}
    other = Contract(valid_from=contract.valid_until, valid_until=until, **facts)
    at_once(
        lambda: actions.renew(by=bureau, district=district, contracts=[contract], until=until),
        lambda: bool(actions.prepare(by=bureau, district=district, contract=other)),
    )
    with within(district.pk):
        assert Contract.objects.count() == 2


def test_what_is_signed_is_not_withdrawn_at_the_same_moment(at_once, bureau, district, contract):
    Contract.objects.filter(pk=contract.pk).update(stage="draft")
    signed, _ = at_once(
        lambda: actions.sign(by=bureau, district=district, contracts=[contract], signed_on=clock.today()),
        lambda: bool(actions.withdraw(by=bureau, contract=contract)) or True,
    )
    with within(district.pk):
        assert Contract.objects.filter(stage="signed").exists() == (signed == 1)
