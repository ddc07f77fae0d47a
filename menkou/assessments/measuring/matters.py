"""答复、评价、投诉: counted, and never listed; what an office has an interest in is in nobody's number (security.md R4).

The same number stands on the sheet for whoever reads it, so that nothing can be learned by comparing two.
"""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from menkou.assessments.measuring.records import CONSULTATION, Measured, Records, by_institution
from menkou.assessments.rules.items import Fact
from menkou.complaints.models import Complaint
from menkou.complaints.queries import UPHELD
from menkou.consultations.interests import barring
from menkou.consultations.models import Consultation, Rating


def answers(records: Records) -> dict[UUID, Measured]:
    """答复及时: of what was due in the period and answered, or is due still, what was answered in time.

    What the asker took back before it was due is nobody's. Each row is kept, and shown as a number, a month and whether
    it was in time, where there are not fewer than the district's rule says (decision 25).
    """
    due = _ours(Consultation.objects.filter(due_at__gte=records.start, due_at__lt=records.end))
    due = due.filter(Q(first_answered_at__isnull=False) | Q(closed_at=None) | Q(closed_at__gt=F("due_at")))
    found: dict[UUID, list[tuple[UUID, bool]]] = defaultdict(list)
    facts = due.order_by("id").values_list("holder", "pk", "first_answered_at", "due_at")
    for holder, pk, first, until in facts.iterator(chunk_size=5000):
        found[holder].append((pk, first is not None and first <= until))
    return {who: _answered(rows, records.fewest) for who, rows in found.items()}


def _answered(rows: list[tuple[UUID, bool]], fewest: int) -> Measured:
    if len(rows) < fewest:
        return Measured(Fact(0, None, why=f"到期的咨询不到 {fewest} 件"))
    return Measured(Fact(sum(timely for _, timely in rows), len(rows)), CONSULTATION, tuple(pk for pk, _ in rows))


def ratings(records: Records) -> dict[UUID, Measured]:
    """居民评价: of the ratings of the period, the happy ones; fewer than the district's rule says are not shown."""
    matters = _ours(Consultation.objects.all()).values("pk")
    rows = Rating.objects.filter(rated_at__gte=records.start, rated_at__lt=records.end, consultation__in=matters)
    happy = Count("pk", filter=Q(face=Rating.Face.HAPPY))
    found = rows.order_by().values("consultation__holder").annotate(happy=happy, all=Count("pk"))
    return {row["consultation__holder"]: _rated(row["happy"], row["all"], records.fewest) for row in found}


def _rated(happy: int, count: int, fewest: int) -> Measured:
    if count < fewest:
        return Measured(Fact(0, None, why=f"评价不到 {fewest} 件"))
    return Measured(Fact(happy, count))


def complaints(records: Records) -> dict[UUID, Measured]:
    """投诉查实 that ended in the period; a number, and no row: whoever complained is to stay unknown."""
    counts: dict[UUID, int] = dict.fromkeys(records.registrations, 0)
    for who, _ in _upheld(records):
        counts[who] = counts.get(who, 0) + 1
    return {who: Measured(Fact(count)) for who, count in counts.items()}


def complaints_of_institutions(records: Records) -> dict[UUID, Measured]:
    """The same, of an institution's people."""
    return {one: Measured(Fact(len(rows))) for one, rows in by_institution(records, _upheld(records)).items()}


def _upheld(records: Records) -> Iterator[tuple[UUID, UUID]]:
    rows = Complaint.objects.filter(about__isnull=False, outcome__in=UPHELD)
    ended = rows.filter(ended_at__gte=records.start, ended_at__lt=records.end)
    return iter(ended.order_by("id").values_list("about", "pk"))


def _ours(found: QuerySet[Consultation]) -> QuerySet[Consultation]:
    return barring.without_interests(found)
