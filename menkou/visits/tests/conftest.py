"""What the tests of visits have in common: a Thursday noon that stands still, and a visit as Chen's phone tells it."""

from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

import pytest
import time_machine
from PIL import Image

from menkou.core import clock
from menkou.visits import actions
from menkou.visits.told import Logged, Told

NOON = datetime(2026, 3, 5, 12, tzinfo=clock.SHANGHAI)
KEY = UUID("11111111-1111-4111-8111-111111111111")


@pytest.fixture(autouse=True)
def hands(settings, tmp_path):
    settings.MENKOU_HOME = tmp_path  # photos are files
    with time_machine.travel(NOON, tick=False) as hands:
        yield hands


@pytest.fixture
def tell(adviser_a, chen, village):
    """Chen's phone tells of a visit from nine to ten, unless something else is said."""

    def tell(by=None, of=None, **more) -> Logged:
        return actions.log(by=by or adviser_a, registration=of or chen, told=told(**{"village": village} | more))

    return tell


def told(**more) -> Told:
    times = {"came": NOON - timedelta(hours=3), "left": NOON - timedelta(hours=2), "phone_now": NOON}
    facts = {"key": KEY, "how": "scan", "kinds": ["consultation", "lecture"], **times}
    return Told(**facts | more)


def photo(size: tuple[int, int] = (320, 240)) -> bytes:
    made = BytesIO()
    Image.new("RGB", size, "#806040").save(made, "JPEG")
    return made.getvalue()
