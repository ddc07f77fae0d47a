"""本月有服务: where something was done, and when last; consultations do not count."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from menkou.core.actors import Actor
from menkou.core.standing import standing
from menkou.oversight.numbers import Month, villages_of
from menkou.places import queries as places
from menkou.places.models import Village
from menkou.worklogs import queries as worklogs
from menkou.worklogs.models import Entry, Outcome


def served(by: Actor, month: Month) -> tuple[int, int]:
    """本月有服务的村, and all villages."""
    villages, done = villages_of(by), villages_served(month)
    counted = villages.order_by().aggregate(served=Count("pk", filter=Q(pk__in=done)), all=Count("pk"))
    return counted["served"], counted["all"]


def villages_served(month: Month) -> set[UUID]:
    """Where something was done in the month; what was done in a village since merged was done for its successor."""
    found: dict[UUID, UUID | None] = dict(_villages_of_work(month.first, month.after_last))
    heirs = places.heirs_as_shown() if any(found.values()) else {}
    return {heirs.get(one, one) for one in found}


@standing
def _villages_of_work(first: date, after_last: date) -> QuerySet:
    entries = _work(worklogs.done_between(first, after_last)).order_by()
    return entries.values_list("village_id", "village__successor_id").distinct()


def _work(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """By which a village is counted: a consultation beside a log without rows would tell that somebody there asked."""
    return entries.exclude(kind=Entry.Kind.CONSULTATION).exclude(outcome=Outcome.RETURNED)


def last_done(by: Actor, villages: Iterable[UUID] | None = None) -> dict[UUID, date]:
    """When something was last done in each village, or in one that has been merged into it.

    Of these villages, where they are known: one page of a list shows few. Each village asks its own index: asked
    together, all years would be read at every showing.
    """
    seen, heirs = _work(worklogs.visible_to(by)).select_related(None), places.heirs_as_shown()
    here = seen.filter(village=OuterRef("pk"), district_id=OuterRef("district_id")).order_by("-done_on")
    overseen = Q(pk__in=villages_of(by).order_by().values("pk") if villages is None else set(villages))
    overseen |= Q(successor__isnull=False)
    rows = Village.objects.filter(overseen).order_by().annotate(last=Subquery(here.values("done_on")[:1]))
    found: dict[UUID, date] = {}
    for pk, last in rows.values_list("pk", "last"):
        if last:
            village = heirs.get(pk, pk)
            found[village] = max(last, found.get(village, last))
    return found
