"""What a process remembers for some seconds, so that it need not ask the database at every request.

Only for what is read at every step and changed a few times a year: the districts, their rules, their calendar.
Whoever changes it calls forget(); other processes follow within the seconds.
"""

import time
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, TypeVar

from menkou.core.scope import current

SECONDS = 10
MOST = 1000  # entries; a flood of other questions empties the memory and no more

R = TypeVar("R")
_held: dict[Hashable, tuple[float, Any]] = {}


def remembered(ask: Callable[..., R]) -> Callable[..., R]:
    """Ask once in some seconds for each scope and arguments; None is asked again each time."""

    @wraps(ask)
    def answer(*of: Hashable) -> R:
        key, moment = (ask, current(), of), time.monotonic()
        until, found = _held.get(key, (0.0, None))
        if until < moment:
            found = ask(*of)
            if found is not None:
                if len(_held) >= MOST:
                    _held.clear()
                _held[key] = (moment + SECONDS, found)
        return found

    return answer


def forget() -> None:
    """Ask anew from now on."""
    _held.clear()
