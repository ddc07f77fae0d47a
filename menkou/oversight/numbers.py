"""The district's numbers, one function each, over what a person oversees. Facts only; no content, no identity."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Count, F, Min, Model, Q, QuerySet
from django.db.models.functions import TruncMonth

from menkou.consultations import queries as consultations
from menkou.consultations.after import queries as after
from menkou.consultations.interests import barring
from menkou.consultations.models import Concern, Consultation, Rating
from menkou.consultations.timing import queries as timing
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.literals import Literal
from menkou.core.standing import standing, standing_column
from menkou.places import queries as places
from menkou.places.models import Village
from menkou.postings import queries as postings
from menkou.worklogs import queries as worklogs
from menkou.worklogs.models import Entry

C = TypeVar("C", bound=Model)
SPAN = ("asked_at", "first_answered_at")


@dataclass(frozen=True)
class Month:
    """A calendar month in Shanghai, half open."""

    first: date
    after_last: date

    @classmethod
    def of(cls, day: date) -> "Month":
        first = day.replace(day=1)
        return cls(first, (first + timedelta(days=32)).replace(day=1))

    @property
    def start(self) -> datetime:
        return clock.start_of(self.first)

    @property
    def end(self) -> datetime:
        return clock.start_of(self.after_last)


def villages_of(by: Actor) -> QuerySet[Village]:
    """The villages that a person oversees: all, a township's, or those that an institution's people serve."""
    villages = places.villages()
    if by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR):
        return villages
    townships, institutions = by.held(Role.JUDICIAL_OFFICE), by.held(Role.INSTITUTION_DIRECTOR)
    if not institutions:
        return villages.filter(township__in=townships)
    served = postings.running().filter(registration__institution__in=institutions).values("village")
    return villages.filter(Q(township__in=townships) | Q(pk__in=served))


def countable(by: Actor, found: QuerySet[C], matter: str = "") -> QuerySet[C]:
    """Of these, what a person may count: an office nothing with an interest, a director nothing that is kept from them.

    Consultations, or rows that name one as `matter`.
    """
    if by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR):
        return found
    townships, institutions = by.held(Role.JUDICIAL_OFFICE), by.held(Role.INSTITUTION_DIRECTOR)
    mine, at = Q(pk__in=()), f"{matter}__" if matter else ""
    if townships:
        mine |= Q(**{f"{at}village__township__in": townships}) & barring.is_without_interests(matter)
    if institutions:
        led = Q(**{f"{at}holder__institution__in": institutions})
        mine |= led & ~barring.holder_is_kept_out(matter=matter)
    return found.filter(mine)


def asked(by: Actor, month: Month) -> int:
    """新咨询."""
    return countable(by, consultations.asked_between(month.start, month.end)).count()


def timeliness(by: Actor, month: Month) -> list[dict]:
    """What stands behind 新咨询: reference number, month and timeliness only (decision 25), in no telling order.

    Empty where there are fewer than the district's rule says: a short list would point at persons.
    """
    asked_then = list(countable(by, consultations.asked_between(month.start, month.end)))
    if len(asked_then) < places.rules()["fewest_in_a_list"]:
        return []
    now = clock.now()
    rows = [{"reference": one.reference, "month": month.first, "state": _timely(one, now)} for one in asked_then]
    return sorted(rows, key=lambda row: row["reference"])


def in_time() -> tuple[Q, Q]:
    """按时答复: the condition, and that of all that can be judged: answered, or past its time without an answer."""
    unanswered = Q(first_answered_at=None)
    given_up = Q(closed_at__gt=F("due_at"))
    late = unanswered & (Q(closed_at=None, due_at__lt=clock.now()) | given_up)
    return Q(first_answered_at__lte=F("due_at")), ~unanswered | late


def _timely(one: Consultation, now: datetime) -> str:
    if one.first_answered_at is None and one.closed_at is not None:  # the asker said never mind
        return "late" if one.closed_at > one.due_at else "withdrawn"
    if one.first_answered_at is None:
        return "overdue" if one.due_at < now else "planned"
    return "late" if one.first_answered_at > one.due_at else "done"


def awaiting_by_township(by: Actor) -> list[dict]:
    """待核实的工作日志 in each township, with the oldest."""
    waiting = worklogs.visible_to(by).filter(outcome=Literal("")).order_by()
    rows = waiting.values("village__township__code", "village__township__name")
    counted = rows.annotate(count=Count("pk"), oldest=Min("done_on")).order_by("village__township__code")
    return [dict(row) for row in counted]


def hours_to_answer(by: Actor, month: Month) -> float | None:
    """首次答复时间的中位数, in hours, of what was asked in the month and has been answered; None where nothing was."""
    return pace(by, month).hours


class Pace(NamedTuple):
    """How many were asked, how many of them are answered, and 首次答复时间的中位数 in hours."""

    asked: int
    answered: int
    hours: float | None


def pace(by: Actor, month: Month) -> Pace:
    """From one reading."""
    spans = _spans(by, month)
    hours = sorted((first - asked_at).total_seconds() / 3600 for asked_at, first in spans if first)
    return Pace(len(spans), len(hours), median(hours) if hours else None)


@standing
def _spans(by: Actor, month: Month) -> QuerySet:
    return countable(by, consultations.asked_between(month.start, month.end)).order_by().values_list(*SPAN)


def satisfaction(by: Actor, month: Month) -> tuple[int, int]:
    """满意的, and all ratings of the month."""
    found = consultations.ratings_between(month.start, month.end)
    mine = countable(by, found, "consultation")
    happy = Count("pk", filter=Q(face=Rating.Face.HAPPY))
    counted = mine.aggregate(happy=happy, all=Count("pk"))
    return counted["happy"], counted["all"]


def asked_by_month(by: Actor, first: date, after_last: date) -> dict[date, tuple[int, int]]:
    """新咨询 of each month, and how many of them were answered in time; of months without any, nothing."""
    found = countable(by, consultations.asked_between(clock.start_of(first), clock.start_of(after_last)))
    counted = _by_month(found, "asked_at", Q(first_answered_at__lte=F("due_at")))
    return {month.date(): (count, part) for month, count, part in counted}


def rated_by_month(by: Actor, first: date, after_last: date) -> dict[date, tuple[int, int]]:
    """评价 of each month, and how many of them say 满意; of months without any, nothing."""
    return {month.date(): (count, part) for month, count, part in _rated(by, first, after_last)}


@standing
def _rated(by: Actor, first: date, after_last: date) -> QuerySet:
    found = consultations.ratings_between(clock.start_of(first), clock.start_of(after_last))
    return _by_month(countable(by, found, "consultation"), "rated_at", Q(face=Rating.Face.HAPPY))


def _by_month(found: QuerySet, moment: str, is_part: Q) -> QuerySet:
    rows = found.order_by().values(month=TruncMonth(moment, tzinfo=clock.SHANGHAI))
    counted = rows.annotate(count=Count("pk"), part=Count("pk", filter=is_part))
    return counted.values_list("month", "count", "part")


def overdue(by: Actor) -> int:
    """已超时: unanswered past their time."""
    return late(by).count()


def late(by: Actor) -> QuerySet[Consultation]:
    """已超时, as rows."""
    return countable(by, consultations.overdue())


def late_with_somebody(by: Actor) -> QuerySet[Consultation]:
    """已超时, of those who may still answer them."""
    return countable(by, consultations.overdue()).exclude(barring.holder_is_kept_out())


def overdue_by_adviser(by: Actor) -> list[dict]:
    """Whom to call today: who is late, with how many, since when; the longest first."""
    return [dict(zip(LATE_COLUMNS, row, strict=True)) for row in _late_by_adviser(by)]


LATE_COLUMNS = (
    *("holder_id", "holder__adviser__name", "holder__institution__name", "holder__phone"),
    *("count", "since"),
)


@standing
def _late_by_adviser(by: Actor) -> QuerySet:
    rows = late_with_somebody(by).values(*LATE_COLUMNS[:-2])
    return rows.annotate(count=Count("pk"), since=Min("due_at")).order_by("since").values_list(*LATE_COLUMNS)


def overdue_listed(by: Actor) -> list[dict]:
    """What stands behind 已超时: reference, month, how late, what was done about it; in no telling order.

    Empty where there are fewer than the district's rule says; a village is named where so many of its own are late.
    """
    late, fewest = (
        list(countable(by, consultations.overdue()).select_related("village")),
        places.rules()["fewest_in_a_list"],
    )
    if len(late) < fewest:
        return []
    of_village, steps, now = (
        Counter(one.village_id for one in late),
        timing.urgings_of([one.pk for one in late]),
        clock.now(),
    )
    rows = [
        {
            "reference": one.reference,
            "month": one.asked_at.astimezone(clock.SHANGHAI).date().replace(day=1),
            "days_over": (now - one.due_at).days,
            "step": steps.get(one.pk, ""),
            "village": one.village.short_name if of_village[one.village_id] >= fewest else "",
        }
        for one in late
    ]
    return sorted(rows, key=lambda row: row["reference"])


def unseen_concerns(by: Actor) -> QuerySet[Concern]:
    """跟进事项 that nobody has seen to."""
    return countable(by, after.open_concerns(), "consultation")


def awaiting_review(by: Actor) -> int:
    """待核实的工作日志."""
    return unreviewed(by).count()


def unreviewed(by: Actor) -> QuerySet[Entry]:
    """待核实的工作日志, as rows."""
    return worklogs.visible_to(by).filter(outcome=Literal(""))


def villages_late(by: Actor) -> set[UUID]:
    """Where as many wait past the time as the district's rule says; where fewer do, a mark would point at persons."""
    heirs, fewest = places.heirs_as_shown(), places.rules()["fewest_in_a_list"]
    of_village = Counter(heirs.get(one, one) for one in _where_late(by))
    return {village for village, count in of_village.items() if count >= fewest}


@standing_column
def _where_late(by: Actor) -> QuerySet:
    return barring.without_interests(late(by)).order_by().values_list("village_id")
