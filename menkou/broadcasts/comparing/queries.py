"""推送前后: the weeks before and after a warning, in villages whose group had it beside others. It shows no cause."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Case, CharField, Q, QuerySet, Value, When
from django.db.models.functions import TruncWeek

from menkou.broadcasts.models import Delivery, Rise
from menkou.broadcasts.rising import queries as rises
from menkou.broadcasts.rules import rising
from menkou.broadcasts.rules.rising import AFTER, BEFORE, DURING, OTHERS, SIDES, WARNED
from menkou.core import clock
from menkou.places import queries as places
from menkou.places.models import Village

Bands = dict[str, rising.Band | None]


@dataclass(frozen=True)
class Week:
    """One week, and what may be told of each side; nothing yet where it has had no time to settle."""

    first: date
    part: str
    is_settled: bool
    told: Bands

    @property
    def last(self) -> date:
        return self.first + timedelta(days=6)


@dataclass(frozen=True)
class Compared:
    """Everything that the page shows. A side of fewer villages than the rule says is not shown."""

    rise: Rise
    villages: dict[str, int]
    weeks: list[Week]
    totals: dict[str, Bands]  # by part
    lengths: dict[str, int]  # of each part, in weeks that have settled

    def rate(self, part: str, side: str) -> float | None:
        """A week's number for ten villages, by what is told alone."""
        told, weeks, villages = self.totals[part][side], self.lengths[part], self.villages[side]
        return 10 * told.middle / weeks / villages if told and weeks and villages else None


def compared(rise: Rise) -> Compared:
    """Before and after the week in which the notice went; that week itself is neither."""
    said, length = rises.limits(), places.rules()["weeks_beside_a_warning"]
    monday = rising.monday_of(rise.notice.go_on)
    first, settled = monday - length * rising.WEEK, rising.spans(clock.today(), said).ends
    sides = _sides(rise, first, monday + (length + 1) * rising.WEEK, said)
    days = [first + number * rising.WEEK for number in range(2 * length + 1)]
    ends = min(days[-1] + rising.WEEK, settled)
    found = _found(rise.category, sides, first, ends)
    by_week, by_part = _by_week(found, said), _by_part(found, monday, said)
    weeks = [Week(day, _part(day, monday), day < settled, by_week.get(day, dict.fromkeys(SIDES))) for day in days]
    lengths = {part: sum(one.is_settled for one in weeks if one.part == part) for part in (BEFORE, AFTER)}
    return Compared(rise, {side: len(sides[side]) for side in SIDES}, weeks, by_part, lengths)


def _part(day: date, monday: date) -> str:
    return DURING if day == monday else BEFORE if day < monday else AFTER


def _sides(rise: Rise, first: date, ends: date, said: rising.Limits) -> dict[str, set[UUID]]:
    """Villages whose own group had it; and others of the same kinds, there all the time, that no such warning was for."""
    heirs, there = places.heirs(), Delivery.objects.filter(notice=rise.notice, state__in=Delivery.THERE)
    had = {heirs.get(one, one) for one in _villages_of(there)}
    same = Rise.objects.filter(category=rise.category, notice__go_on__gte=first, notice__go_on__lt=ends)
    for_some = Delivery.objects.filter(notice__in=same.values("notice")).exclude(state=Delivery.State.CANCELLED)
    meant = had | {heirs.get(one, one) for one in _villages_of(for_some)}
    kinds = Village.objects.filter(pk__in=had).order_by().values("kind")
    beside = places.villages().filter(kind__in=kinds, valid_from__lte=first).exclude(pk__in=meant)
    found = {WARNED: had, OTHERS: set(beside.order_by().values_list("pk", flat=True))}
    enough = said.rising_fewest_villages
    return {side: some if len(some) >= enough else set() for side, some in found.items()}


def _villages_of(deliveries: QuerySet[Delivery]) -> set[UUID]:
    found = deliveries.exclude(group__village=None).order_by()
    return set(found.values_list("group__village", flat=True))


def _found(category: str, sides: dict[str, set[UUID]], first: date, ends: date) -> QuerySet:
    """Matters of the category in the villages of both sides, and in those that have been merged into them."""
    heirs, of = places.heirs(), {}
    for side, some in sides.items():
        of[side] = some | {one for one, heir in heirs.items() if heir in some}
    on_side = Case(When(village__in=of[WARNED], then=Value(WARNED)), default=Value(OTHERS), output_field=CharField())
    found = rises.closed_between(first, max(first, ends)).filter(category=category, village__in=of[WARNED] | of[OTHERS])
    return found.order_by().annotate(side=on_side)


def _by_week(found: QuerySet, said: rising.Limits) -> dict[date, Bands]:
    told: dict[date, Bands] = {}
    rows = found.annotate(week=TruncWeek("asked_at", tzinfo=clock.SHANGHAI)).values("week", "side")
    for row in rows.annotate(**rises.counts("")):
        week = told.setdefault(row["week"].astimezone(clock.SHANGHAI).date(), dict.fromkeys(SIDES))
        week[row["side"]] = rising.band(rises.cell(row), said)
    return told


def _by_part(found: QuerySet, monday: date, said: rising.Limits) -> dict[str, Bands]:
    before = Q(asked_at__lt=clock.start_of(monday))
    after = Q(asked_at__gte=clock.start_of(monday + rising.WEEK))
    told: dict[str, Bands] = {part: dict.fromkeys(SIDES) for part in (BEFORE, AFTER)}
    for row in found.values("side").annotate(**rises.counts("before_", before), **rises.counts("after_", after)):
        for part in told:
            told[part][row["side"]] = rising.band(rises.cell(row, f"{part}_"), said)
    return told
