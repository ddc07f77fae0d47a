"""小数: what may be told of counts behind which people could be guessed, so that nothing told gives another away.

The whole of what somebody oversees is told by finished calendar months, and by quarters; its places are told by finished
quarters alone. What is longer is added up from what is told, and from nothing else, so that it tells nothing new.

A month is told where it is nothing or enough. A quarter is told where its months are, and where those that are not are
several, come to enough, and could each still be another number. A quarter's places are halved in the order of their
codes, and halved again, as long as both halves are nothing or enough; what cannot be halved is told together. Which
places stand together so follows from the counts only by way of what is told, and there is always another world that
looks the same (tests/test_small.py tries all of them in small districts).
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

BY_MONTHS: Final = "按月列"
BY_QUARTERS: Final = "按季度列"
NOT_YET: Final = "过完再列"
UNTOLD: Final = "太少，不列"
TOGETHER: Final = "和相邻的合着列"
FEWEST: Final = 3  # of fewer than two there is one, and whoever is told that much knows it
Said = int | str


class Stretch(NamedTuple):
    """Places next to each other, from one until before another, and what they come to."""

    start: int
    stop: int
    total: int


def is_enough(count: int, fewest: int) -> bool:
    """Whether a count may be told by itself."""
    return count == 0 or count >= max(fewest, FEWEST)


def of_quarter(months: Sequence[int], fewest: int) -> int | None:
    """What three months come to, or None where that would say what one of them is."""
    hidden, most = [one for one in months if not is_enough(one, fewest)], max(fewest, FEWEST) - 1
    if hidden and not (len(hidden) < sum(hidden) < len(hidden) * most and sum(hidden) > most):
        return None
    return sum(months)


def split(parts: Sequence[int], fewest: int) -> list[Stretch]:
    """Places as they may be told: halved as long as both halves may be told; nothing where all together may not."""
    total = sum(parts)
    return _halved(parts, 0, len(parts), fewest) if parts and is_enough(total, fewest) else []


def whole(months: Mapping[date, int], first: date, after_last: date, until: date, fewest: int) -> Said:
    """What is told of days, from counts by the first days of months; `until`: the first month that is not over."""
    if first.day != 1 or after_last.day != 1:
        return BY_MONTHS
    over, count, is_all = _months(first, min(after_last, until)), 0, True
    for quarter in _by_quarter(over):
        told = of_quarter([months.get(one, 0) for one in quarter], fewest) if len(quarter) == 3 else None
        open_ = [months.get(one, 0) for one in quarter if is_enough(months.get(one, 0), fewest)]
        is_all = is_all and (told is not None or len(open_) == len(quarter))
        count += sum(open_) if told is None else told
    if not over:
        return NOT_YET
    return count if is_all else (f"至少 {count}" if count else UNTOLD)


def by_place(
    months: Mapping[date, int],
    quarters: Mapping[date, Sequence[int]],
    first: date,
    after_last: date,
    until: date,
    fewest: int,
) -> list[Stretch] | str:
    """What is told of places over days, from counts by the first days of quarters, each in the order of the places."""
    starts = _quarters(first, after_last)
    if starts is None:
        return BY_QUARTERS
    found = []
    for start in (one for one in starts if _later(one, 3) <= until):
        parts = quarters.get(start, ())
        if of_quarter([months.get(one, 0) for one in _months(start, _later(start, 3))], fewest) is None:
            return UNTOLD
        if parts:
            found.append((parts, split(parts, fewest)))
    if any(not pieces for _, pieces in found):
        return UNTOLD
    return _together(found) if found else NOT_YET


def part(quarters: Mapping[date, tuple[int, int]], first: date, after_last: date, until: date, fewest: int) -> Said:
    """What is told of a part of the whole over days, from each quarter's part and rest."""
    starts = _quarters(first, after_last)
    if starts is None:
        return BY_QUARTERS
    over = [quarters.get(one, (0, 0)) for one in starts if _later(one, 3) <= until]
    if not over:
        return NOT_YET
    return sum(mine for mine, _ in over) if all(len(split(one, fewest)) == 2 for one in over) else UNTOLD


def at(found: list[Stretch] | str, place: int) -> Said:
    """What is told of one place."""
    if isinstance(found, str):
        return found
    return next((one.total for one in found if (one.start, one.stop) == (place, place + 1)), TOGETHER)


def _halved(parts: Sequence[int], start: int, stop: int, fewest: int) -> list[Stretch]:
    middle = (start + stop) // 2
    halves = (start, middle), (middle, stop)
    if stop - start > 1 and all(is_enough(sum(parts[one:other]), fewest) for one, other in halves):
        return [piece for one, other in halves for piece in _halved(parts, one, other, fewest)]
    return [Stretch(start, stop, sum(parts[start:stop]))]


def _together(found: Sequence[tuple[Sequence[int], list[Stretch]]]) -> list[Stretch]:
    """The finest pieces that are whole in every quarter: halves of halves lie in each other, never across."""
    bounds = set.intersection(*({one.stop for one in pieces} for _, pieces in found))
    starts = [0, *sorted(bounds)]
    return [
        Stretch(start, stop, sum(sum(parts[start:stop]) for parts, _ in found))
        for start, stop in zip(starts, starts[1:], strict=False)
    ]


def _months(first: date, after_last: date) -> list[date]:
    found = []
    while first < after_last:
        found.append(first)
        first = _later(first, 1)
    return found


def _quarters(first: date, after_last: date) -> list[date] | None:
    """The quarters that days are made of; None where they are of no whole quarters."""
    if any(one.day != 1 or one.month % 3 != 1 for one in (first, after_last)):
        return None
    return _months(first, after_last)[::3]


def _by_quarter(months: Sequence[date]) -> list[list[date]]:
    found: dict[tuple[int, int], list[date]] = {}
    for one in months:
        found.setdefault((one.year, (one.month - 1) // 3), []).append(one)
    return list(found.values())


def _later(first: date, months: int) -> date:
    return (first + timedelta(days=31 * months)).replace(day=1)
