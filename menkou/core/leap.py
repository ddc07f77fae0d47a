"""跳时: whether this machine's clock was moved while we ran, as seen by another clock that nobody moves.

A clock that is set right after a start, or by a day wrong by somebody's hand, makes deadlines and heartbeats look as they
are not. After an hour the new time is taken for the right one: whoever moved it has meant it.
"""

import time
from dataclasses import dataclass

MOST_S = 300  # what adjusts itself (NTP, a leap second) stays far below
BELIEVED_AFTER_S = 3600


@dataclass
class Watch:
    """The two clocks side by side: what people read, and seconds since the machine was started."""

    anchor: float
    leapt_at: float | None = None

    def leapt(self, wall: float, running: float) -> float:
        """How many seconds the time of day has leapt forward, or back where it is less than nothing; mostly 0."""
        by = wall - running - self.anchor
        if abs(by) <= MOST_S:
            self.leapt_at = None
            return 0.0
        if self.leapt_at is None:
            self.leapt_at = running
        if running - self.leapt_at > BELIEVED_AFTER_S:
            self.anchor, self.leapt_at = wall - running, None
            return 0.0
        return by


def _running() -> float:
    return time.clock_gettime(time.CLOCK_BOOTTIME)


watch = Watch(time.time() - _running())


def leapt() -> float:
    """By how much the clock of this machine was moved while this process ran, in seconds; mostly 0."""
    return watch.leapt(time.time(), _running())
