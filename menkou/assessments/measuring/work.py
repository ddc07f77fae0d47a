"""工作要求, 推送, 抽查, 核实: what was done of what was asked, in each village for itself.

What is too much in one village does not stand for what is missing in another (one village camped on is no service to
the others). A village asks something of whoever held its A post, and was not away, for most of the span (a dated rule).
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from django.db.models import F

from menkou.assessments.measuring.records import CHECK, DELIVERY, ENTRY, Logged, Measured, Records, by_institution
from menkou.assessments.rules.items import Fact
from menkou.broadcasts.models import Delivery, Notice
from menkou.core import clock
from menkou.core.dated import holding
from menkou.places.models import Demand
from menkou.worklogs import duties
from menkou.worklogs.models import Check, Entry
from menkou.worklogs.rules.duties import LECTURE, Work, applying, done
from menkou.worklogs.rules.kinds import CONSULTATION
from menkou.worklogs.rules.periods import Period


class Owed(NamedTuple):
    """What a village asks of somebody in a span."""

    who: UUID
    village: UUID
    span: Period
    least: int


def hours(records: Records) -> dict[UUID, Measured]:
    """服务时长, whole hours."""
    return _held_against(records, "hours")


def visits(records: Records) -> dict[UUID, Measured]:
    """到村次数."""
    return _held_against(records, "visits")


def lectures(records: Records) -> dict[UUID, Measured]:
    """法治讲座."""
    return _held_against(records, "lectures")


def pushes(records: Records) -> dict[UUID, Measured]:
    """推送 that an adviser was to bring into a group: on its day, later, not at all; what was withdrawn is not asked.

    A group knows who keeps it now. Of a village's group, nobody answers for a day on which they held no post there: it
    was somebody else's to bring, who is not on record.
    """
    rows = Delivery.objects.filter(
        notice__go_on__gte=records.period.first,
        notice__go_on__lt=records.period.after_last,
        notice__state=Notice.State.GOING,
        group__registration__isnull=False,
    ).exclude(state=Delivery.State.CANCELLED)
    facts = ("pk", "group__registration", "group__village", "notice__go_on", "sent_at", "confirmed_at")
    found: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    for pk, who, village, day, sent, confirmed in rows.order_by("notice__go_on", "id").values_list(*facts):
        if village and not records.serves(who, village, day):
            continue
        there = sent or confirmed
        how = "missing" if there is None else "done" if there.astimezone(clock.SHANGHAI).date() <= day else "late"
        found[who].append((pk, how))
    return {who: _pushed(some) for who, some in found.items()}


def _pushed(rows: list[tuple[UUID, str]]) -> Measured:
    hows = [how for _, how in rows]
    return Measured(Fact(hows.count("done"), len(hows), hows.count("late")), DELIVERY, tuple(pk for pk, _ in rows))


def checks(records: Records) -> dict[UUID, Measured]:
    """抽查对不上, heard, and sent back; of everybody, so that nobody's none is unknown."""
    found: dict[UUID, list[UUID]] = {who: [] for who in records.registrations}
    for who, pk in _returned(records):
        found.setdefault(who, []).append(pk)
    return {who: Measured(Fact(len(rows)), CHECK, tuple(rows)) for who, rows in found.items()}


def checks_of_institutions(records: Records) -> dict[UUID, Measured]:
    """The same, of an institution's people."""
    found = by_institution(records, _returned(records))
    return {one: Measured(Fact(len(rows)), CHECK, tuple(rows)) for one, rows in found.items()}


def _returned(records: Records) -> Iterator[tuple[UUID, UUID]]:
    rows = Check.objects.filter(
        ending=Check.Ending.RETURNED,
        entry__done_on__gte=records.period.first,
        entry__done_on__lt=records.period.after_last,
    )
    return iter(rows.order_by("id").values_list("entry__author", "pk"))


def reviewed(records: Records) -> dict[UUID, Measured]:
    """核实日志: of what was logged in a township, as much as its office has decided on. Consultations need no review."""
    rows = Entry.objects.filter(done_on__gte=records.period.first, done_on__lt=records.period.after_last)
    found: dict[UUID, list[int]] = defaultdict(lambda: [0, 0])
    facts = rows.exclude(kind=CONSULTATION).order_by().values_list("village__township", F("outcome"))
    for township, outcome in facts.iterator(chunk_size=5000):
        found[township][0] += bool(outcome)
        found[township][1] += 1
    return {one: Measured(Fact(decided, count)) for one, (decided, count) in found.items()}


def _held_against(records: Records, unit: str) -> dict[UUID, Measured]:
    """Done (at most what is asked, in each village and span), of what is asked."""
    logged: dict[tuple[UUID | None, UUID], list[Logged]] = defaultdict(list)
    for one in records.logged:
        logged[one.work.author, one.work.village].append(one)
    sums: dict[UUID, list[float]] = defaultdict(lambda: [0.0, 0.0])
    rows: dict[UUID, list[UUID]] = defaultdict(list)
    for owed in _owed(records, unit):
        there = [one for one in logged[owed.who, owed.village] if one.work.done_on in owed.span]
        sums[owed.who][0] += min(owed.least, done(unit, [one.work for one in there]))
        sums[owed.who][1] += owed.least
        rows[owed.who] += [one.pk for one in there if _counts(unit, one.work)]
    return {who: _owing(did, asked, rows[who]) for who, (did, asked) in sums.items()}


def _owing(did: float, asked: float, rows: list[UUID]) -> Measured:
    return Measured(Fact(int(round(did, 1)), int(asked)), ENTRY, tuple(rows))


def _counts(unit: str, work: Work) -> bool:
    """Whether an entry is among the rows of what is asked in a unit. A consultation is in none: a row would tell of it."""
    if unit == "lectures":
        return work.kind == LECTURE
    return work.is_on_the_spot and work.kind != CONSULTATION


def _owed(records: Records, unit: str) -> Iterator[Owed]:
    grades = dict(holding(Demand.objects.all(), records.period.last).order_by().values_list("village", "grade"))
    asked = [one for one in duties.asked(records.period.last) if one.unit == unit and one.per == "village"]
    villages = sorted({one.village for one in records.held})
    for village in villages:
        for one in applying(asked, "village", grades.get(village, "")):
            for span in spans(records.period, one.window):
                who = _answerable(records, village, span)
                if who:
                    yield Owed(who, village, span, one.least)


def spans(period: Period, window: str) -> Iterator[Period]:
    """The months, quarters or halves that lie wholly in a period, one behind another."""
    span = Period.of(period.first, window)
    while span.after_last <= period.after_last:
        if span.first >= period.first:
            yield span
        span = Period.of(span.after_last, window)


def _answerable(records: Records, village: UUID, span: Period) -> UUID | None:
    """Whoever held its A post, and was not away, for more than so many of a hundred days of a span."""
    least = records.rules["percent_of_a_span_to_be_asked"] * (span.after_last - span.first).days
    days: dict[UUID, int] = defaultdict(int)
    for one in records.held_in(village):
        here = one.days_in(span.first, span.after_last)
        if here:
            first, after = max(one.first, span.first), min(one.after_last, span.after_last)
            days[one.registration] += here - records.days_away(one.registration, first, after)
    return next((who for who, count in days.items() if 100 * count > least), None)
