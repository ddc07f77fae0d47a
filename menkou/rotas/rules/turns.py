"""轮流: whose turn it is on each day; whoever had it longest ago comes first, and who is away is passed over, not skipped."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Generic, NamedTuple, TypeVar

K = TypeVar("K")


class Turns(NamedTuple, Generic[K]):
    """Who comes on which day, and the days on which nobody can."""

    taken: list[tuple[date, K]]
    empty: list[date]


def days_of(first: date, after_last: date, weekday: int) -> list[date]:
    """Every Tuesday, as it may be, of a span; Monday is 0."""
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    return [day + timedelta(days=7 * week) for week in range(((after_last - day).days + 6) // 7)]


def in_turn(days: Iterable[date], people: Sequence[K], can: Callable[[K, date], bool]) -> Turns[K]:
    """`people` in the order in which their turn comes. Who cannot on a day keeps their place for the next one."""
    queue, taken, empty = list(people), [], []
    for day in days:
        who = next((one for one in queue if can(one, day)), None)
        if who is None:
            empty.append(day)
            continue
        queue.remove(who)
        queue.append(who)
        taken.append((day, who))
    return Turns(taken, empty)
