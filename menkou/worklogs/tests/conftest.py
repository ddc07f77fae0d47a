"""What the tests of work logs have in common: an entry of today, and photos as phones make them."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from PIL import Image

from menkou.core import clock
from menkou.worklogs import actions
from menkou.worklogs.models import Draw, Entry
from menkou.worklogs.sampling import actions as sampling

PLACE = "EXIF-SECRET-PLACE"
MARCH = "2026-03"


@pytest.fixture
def home(tmp_path, settings):
    settings.MENKOU_HOME = tmp_path
    return tmp_path


@pytest.fixture
def put_down(adviser_a, chen, village):
    """What Chen did, put down by Chen today unless something else is said."""

    def put_down(kind: str = "lecture", by=adviser_a, **more) -> Entry:
        facts = {"author": chen, "village": village, "done_on": clock.today(), "minutes": 60, **more}
        return actions.record(by=by, kind=kind, **facts)

    return put_down


def photo(colour: str = "#806040", size: tuple[int, int] = (320, 240)) -> bytes:
    """A photo that says where it was taken."""
    made, exif = BytesIO(), Image.Exif()
    exif[0x010E] = PLACE
    Image.new("RGB", size, colour).save(made, "JPEG", exif=exif)
    return made.getvalue()


@pytest.fixture
def april():
    with time_machine.travel("2026-04-10 10:00:00+08:00", tick=False) as hands:
        yield hands


@pytest.fixture
def worked(april, chen, lin, village):
    """Thirty entries of Chen's in March, one of Lin's, and what is never drawn."""
    facts = {"village": village, "author": chen, "kind": "lecture", "minutes": 60, "summary": "讲课"}
    rows = [Entry(**facts | {"done_on": date(2026, 3, 1 + number)}) for number in range(30)]
    rows.append(Entry(**facts | {"author": lin, "done_on": date(2026, 3, 9)}))
    rows.append(Entry(**facts | {"done_on": date(2026, 4, 1)}))
    rows.append(Entry(**facts | {"done_on": date(2026, 3, 2), "kind": "consultation", "summary": ""}))
    return Entry.objects.bulk_create(rows)


@pytest.fixture
def draw(worked, office, village):
    def draw(number: int = 1, why: str = "", by=office, period: str = MARCH) -> Draw:
        return sampling.draw(by=by, township=village.township, period=period, number=number, why=why)

    return draw
