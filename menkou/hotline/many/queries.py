"""一起办: which of many orders would be taken a step further, which not, and why. Looked at first, and judged again when done."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, QuerySet, When

from menkou.core.actors import Actor
from menkou.hotline import queries
from menkou.hotline.models import Order

State = Order.State
MOST = 300  # at once: a page answers
ACCEPT, ASSIGN = "accept", "assign"
SUITS = {ACCEPT: [State.RECEIVED], ASSIGN: [State.ACCEPTED, State.ASSIGNED]}  # the step is theirs; the first before all
VOID = "作废了"
NOT_YET = "还没有受理，请先受理"
THERE = "已经派给它了"
ELSEWHERE = "已经派给别处了；要改派，请勾“也改派”再看"
BY_YOU = "您已经受理了"
BY_OTHERS = "别人已经受理了"
DONE_WITH = "已经办到后面的步骤了"
CHANGED = "看过以后又有人办了"
GONE = "找不到了"


@dataclass(frozen=True)
class Line:
    """One order, and why it is left as it is; empty where it is taken further."""

    order: Order
    why: str

    @property
    def mark(self) -> str:
        """What its box says: which it is, and where it stood when it was looked at."""
        return f"{self.order.pk} {place(self.order)}"


@dataclass(frozen=True)
class Done:
    """How many were taken a step further, and how many were left, by why."""

    orders: list[Order]
    left: Mapping[str, int]

    def __bool__(self) -> bool:
        return bool(self.orders)

    def __len__(self) -> int:
        return len(self.orders)


def place(order: Order) -> str:
    """Where an order stands, and with whom: changed as soon as anybody goes on with it."""
    return f"{order.state} {order.address} {order.handler}"


def chosen(by: Actor, pks: Iterable[UUID]) -> QuerySet[Any]:
    """Those that were ticked, as far as they are this officer's; what is late first."""
    found = queries.with_due(queries.managed_by(by)).filter(pk__in=list(pks))
    return found.select_related(*queries.WITH_NAMES).order_by("due", "-received_at", "pk")


def all_of(by: Actor, act: str, shown: str, kind: str) -> QuerySet[Any]:
    """All that the list shows, on whatever page; what the step is for comes first, as only so many are done at once."""
    order = Case(*(When(state=state, then=place) for place, state in enumerate(SUITS[act])), default=len(SUITS[act]))
    found = queries.listed(by, shown, kind).filter(pk__in=queries.managed_by(by).order_by().values("pk"))
    return found.annotate(suits=order).order_by("suits", "due", "-received_at", "pk")


def to_accept(by: Actor) -> Callable[[Order], str]:
    """受理: why one is not; empty where it is."""

    def why(order: Order) -> str:
        if order.state in (State.RECEIVED, State.VOID):
            return VOID if order.state == State.VOID else ""
        return BY_YOU if order.accepted_by_id == by.user_id else BY_OTHERS

    return why


def to_assign(handler: str, to: Any, *, again: bool) -> Callable[[Order], str]:
    """派单: why one is not; empty where it is. What is with somebody is assigned `again` only where that is wanted."""
    barred = queries.bar(handler, to)

    def why(order: Order) -> str:
        if order.state not in SUITS[ASSIGN]:
            return {State.RECEIVED: NOT_YET, State.VOID: VOID}.get(State(order.state), DONE_WITH)
        if order.state == State.ASSIGNED:
            if is_with(order, handler, to):
                return THERE
            if not again:
                return ELSEWHERE
        return barred(order)

    return why


def is_with(order: Order, handler: str, to: Any) -> bool:
    """Whether it has been assigned there already."""
    return (order.handler, order.to_township or order.to_institution) == (handler, to)


def looked_at(orders: Iterable[Order], why: Callable[[Order], str]) -> tuple[list[Line], list[Line]]:
    """Those that would be taken further, and those that would not."""
    lines = [Line(one, why(one)) for one in orders]
    return [one for one in lines if not one.why], [one for one in lines if one.why]


def judged(orders: Iterable[Order], seen: Mapping[UUID, str], why: Callable[[Order], str]) -> list[Line]:
    """The same when it is done: what stands elsewhere than it was seen is left alone, whoever has moved it."""
    lines = [Line(one, why(one)) for one in orders]
    return [one if one.why or place(one.order) == seen[one.order.pk] else Line(one.order, CHANGED) for one in lines]
