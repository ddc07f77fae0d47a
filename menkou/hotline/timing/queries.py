"""What the clock of an order has come to, and what of it is not done yet; whom somebody may ask for one that is late."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Max, QuerySet

from menkou.core import clock
from menkou.core.actors import Actor
from menkou.hotline import queries
from menkou.hotline.models import Move, Order
from menkou.places import queries as places
from menkou.places.models import JudicialOffice

State, What = Order.State, Move.What
MOST_AT_ONCE = 200


def steps_come(order: Order, now: datetime, sent_back_at: datetime | None) -> list[tuple[str, datetime]]:
    """The steps that its deadlines have come to, each with its deadline, by the district's rules of today.

    Nobody is reminded beforehand of what they have been told of so shortly before; nor to accept one, a matter of a day.
    What is soon is counted in working days, as deadlines are: for one on a Monday a Sunday's reminder comes too late.
    """
    over: list[tuple[str, datetime]] = [(What.OVER, due) for due in sorted(order.dues) if due <= now]
    ahead = min((due for due in order.dues if due > now), default=None)
    if ahead is None or order.state == State.RECEIVED:
        return over
    told_at = max(filter(None, (getattr(order, f"{order.state}_at"), sent_back_at)))
    return [*over, (What.SOON, ahead)] if soon(told_at) < ahead <= soon(now) else over


def soon(moment: datetime) -> datetime:
    """Up to when a deadline is near, seen from a moment: so many working days on, by the district's calendar."""
    return places.due(moment, places.rules()["days_before_due_to_urge_an_order"])


def steps_to_take(order: Order, now: datetime) -> list[tuple[str, datetime]]:
    """Those of them that are not on record."""
    taken = set(Move.objects.filter(order=order, due_at__isnull=False).values_list("what", "due_at"))
    return [step for step in steps_come(order, now, _sent_back([order.pk]).get(order.pk)) if step not in taken]


def to_remind() -> list[UUID]:
    """Orders with a step that has come and is not taken."""
    now = clock.now()
    near = queries.with_due(Order.objects.filter(state__in=Order.OPEN)).filter(due__lte=soon(now)).order_by("due")
    found = list(near)
    rows = Move.objects.filter(order__in=[one.pk for one in found], due_at__isnull=False)
    taken = set(rows.order_by().values_list("order_id", "what", "due_at"))
    back = _sent_back([one.pk for one in found])
    come = ((one.pk, steps_come(one, now, back.get(one.pk))) for one in found)
    return [pk for pk, steps in come if any((pk, *step) not in taken for step in steps)][:MOST_AT_ONCE]


def _sent_back(orders: Iterable[UUID]) -> dict[UUID, datetime]:
    """When each was sent back last, where it was."""
    rows = Move.objects.filter(order__in=list(orders), what=What.BACK).order_by()
    return dict(rows.values_list("order_id").annotate(at=Max("made_at")))


def to_urge(by: Actor) -> QuerySet[Order]:
    """催办: what an office or an institution is late with, as somebody of the bureau may ask for it; the longest first."""
    with_others = queries.managed_by(by).filter(state=State.ASSIGNED).exclude(handler=Order.Handler.BUREAU)
    late = queries.with_due(with_others).filter(due__lt=clock.now())
    return late.select_related(*queries.WITH_NAMES).order_by("due", "pk")


def urged_today(orders: Iterable[UUID]) -> dict[UUID, Move]:
    """Who was asked for which of these today."""
    rows = Move.objects.filter(order__in=list(orders), what=What.URGED, made_at__gte=clock.start_of(clock.today()))
    return {one.order_id: one for one in rows.select_related("made_by")}


def phones() -> dict[UUID, str]:
    """Of each township's judicial office."""
    return dict(JudicialOffice.objects.order_by().values_list("township_id", "phone"))
