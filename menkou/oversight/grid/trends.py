"""十二个月: what was asked and visited month by month, and what was in time and liked by quarters, as reports tell it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import TruncMonth

from menkou.core import clock
from menkou.core.actors import Actor
from menkou.oversight import numbers
from menkou.oversight.grid.measures import MONTHS
from menkou.oversight.grid.rules import Bar, bars, summary
from menkou.oversight.ledger.few import span_of
from menkou.oversight.reporting.answers import part_of, whole_of
from menkou.worklogs import queries as worklogs
from menkou.worklogs.models import Outcome
from menkou.worklogs.rules.periods import Period, back_from

UNTOLD = "太少，不算"
QUARTERS = 4  # that are over
Counts = Mapping[date, tuple[int, int]]  # of each month: the whole, and a part


@dataclass(frozen=True)
class Trend:
    """One line of a year, drawn and in words."""

    title: str
    key: str
    bars: list[Bar]
    summary: str


def months() -> list[Period]:
    """Twelve months in their order; the last is this one."""
    return back_from(clock.today(), "month", MONTHS)[::-1]


def quarters() -> list[Period]:
    """The last that are over, in their order."""
    return back_from(clock.today(), "quarter", QUARTERS + 1)[:0:-1]


def trends(by: Actor) -> list[Trend]:
    """All four, over what somebody oversees; one grouped query each."""
    first, after_last = quarters()[0].first, Period.of(clock.today(), "quarter").after_last
    asked, rated = numbers.asked_by_month(by, first, after_last), numbers.rated_by_month(by, first, after_last)
    of_month = [whole_of(asked, span_of(one)) for one in months()]
    work = _work(by, months()[0].first)
    return [
        _of_counts("新咨询", "asked", of_month, "条"),
        _of_shares("按时答复", "timely", asked),
        _of_counts("服务（不算咨询）", "work", [work.get(one.first, 0) for one in months()], "次"),
        _of_shares("满意", "happy", rated),
    ]


def _work(by: Actor, first: date) -> dict[date, int]:
    """Work that is no consultation, as the log has it; what was sent back does not count."""
    done = worklogs.visible_to(by).filter(done_on__gte=first).exclude(kind="consultation")
    rows = done.exclude(outcome=Outcome.RETURNED).order_by().values_list(TruncMonth("done_on"))
    return dict(rows.annotate(count=Count("pk")))


def _of_counts(title: str, key: str, told: Sequence[int | str], unit: str) -> Trend:
    """What is not told has no bar, and says why."""
    values = [one if isinstance(one, int) else None for one in told]
    words = [f"{one} {unit}" if isinstance(one, int) else one for one in told]
    return _trend(title, key, [f"{one.first.month}月" for one in months()], values, words)


def _of_shares(title: str, key: str, counted: Counts) -> Trend:
    """Of a quarter, where a report tells both the whole and its part: a share beside the whole says the part."""
    values = [_share(counted, one) for one in quarters()]
    words = [UNTOLD if value is None else f"{value:.0%}" for value in values]
    return _trend(title, key, list(map(str, quarters())), values, words, most=1)


def _share(counted: Counts, quarter: Period) -> float | None:
    whole, part = whole_of(counted, span_of(quarter)), part_of(counted, span_of(quarter))
    return part / whole if isinstance(whole, int) and isinstance(part, int) and whole else None


def _trend(
    title: str,
    key: str,
    labels: Sequence[str],
    values: Sequence[float | None],
    words: Sequence[str],
    most: float = 0,
) -> Trend:
    return Trend(title, key, bars(values, labels, words, most), summary(title, values, labels, words))
