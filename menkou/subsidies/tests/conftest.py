"""A half-year of 红花村: a rate that two people agreed to, a contract, and batches that go all their way."""

from datetime import date
from itertools import count

import pytest

from menkou.core import clock
from menkou.core.actors import Role
from menkou.engagements.models import Contract
from menkou.postings.models import Absence
from menkou.subsidies import actions, jobs
from menkou.subsidies.models import Batch, Line, Tariff
from menkou.subsidies.terms import actions as terms
from tests.cast import LONG_AGO

YEARLY, SHARE_A = 500_000, 70
HALF = "2026-h1"


@pytest.fixture
def second(make_actor):
    """Another officer of the bureau."""
    return make_actor(Role.JUSTICE_BUREAU, "second")


@pytest.fixture
def forms():
    return (f"{n:032x}" for n in count(1))


@pytest.fixture
def set_rate(bureau, second, district, forms):
    """A rate that both agreed to."""

    def set_rate(yearly: int = YEARLY, share_a: int = SHARE_A, valid_from: date = LONG_AGO, **more) -> Tariff:
        facts = {"yearly": yearly, "share_a": share_a, "valid_from": valid_from, "source": "财字〔2026〕1号", **more}
        made = terms.set_tariff(by=bureau, district=district, form=next(forms), **facts)
        terms.agree(by=second, proposed=made)
        return made

    return set_rate


@pytest.fixture
def contract(village, institutions):
    return Contract.objects.create(
        village=village, institution=institutions["firm"], valid_from=LONG_AGO, valid_until=date(2099, 1, 1)
    )


@pytest.fixture
def half_year(chen, lin, contract, set_rate):
    """Chen on A and Lin on B from long ago, under a rate."""
    return set_rate()


@pytest.fixture
def draw(bureau, district):
    """Draw up a batch as the worker does."""

    def draw(period: str = HALF, by=None) -> Batch:
        batch = actions.begin(by=by or bureau, district=district, period=period)
        return work(batch)

    return draw


def work(batch: Batch) -> Batch:
    """What the worker does, in this transaction."""
    jobs.draw_up(batch)
    batch.refresh_from_db()
    return batch


@pytest.fixture
def checked(draw, bureau, second):
    """Draw up, put forward, check."""

    def checked(period: str = HALF) -> Batch:
        batch = draw(period)
        actions.put_forward(by=bureau, batch=batch)
        actions.check(by=second, batch=batch, seen=batch.attempt)
        return batch

    return checked


@pytest.fixture
def away():
    """From the morning of a day until the morning of another, put down whenever."""

    def away(who, first: date, until: date) -> Absence:
        span = {"begins_at": clock.start_of(first), "ends_at": clock.start_of(until)}
        return Absence.objects.create(registration=who, reason="holiday", **span)

    return away


def amounts(batch: Batch) -> list[tuple]:
    """Its lines in order: kind, post, who, fen."""
    rows = Line.objects.filter(batch=batch).order_by("number").select_related("registration__adviser")
    return [(one.kind, one.post, one.registration and one.registration.adviser.name, one.fen) for one in rows]
