"""Two officers at the same moment, over real connections: one of them is let, the other is told why."""

from datetime import timedelta

import pytest

from menkou.core import clock
from menkou.core.errors import Conflict
from menkou.core.models import AuditEntry
from menkou.core.scope import within
from menkou.engagements import actions
from menkou.engagements.models import Contract
from tests.cast import LONG_AGO


@pytest.fixture
def contract(village, institutions):
    until = clock.today() + timedelta(days=20)
    facts = {"village": village, "institution": institutions["firm"]}
    return Contract.objects.create(valid_from=LONG_AGO, valid_until=until, **facts)


@pytest.fixture
def at_once(at_once):
    """One of two is let; the other is told why."""

    def one_of(*each):
        met = at_once(*each)
        assert sum(isinstance(one, Conflict) for one in met) == 1, met
        return met

    return one_of


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
