"""What the tests of work logs have in common: an entry of today, and photos as phones make them."""

from io import BytesIO

import pytest
from PIL import Image

from menkou.core import clock
from menkou.worklogs import actions
from menkou.worklogs.models import Entry

PLACE = "EXIF-SECRET-PLACE"


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
