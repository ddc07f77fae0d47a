"""一事一记: the time of a visit, shared out over what was done in it."""

from datetime import datetime, timedelta
from typing import Final

A_MINUTE: Final = timedelta(minutes=1)


def minutes_of(came: datetime, left: datetime) -> int:
    """Whole minutes, to the nearest; at least one."""
    return max(1, round((left - came) / A_MINUTE))


def split(minutes: int, parts: int) -> list[int]:
    """Minutes for each part, the longer ones first: their sum is the whole, and no two differ by more than one.

    Nothing takes no time at all, so where there are fewer minutes than parts each has one.
    """
    each, more = divmod(max(minutes, parts), parts)
    return [each + (number < more) for number in range(parts)]
