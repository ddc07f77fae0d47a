from datetime import datetime, timedelta

import pytest
import time_machine

from menkou.core.clock import SHANGHAI
from menkou.engagements.models import Contract
from menkou.rotas import actions
from tests.cast import LONG_AGO

NOON = datetime(2026, 3, 4, 12, tzinfo=SHANGHAI)  # a Wednesday
NEXT_WEEK = NOON + timedelta(days=7)
HALF_PAST_TWO = timedelta(hours=2, minutes=30)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def contract(village, chen):
    until = datetime(2027, 1, 1, tzinfo=SHANGHAI).date()
    return Contract.objects.create(
        village=village, institution=chen.institution, valid_from=LONG_AGO, valid_until=until
    )


@pytest.fixture
def arrange(office, townships, chen, lin):
    """The office of 红花镇 puts Chen down for a week from now, unless told otherwise."""

    def arrange(by=office, begins_at=NEXT_WEEK, adviser=chen, **facts):
        said = {"ends_at": begins_at + HALF_PAST_TWO, "place": "红花镇工作站", "township": townships["here"]}
        return actions.arrange(by=by, adviser=adviser, begins_at=begins_at, **{**said, **facts})

    return arrange


@pytest.fixture
def slot(arrange):
    return arrange()


@pytest.fixture
def over(slot, noon):
    """The slot, an hour after it ended."""
    noon.move_to(slot.ends_at + timedelta(hours=1))
    return slot
