"""额度: how many words may go to one person now, and until when. Pure: from what opened the way, and the count since.

A platform lets an account write only after the person did something (security.md 4.2 to 4.4). A later opening takes
the place of an earlier one of its kind, and a word counts against every opening before it: of all readings of the
documents that is the strictest, so that what is allowed here is allowed there, whichever reading is right.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil
from typing import Final

# Of a window's end, this much is never used. A call may drip for 15 s and connect for 2 s before it is counted, the
# platform's times are cut to whole seconds, and its clock and ours may differ by some.
MARGIN: Final = timedelta(seconds=30)

# Between two of our words and the two that the platform counts there may be so much less time: the first may have
# been held up for all that a call waits to connect and to be read.
JITTER: Final = timedelta(seconds=6)


class Kind(StrEnum):
    """What opens the way 打开窗口: a message or an act at a service account 公众号, a message to 微信客服."""

    MESSAGE = "message"
    CLICK = "click"
    FOLLOW = "follow"
    SCAN = "scan"
    KF = "kf"


@dataclass(frozen=True)
class Window:
    """So many words in so much time."""

    most: int
    lasts: timedelta


WINDOWS: Final = {
    Kind.MESSAGE: Window(5, timedelta(hours=48)),
    Kind.CLICK: Window(3, timedelta(minutes=1)),
    Kind.FOLLOW: Window(3, timedelta(minutes=1)),
    Kind.SCAN: Window(3, timedelta(minutes=1)),
    Kind.KF: Window(5, timedelta(hours=48)),
}
ROBOT: Final = (Window(20, timedelta(minutes=1)),)  # 群机器人, each; fixed or sliding is not documented
MEMBER: Final = (Window(30, timedelta(minutes=1)), Window(1000, timedelta(hours=1)))  # more is dropped in silence


@dataclass(frozen=True)
class Opening:
    """The way was opened `at` by an act of `kind`; `sent` words have gone to this person since, by any opening."""

    kind: Kind
    at: datetime
    sent: int = 0

    @property
    def closes_at(self) -> datetime:
        """From this instant on nothing is sent on the strength of this opening."""
        return self.at + WINDOWS[self.kind].lasts - MARGIN

    def left(self, now: datetime) -> int:
        """How many words this opening still bears. Open before `at` too: then our clock is behind."""
        return max(0, WINDOWS[self.kind].most - self.sent) if now < self.closes_at else 0


def left(openings: Iterable[Opening], now: datetime) -> int:
    """How many words may be sent now."""
    return max((opening.left(now) for opening in openings), default=0)


def may_send(openings: Iterable[Opening], now: datetime) -> bool:
    """Whether one word may be sent now."""
    return left(openings, now) > 0


def closes_at(openings: Iterable[Opening], now: datetime) -> datetime | None:
    """When the last word that is still allowed has to have gone, exclusive; None where none is allowed."""
    return max((opening.closes_at for opening in openings if opening.left(now)), default=None)


def wait_seconds(sent: Sequence[datetime], now: datetime, windows: Iterable[Window] = ROBOT) -> int:
    """How long to wait before the next word at a pace 频率 such as ROBOT or MEMBER; 0 to go ahead.

    No stretch of the window's length holds more than `most`, wherever it begins: that keeps fixed minutes as well.
    """
    waits = [
        times[-window.most] + window.lasts + JITTER - now
        for window in windows
        if len(times := sorted(sent)) >= window.most
    ]
    return max(0, *(ceil(wait.total_seconds()) for wait in waits)) if waits else 0
