from datetime import datetime, timedelta

import pytest
import time_machine

from menkou.core.clock import SHANGHAI
from menkou.occasions import actions

NOON = datetime(2026, 3, 4, 12, tzinfo=SHANGHAI)
NEXT_WEEK = NOON + timedelta(days=7)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.MENKOU_HOME = tmp_path
    return tmp_path


@pytest.fixture
def announce(cadre, village, chen, lin):
    """A cadre of 红花村 registers; each call is another form unless one is named."""
    forms = iter(f"{n:032x}" for n in range(1, 1000))

    def announce(by=cadre, **facts):
        said = {"village": village, "kind": "meeting", "title": "村民代表会议（水渠招标）", "happens_at": NEXT_WEEK}
        return actions.register(by=by, **{"form": next(forms), **said, **facts})

    return announce
