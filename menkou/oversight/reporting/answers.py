"""咨询、答复、评价 of a period, as far as they may be told: of all that somebody oversees, never of a place."""

from collections.abc import Mapping
from datetime import date

from menkou.core.actors import Actor
from menkou.oversight import numbers
from menkou.oversight.ledger.few import Span, span_of
from menkou.oversight.rules import small
from menkou.worklogs.rules.periods import Period, quarters_around

Said = int | float | str
NO_ANSWER = "还没有"


def answers(by: Actor, period: Period) -> dict[str, Said]:
    """新咨询, the hours to a first answer, 按时答复, 评价 and 满意; words where they are too few, or would tell who."""
    wide, span = quarters_around(period), span_of(period)
    asked = numbers.asked_by_month(by, wide.first, wide.after_last)
    rated = numbers.rated_by_month(by, wide.first, wide.after_last)
    found: dict[str, Said] = {"asked": whole_of(asked, span), "rated": whole_of(rated, span)}
    if found["asked"] and isinstance(found["asked"], int):
        paced = numbers.pace(by, numbers.Month(period.first, min(period.after_last, span.until)))
        found |= {"hours": _hours(paced, span.fewest), "timely": part_of(asked, span)}
    if found["rated"] and isinstance(found["rated"], int):
        found["happy"] = part_of(rated, span)
    return found


def _hours(paced: numbers.Pace, fewest: int) -> float | str:
    """Of few answers the middle one would be somebody's."""
    if paced.hours is None:
        return NO_ANSWER
    return round(paced.hours, 1) if small.is_enough(paced.answered, fewest) else small.UNTOLD


def liked(by: Actor, period: Period) -> tuple[int | str, int | str]:
    """评价 and 满意 alone; the second is words as well where the first is."""
    rated, span = numbers.rated_by_month(by, period.first, period.after_last), span_of(period)
    whole = whole_of(rated, span)
    return whole, part_of(rated, span) if isinstance(whole, int) else whole


def whole_of(counted: Mapping[date, tuple[int, int]], span: Span) -> int | str:
    """What may be told of all, from each month's whole and part."""
    return small.whole({month: count for month, (count, _) in counted.items()}, *span)


def part_of(counted: Mapping[date, tuple[int, int]], span: Span) -> int | str:
    """What may be told of the part; by quarters."""
    quarters: dict[date, tuple[int, int]] = {}
    for month, (count, part) in counted.items():
        start = Period.of(month, "quarter").first
        mine, rest = quarters.get(start, (0, 0))
        quarters[start] = (mine + part, rest + count - part)
    return small.part(quarters, *span)
