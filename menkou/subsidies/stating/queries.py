"""Whose statements there are of a batch, and what is in one; all of it, or none."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from menkou.core.actors import Actor, Role
from menkou.subsidies import queries
from menkou.subsidies.models import Batch, Line


class PersonSum(NamedTuple):
    """What comes to an institution for one of its people; for itself where there is none."""

    registration_id: UUID | None
    name: str
    lines: int
    fen: int


def by_person(lines: QuerySet[Line]) -> list[PersonSum]:
    whom = ("registration", "registration__adviser__name")
    rows = lines.select_related(None).order_by().values_list(*whom).annotate(count=Count("pk"), sum=Sum("fen"))
    found = [PersonSum(who, name or "机构本身", count, fen) for who, name, count, fen in rows]
    return sorted(found, key=lambda one: (one.registration_id is None, one.name, str(one.registration_id)))


class Statement(NamedTuple):
    """对账单: whose it is, and their lines of a batch."""

    batch: Batch
    title: str
    lines: QuerySet[Line]


WHOSE = {"houses": "institution", "people": "registration"}


def statement_for(by: Actor, pk: UUID, whose: str, of: UUID) -> Statement:
    """An institution's or a person's of a batch, whole; where one sees no line of it, or not all, there is none."""
    is_whole = queries.sees_all(by) or whose == "people" or of in by.held(Role.INSTITUTION_DIRECTOR)
    if whose not in WHOSE or not is_whole:
        raise Line.DoesNotExist
    lines = queries.lines_for(by).filter(batch=pk, **{WHOSE[whose]: of}).order_by("number")
    first = lines.first()
    if first is None:
        raise Line.DoesNotExist
    name = first.institution.name if whose == "houses" and first.institution else ""
    person = first.registration
    title = name or (f"{person.adviser.name}（{first.institution}）" if person else "")
    return Statement(queries.batch_for(by, pk), title, lines)


def statements_of(by: Actor, batches: Iterable[Batch]) -> dict[UUID, list[tuple[str, UUID, str, int]]]:
    """Which statements of each batch are somebody's own: of which kind, of whom, the name and the fen; one query."""
    led, own = by.held(Role.INSTITUTION_DIRECTOR), by.held(Role.ADVISER)
    rows = queries.lines_for(by).filter(batch__in=[one.pk for one in batches]).select_related(None).order_by()
    whom = ("batch", "institution__name", "institution", "registration__adviser__name", "registration")
    sums: Counter[tuple[UUID, str, str, UUID]] = Counter()
    for batch, house, house_id, name, who, fen in rows.values_list(*whom).annotate(sum=Sum("fen")):
        sums.update({(batch, "houses", house, house_id): fen} if house_id in led else {})
        sums.update({(batch, "people", name, who): fen} if who in own else {})
    found: dict[UUID, list[tuple[str, UUID, str, int]]] = defaultdict(list)
    for (batch, whose, name, of), fen in sorted(sums.items()):
        found[batch].append((whose, of, name, fen))
    return found
