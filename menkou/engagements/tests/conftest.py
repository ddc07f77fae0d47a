"""Contracts of every stage, and a home for scans."""

from datetime import date

import pytest
import time_machine

from menkou.engagements.models import Contract
from tests.cast import LONG_AGO

NOON, TODAY = "2026-11-05 12:00+08:00", date(2026, 11, 5)
YEAR_END, NEXT_YEAR_END = date(2027, 1, 1), date(2028, 1, 1)  # the days on which they hold no more


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def home(tmp_path, settings):
    settings.MENKOU_HOME = tmp_path
    return tmp_path


@pytest.fixture
def contract(village, institutions):
    return Contract.objects.create(
        village=village, institution=institutions["firm"], valid_from=LONG_AGO, valid_until=YEAR_END
    )


@pytest.fixture
def draft(contract):
    """What follows it, on its way to be signed."""
    facts = {"village": contract.village, "institution": contract.institution, "stage": "draft"}
    return Contract.objects.create(valid_from=YEAR_END, valid_until=NEXT_YEAR_END, **facts)
