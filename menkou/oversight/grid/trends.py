"""十二个月: what was asked, answered in time, visited and liked, month by month; one grouped query each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from menkou.consultations import queries as consultations
from menkou.consultations.models import Consultation, Rating
from menkou.core import clock
from menkou.core.actors import Actor
from menkou.oversight import numbers
from menkou.oversight.grid.measures import MONTHS, fewest
from menkou.oversight.grid.rules import Bar, bars, summary
from menkou.worklogs import queries as worklogs
from menkou.worklogs.models import Outcome

UNTOLD = "太少，不算"
Counts = dict[date, tuple[int, int]]  # of each month: a part and the whole


@dataclass(frozen=True)
class Trend:
    """One line of twelve months, drawn and in words."""

    title: str
    key: str
    bars: list[Bar]
    summary: str


def months() -> list[date]:
    """The first days of twelve months, the last is this one's."""
    today = clock.today()
    counted = [divmod(today.year * 12 + today.month - 1 - back, 12) for back in reversed(range(MONTHS))]
    return [date(year, month + 1, 1) for year, month in counted]


def trends(by: Actor) -> list[Trend]:
    """All four, over what somebody oversees."""
    of = months()
    start, now = clock.start_of(of[0]), clock.now()
    asked = numbers.countable(by, consultations.asked_between(start, now))
    matters = _by_month(asked, "asked_at", *numbers.in_time())
    rated = consultations.ratings_between(start, now)
    rated = rated.filter(consultation__in=numbers.countable(by, Consultation.objects.all()))
    happy = _by_month(rated, "rated_at", Q(face=Rating.Face.HAPPY))
    return [
        _of_counts("新咨询", "asked", of, {month: row[2] for month, row in matters.items()}, "条"),
        _of_shares("按时答复", "timely", of, {month: row[:2] for month, row in matters.items()}),
        _of_counts("服务（不算咨询）", "work", of, _work(by, of[0]), "次"),
        _of_shares("满意", "happy", of, {month: row[:2] for month, row in happy.items()}),
    ]


def _by_month(found: QuerySet, when: str, part: Q, whole: Q | None = None) -> dict[date, tuple[int, int, int]]:
    """Of each month: how many of the part, of the whole (all, where none is said), and in all."""
    whole_count = Count("pk", filter=whole) if whole is not None else Count("pk")
    rows = found.order_by().values_list(TruncMonth(when, tzinfo=clock.SHANGHAI))
    counted = rows.annotate(part=Count("pk", filter=part), whole=whole_count, all=Count("pk"))
    return {month.date(): (some, of, total) for month, some, of, total in counted}


def _work(by: Actor, first: date) -> dict[date, int]:
    """Work that is no consultation, as the log has it; what was sent back does not count."""
    done = worklogs.visible_to(by).filter(done_on__gte=first).exclude(kind="consultation")
    rows = done.exclude(outcome=Outcome.RETURNED).order_by().values_list(TruncMonth("done_on"))
    return dict(rows.annotate(count=Count("pk")))


def _of_counts(title: str, key: str, of: Sequence[date], counts: dict[date, int], unit: str) -> Trend:
    values = [counts.get(month, 0) for month in of]
    return _trend(title, key, of, values, [f"{value} {unit}" for value in values])


def _of_shares(title: str, key: str, of: Sequence[date], counts: Counts) -> Trend:
    """A share of too few is not told: it would speak of persons."""
    few, found = fewest(), [counts.get(month, (0, 0)) for month in of]
    values = [part / whole if whole >= few else None for part, whole in found]
    words = [UNTOLD if value is None else f"{value:.0%}" for value in values]
    return _trend(title, key, of, values, words, most=1)


def _trend(
    title: str, key: str, of: Sequence[date], values: Sequence[float | None], words: list[str], most: float = 0
) -> Trend:
    labels = [f"{month.month}月" for month in of]
    return Trend(title, key, bars(values, labels, words, most), summary(title, values, labels, words))
