"""停发: what a database that was restored holds back, until a person says that it may go out.

A row of the heartbeats says since when: every copy of a database has that table, however old its tables are, and
whoever delivers asks the database and no file. Nothing is lost meanwhile: rows wait in the outbox, and go afterwards.
"""

from datetime import datetime

from django.db.models import Exists

from menkou.core.heartbeats import HELD
from menkou.core.models import Heartbeat


def is_on() -> Exists:
    """A condition: that nothing may go out."""
    return Exists(Heartbeat.objects.filter(name=HELD))


def since() -> datetime | None:
    """Since when nothing goes out; None where it does."""
    return Heartbeat.objects.filter(name=HELD).values_list("at", flat=True).first()


def end() -> None:
    """Let it go out again: the worker finds what waits within its next turns."""
    Heartbeat.objects.filter(name=HELD).delete()
