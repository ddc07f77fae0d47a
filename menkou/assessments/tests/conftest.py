"""A half-year that is over, a scheme that two people agreed to, and a second person at the bureau."""

from datetime import date, datetime

import pytest
import time_machine

from menkou.assessments.cycling import actions
from menkou.assessments.jobs import draw
from menkou.assessments.models import Cycle, Sheet
from menkou.assessments.scheming import actions as scheming
from menkou.core.actors import Role
from menkou.core.clock import SHANGHAI

NOON = datetime(2026, 7, 6, 12, tzinfo=SHANGHAI)
HALF, FIRST = "2026-h1", date(2026, 1, 1)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def second(make_actor):
    """The bureau's second person."""
    return make_actor(Role.JUSTICE_BUREAU, "second")


@pytest.fixture
def adopt(bureau, second, district):
    """Adopt what is shipped under a key, for the half-year."""

    def adopt(key="adviser"):
        made = scheming.begin(by=bureau, district=district, like=key)
        return scheming.adopt(by=second, scheme=made, edition=made.edition, valid_from=FIRST)

    return adopt


@pytest.fixture
def drawn(adopt, bureau, district, chen, lin, wu):
    """The half-year's sheets of all advisers, drawn up as the worker does."""
    adopt()
    cycle = actions.open_cycle(by=bureau, district=district, period=HALF)
    return draw_up(cycle)


def draw_up(cycle: Cycle) -> Cycle:
    """What the job does."""
    draw(district_id=cycle.district_id, cycle_id=str(cycle.pk))
    cycle.refresh_from_db()
    return cycle


@pytest.fixture
def sheet(drawn, chen):
    return Sheet.objects.get(cycle=drawn, registration=chen)
