import pytest

from menkou.core.actors import RESIDENT
from menkou.core.chain.chainer import Chainer
from menkou.core.models import AuditEntry, Unlinked
from menkou.core.rows import insert


@pytest.fixture
def say(district):
    """Leave a line, as the gate does."""

    def say(by: str = RESIDENT, what: str = "consultation.asked", subject: str = "", count: int | None = None):
        line = AuditEntry(by=by, what=what, subject=subject or f"places.Village:{'a' * 30}village", count=count)
        insert(line, Unlinked(id=line.pk))
        return line

    return say


@pytest.fixture
def anchored(settings, tmp_path):
    """A home of this test's alone; calling it is a turn of the chainer, with an anchor."""
    settings.MENKOU_HOME, settings.MENKOU_ANCHOR_S = tmp_path, 0

    def turn():
        Chainer().run_once()
        return tmp_path / "anchors"

    return turn
