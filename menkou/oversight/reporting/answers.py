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
    found: dict[str, Said] = {"asked": _whole(asked, span), "rated": _whole(rated, span)}
    if found["asked"] and isinstance(found["asked"], int):
        _, hours = numbers.pace(by, numbers.Month(period.first, min(period.after_last, span.until)))
        found |= {"hours": NO_ANSWER if hours is None else round(hours, 1), "timely": _part(asked, span)}
    if found["rated"] and isinstance(found["rated"], int):
        found["happy"] = _part(rated, span)
    return found


def _whole(counted: Mapping[date, tuple[int, int]], span: Span) -> int | str:
    return small.whole({month: count for month, (count, _) in counted.items()}, *span)


def _part(counted: Mapping[date, tuple[int, int]], span: Span) -> int | str:
    quarters: dict[date, tuple[int, int]] = {}
    for month, (count, part) in counted.items():
        start = Period.of(month, "quarter").first
        mine, rest = quarters.get(start, (0, 0))
        quarters[start] = (mine + part, rest + count - part)
    return small.part(quarters, *span)
