"""脉搏: the web process looks every ten seconds whether the worker lives, so that no page has to ask, and every page knows.

It says as well that it lives itself. While the database is away nothing is known, and no page could be drawn.
"""

import logging
import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import Error, connection

from config import measures
from menkou.core import clock, heartbeats
from menkou.operations import queries

EVERY_S = heartbeats.EVERY_S
log = logging.getLogger("menkou.pulse")


@dataclass(frozen=True)
class Pulse:
    """What was seen last: since when the worker is silent, where it is; and how many alarms are on."""

    halted: bool = False
    since: datetime | None = None
    alarms: int = 0


WELL = Pulse()
_last = WELL
_started: float | None = None  # when this process began to look; a worker that starts beside it has not spoken yet


def last() -> Pulse:
    """What was seen last; well, where nobody looks, as in a test."""
    return _last


def look() -> Pulse:
    """Look now."""
    global _last
    limit, silent = queries.limits().silent_s, queries.silences().get(queries.WORKER)
    is_young = _started is not None and time.monotonic() - _started < limit
    lives = is_young or (silent is not None and abs(silent) <= limit)
    since = clock.now() - timedelta(seconds=silent) if silent and silent > 0 else None
    _last = Pulse(not lives, None if lives else since, len(queries.begun()) + (not lives))
    return _last


def beat_and_look(stop: threading.Event) -> None:
    """Again and again, with a connection that is closed in between."""
    while not stop.is_set():
        measures.put_down()
        try:
            heartbeats.beat(heartbeats.WEB)
            look()
        except Error as error:
            log.warning("no pulse: %s", type(error).__name__)
        finally:
            connection.close()
        stop.wait(EVERY_S)


def start() -> None:
    """In a thread of its own, for as long as the process lives."""
    global _started
    _started = time.monotonic()
    threading.Thread(target=beat_and_look, args=[threading.Event()], name="pulse", daemon=True).start()
