"""一起记: callbacks that come while others are being put on record go on record together, in one transaction.

Nobody waits for company: whoever finds nobody at it begins at once, alone, and takes along whoever has come meanwhile.
So the rarer callbacks are, the sooner each is done, and the more there are, the less each costs. All of them are
committed when any of them is answered; what was not committed is an error of each, and each platform calls again.
"""

from collections import deque
from dataclasses import dataclass, field
from threading import Lock

from django.db import Error, InterfaceError, OperationalError

from menkou.channels import inbox
from menkou.channels.models import Incoming
from menkou.core.scope import within


class NotKept(Error):
    """没记上: whoever was putting it on record died of it. What nobody can say to be there is not there."""


@dataclass
class Waiting:
    """A message whose caller waits till it is on record; as long as nobody says that it is, it is not."""

    district_id: int
    row: Incoming
    is_done: bool = False
    fault: BaseException | None = field(default_factory=NotKept)


_queue: deque[Waiting] = deque()
_turn = Lock()


def keep(district_id: int, row: Incoming) -> None:
    """Put a message on record; when this returns, it is there with its job, or was before.

    Raises django.db.Error where the database does not keep it.
    """
    mine = Waiting(district_id, row)
    _queue.append(mine)
    with _turn:
        if not mine.is_done:
            _keep_waiting()
    if mine.fault:
        raise mine.fault


def _keep_waiting() -> None:
    """All that wait at this moment, those of each district in one transaction."""
    waiting = [_queue.popleft() for _ in range(len(_queue))]
    for district_id in {one.district_id for one in waiting}:
        _keep_together([one for one in waiting if one.district_id == district_id])


def _keep_together(some: list[Waiting]) -> None:
    try:
        _commit(some)
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
        inbox.keep_all(one.row for one in some)


def _end(some: list[Waiting], fault: BaseException | None = None) -> None:
    for one in some:
        one.is_done, one.fault = True, fault
