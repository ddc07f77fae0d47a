"""一起记: callbacks that come while others are being put on record go on record together, in one transaction.

Nobody waits for company: whoever finds nobody at it begins at once, alone, and takes along whoever has come meanwhile.
So the rarer callbacks are, the sooner each is done, and the more there are, the less each costs. All of them are
committed when any of them is answered; what was not committed is an error of each, and each platform calls again.
"""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock

from django.db import Error, InterfaceError, OperationalError, connection

from menkou.channels import inbox
from menkou.channels.models import Incoming
from menkou.core.scope import within

ONCE_MORE_S = 1.0  # what failed sooner is tried once more on a new connection: the platform has not yet lost patience


class NotKept(Error):
    """没记上: whoever was putting it on record died of it. What nobody can say to be there is not there."""


@dataclass
class Waiting:
    """Messages whose caller waits till they are on record; as long as nobody says that they are, they are not."""

    district_id: int
    rows: tuple[Incoming, ...]
    is_done: bool = False
    fault: BaseException | None = field(default_factory=NotKept)
    called: Event = field(default_factory=Event)  # it is done, or it is this one's turn to do it for all who wait


class Turns:
    """Who waits, and whether somebody is at it."""

    def __init__(self) -> None:
        self.waiting: deque[Waiting] = deque()
        self.lock, self.is_taken = Lock(), False

    def join(self, one: Waiting) -> None:
        """Wait with the others; whoever finds nobody at it is called at once."""
        with self.lock:
            self.waiting.append(one)
            if not self.is_taken:
                self.is_taken = True
                one.called.set()

    def take_all(self) -> list[Waiting]:
        """All that wait at this moment."""
        with self.lock:
            taken = list(self.waiting)
            self.waiting.clear()
        return taken

    def pass_on(self) -> None:
        """Whoever has come meanwhile goes on."""
        with self.lock:
            self.is_taken = bool(self.waiting)
            if self.waiting:
                self.waiting[0].called.set()


_turns = Turns()


def keep(district_id: int, *rows: Incoming) -> None:
    """Put what one callback brings on record; when this returns, all of it is there with its jobs, or was before.

    Raises django.db.Error where the database does not keep it.
    """
    mine = Waiting(district_id, rows)
    _turns.join(mine)
    mine.called.wait()
    if not mine.is_done:
        try:
            _keep_waiting()
        finally:
            _turns.pass_on()
    if mine.fault:
        raise mine.fault


def surely(do: Callable[[], None]) -> None:
    """Do what may be done twice; where this thread's connection turns out to be gone, once more on a new one."""
    began = time.monotonic()
    try:
        do()
    except (OperationalError, InterfaceError):
        connection.close()
        if time.monotonic() - began > ONCE_MORE_S:
            raise
        do()


def _keep_waiting() -> None:
    """All that wait at this moment, those of each district in one transaction; nobody is left waiting, whatever happens."""
    waiting = _turns.take_all()
    try:
        for district_id in {one.district_id for one in waiting}:
            _keep_together([one for one in waiting if one.district_id == district_id])
    finally:
        for one in waiting:
            one.is_done = True
            one.called.set()


def _keep_together(some: list[Waiting]) -> None:
    try:
        surely(lambda: _commit(some))
    except (OperationalError, InterfaceError) as fault:  # the database is not there; it will not be for one alone
        _end(some, fault)
    except Error as fault:
        if len(some) == 1:
            return _end(some, fault)
        for one in some:  # one of them is wrong, and the others are not to bear it
            _keep_together([one])
    else:
        _end(some)


def _commit(some: list[Waiting]) -> None:
    with within(some[0].district_id):
        inbox.keep_all(row for one in some for row in one.rows)


def _end(some: list[Waiting], fault: BaseException | None = None) -> None:
    for one in some:
        one.fault = fault
