"""毛病: what goes wrong around us, and not in us, is told by its name: a full disk, a database that is away, a clock.

Nothing was done then, since the transaction is undone; and it may go well in some minutes, so it is a 503.
"""

import errno
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import IntegrityError, InterfaceError, OperationalError

from menkou.core import leap

STATUS = 503
DEPTH = 8  # of errors behind errors


@dataclass(frozen=True)
class Trouble:
    """What people read, and what the log calls it."""

    name: str
    title: str
    sentence: str
    retry_s: int


FULL = Trouble(
    "disk full", "服务器存满了", "服务器的磁盘满了，刚才这一步没有存上。系统运维腾出地方以后，请再办一次。", 600
)
AWAY = Trouble("database away", "暂时办不了", "数据库这会儿连不上，刚才这一步没有存上。请过几分钟再来。", 60)
BUSY = Trouble("database busy", "现在人太多", "这会儿用的人太多，刚才这一步没有办成。请过一分钟再试。", 60)
READ_ONLY = Trouble(
    "database read only", "暂时只能看", "数据库现在只能看、不能改，刚才这一步没有存上。请过几分钟再来。", 300
)
CLOCK = Trouble(
    "clock moved",
    "服务器的时间不对",
    "服务器的时间刚刚被改动过，刚才这一步没有存上。系统运维校准时间以后，请再办一次。",
    600,
)
OF_STATE = {"53100": FULL, "53200": BUSY, "53300": BUSY, "53400": BUSY, "25006": READ_ONLY}
AWAY_STATES = ("08", "57P")  # connection exceptions, and a server that is stopping or starting
CHECKED = ("23514", "23P01")  # a CHECK or an exclusion says no: to an order of times, when the clock was moved


def trouble_of(error: BaseException | None) -> Trouble | None:
    """Which of these it is; None where the fault is ours."""
    for one in _behind(error):
        if isinstance(one, OSError) and one.errno in (errno.ENOSPC, errno.EDQUOT):
            return FULL
        state = getattr(one, "sqlstate", None) or getattr(one.__cause__, "sqlstate", None) or ""
        if found := OF_STATE.get(state):
            return found
        unreachable = isinstance(one, InterfaceError) or (isinstance(one, OperationalError) and not state)
        if unreachable or state.startswith(AWAY_STATES):
            return AWAY
        if isinstance(one, IntegrityError) and state in CHECKED and leap.leapt():
            return CLOCK
    return None


def _behind(error: BaseException | None) -> Iterator[BaseException]:
    """An error and those behind it."""
    for _ in range(DEPTH):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__
