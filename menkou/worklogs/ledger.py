"""台账: entries that stand, of a period, narrowed to a township, a village, an adviser, a kind or a number's own rows.

An entry that was sent back does not stand; the one that corrects it does. Consultations are among the rows only of
whoever answered them: a row of an overview would tell that somebody asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from menkou.core.actors import Actor, Role
from menkou.core.standing import standing as standing_rows
from menkou.places import queries as places
from menkou.places.models import Village
from menkou.worklogs.models import Entry, Outcome
from menkou.worklogs.queries import visible_to
from menkou.worklogs.rules.counters import ALL, Counter, Tally
from menkou.worklogs.rules.kinds import CONSULTATION
from menkou.worklogs.rules.periods import Period

COLUMNS = ("entries", "minutes_", "people_", "without_people", "items_", "without_items")


@dataclass(frozen=True)
class Chosen:
    """What a ledger is narrowed to, as its address says: codes of places, an adviser's registration, a kind, a number, an institution."""

    period: Period
    township: str = ""
    village: str = ""
    adviser: UUID | None = None
    kind: str = ""
    counter: str = ""
    institution: UUID | None = None

    @property
    def number(self) -> Counter | None:
        return ALL.get(self.counter)

    @property
    def is_narrow(self) -> bool:
        """Whether it tells of one village, one adviser or one institution."""
        return bool(self.village or self.adviser or self.institution)


def standing(by: Actor, period: Period) -> QuerySet[Entry]:
    """What counts of a period, as far as somebody may see it."""
    return _in(visible_to(by), period.first, period.after_last)


def counted(by: Actor, chosen: Chosen) -> QuerySet[Entry]:
    """What the numbers of a ledger are counted from; by place and adviser, not by kind."""
    found = standing(by, chosen.period)
    if chosen.township:
        found = found.filter(village__township__code=chosen.township)
    if chosen.village:
        found = found.filter(village__in=_here(chosen.village))
    if chosen.institution:
        found = found.filter(author__institution=chosen.institution)
    return found.filter(author=chosen.adviser) if chosen.adviser else found


def listed(by: Actor, chosen: Chosen) -> QuerySet[Entry]:
    """The rows, the latest first; exactly those behind a number where one is chosen."""
    found = counted(by, chosen).filter(~Q(kind=CONSULTATION) | Q(author__in=by.held(Role.ADVISER)))
    if chosen.kind:
        found = found.filter(kind=chosen.kind)
    if chosen.number:
        found = found.filter(kind__in=chosen.number.kinds)
        if chosen.number.only_told:
            found = found.exclude(**{chosen.number.only_told: None})
    return found.order_by("-done_on", "-id")


def after(rows: QuerySet[Entry], pk: UUID | None) -> QuerySet[Entry]:
    """Those below a row; all where there is no such row."""
    seen = Entry.objects.filter(pk=pk).values_list("done_on", flat=True).first() if pk else None
    below = Q(done_on__lt=seen) | Q(done_on=seen, pk__lt=pk)
    return rows.filter(below, done_on__lte=seen) if seen else rows


def tallied_for(by: Actor, chosen: Chosen) -> dict[str, Tally]:
    """By kind, what the numbers of a ledger are counted from."""
    if chosen.village:  # which may have been merged, so that it asks which villages those are
        return tallied(counted(by, chosen))
    return {kind: Tally(*numbers) for kind, *numbers in _tallies(by, chosen)}


@standing_rows
def _tallies(by: Actor, chosen: Chosen) -> QuerySet:
    return _added_up(counted(by, chosen), "kind")


def tallied(entries: QuerySet[Entry]) -> dict[str, Tally]:
    """Entries by kind, added up in one query."""
    return {kind: Tally(*numbers) for kind, *numbers in _added_up(entries, "kind")}


def tallied_by(entries: QuerySet[Entry], what: str) -> dict[Any, dict[str, Tally]]:
    """The same of each place, person or institution, in one query."""
    found: dict[Any, dict[str, Tally]] = {}
    for one, kind, *numbers in _added_up(entries, what, "kind"):
        found.setdefault(one, {})[kind] = Tally(*numbers)
    return found


def _added_up(entries: QuerySet[Entry], *by: str) -> QuerySet:
    sums = {"minutes_": Sum("minutes"), "people_": Sum("people", default=0), "items_": Sum("items", default=0)}
    missing = {f"without_{one}": Count("pk", filter=Q(**{one: None})) for one in ("people", "items")}
    rows = entries.select_related(None).order_by().values(*by)
    return rows.annotate(entries=Count("pk"), **sums, **missing).values_list(*by, *COLUMNS)


def of_villages(entries: QuerySet[Entry], villages: Iterable[UUID]) -> QuerySet[Entry]:
    """Those of some villages, by day; without what they lead to, which whoever reads many has at hand."""
    return entries.filter(village__in=list(villages)).select_related(None).order_by("done_on", "id")


def _in(entries: QuerySet[Entry], first: date, after_last: date) -> QuerySet[Entry]:
    return entries.filter(done_on__gte=first, done_on__lt=after_last).exclude(outcome=Outcome.RETURNED)


def _here(code: str) -> list[UUID]:
    """A village, and those that were merged into it."""
    village = Village.objects.filter(code=code).values_list("pk", flat=True).first()
    return [one for one in (village, *(old for old, heir in places.heirs().items() if heir == village)) if one]
