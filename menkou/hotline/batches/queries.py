"""The orders that came in one table."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from menkou.core.actors import Actor
from menkou.hotline import queries
from menkou.hotline.models import Order

State = Order.State
SHOWN = 10


def of_batch(by: Actor, batch: UUID) -> QuerySet[Order]:
    """Those that are not void."""
    return queries.managed_by(by).filter(batch=batch).exclude(state=State.VOID)


def recent(by: Actor) -> list[dict[str, Any]]:
    """The last tables: when, by whom, how many orders, and how many of them nobody has gone on with."""
    rows = queries.managed_by(by).filter(batch__isnull=False).order_by().values("batch", "entered_by__name")
    waiting, void = Q(state=State.RECEIVED), Q(state=State.VOID)
    found = rows.annotate(at=Min("entered_at"), count=Count("pk"), waiting=Count("pk", waiting), void=Count("pk", void))
    return [one | {"may_undo": _may_undo(**one)} for one in found.order_by("-at")[:SHOWN]]


def _may_undo(*, count: int, waiting: int, void: int, **_: Any) -> bool:
    """Where nobody has gone on with one; one that is void by itself is none."""
    return 0 < waiting == count - void
