"""催办: which step a deadline has come to. Plain instants in, a step out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

BEFORE, DUE, OVER, LONG_OVER = "before", "due", "over", "long_over"
STEPS: Final = (BEFORE, DUE, OVER, LONG_OVER)


@dataclass(frozen=True)
class Deadline:
    """When each step of one deadline falls due."""

    before: datetime
    due: datetime
    over: datetime
    long_over: datetime


def steps_to_take(deadline: Deadline, now: datetime) -> tuple[str, ...]:
    """Those that have come, in their order. A reminder makes no sense once a later step has come."""
    if now < deadline.due:
        return (BEFORE,) if now >= deadline.before else ()
    if now < deadline.over:
        return (DUE,)
    return (OVER, LONG_OVER) if now >= max(deadline.over, deadline.long_over) else (OVER,)
