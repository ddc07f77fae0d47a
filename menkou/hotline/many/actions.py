"""一起受理、一起派单: each order by the single action, with its own line and its own no; none that was moved since it was seen."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

from menkou.core import outbox
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.hotline import actions, policies
from menkou.hotline import queries as orders
from menkou.hotline.many import queries
from menkou.hotline.many.queries import Done
from menkou.hotline.models import Order
from menkou.places.models import District

TOLD = "一次派来 {count} 件 12345 工单，请登录办理。"


@action(policies.go_on_with_many, audit="hotline.accepted_together", count=len, when=bool)
def accept(*, by: Actor, district: District, seen: Mapping[UUID, str]) -> Done:
    """一起受理 what stands where it was seen. Sent twice, or by two at once, each is accepted once."""
    return _each(by, seen, queries.to_accept(by), lambda order: actions.accept(by=by, order=order))


@action(policies.go_on_with_many, audit="hotline.assigned_together", count=len, when=bool)
def assign(*, by: Actor, district: District, seen: Mapping[UUID, str], handler: str, to: Any = None) -> Done:
    """一起派单 what stands where it was seen, to one office, institution or the bureau, which hears of all of them at once."""
    tells = len(seen) == 1

    def do(order: Order) -> Order:
        return actions.assign(by=by, order=order, handler=handler, to=to, tells=tells)

    done = _each(by, seen, queries.to_assign(handler, to, again=True), do)
    if done and not tells:
        words = TOLD.format(count=len(done)) if len(done) > 1 else actions.ASSIGNED
        outbox.send(to=done.orders[0].address, words=words, key=f"orders:{uuid4()}")
    return done


def _each(by: Actor, seen: Mapping[UUID, str], why: Callable[[Order], str], do: Callable[[Order], Order]) -> Done:
    """In the order of their ids, so that two who do the same never lock up: the second waits, and finds it done."""
    rows = orders.managed_by(by).filter(pk__in=list(seen)).select_related(*orders.WITH_NAMES)
    found = list(rows.select_for_update(of=("self",)).order_by("pk"))
    made, left = [], Counter({queries.GONE: len(seen) - len(found)})
    for line in queries.judged(found, seen, why):
        if line.why:
            left[line.why] += 1
            continue
        try:
            made.append(do(line.order))
        except Conflict as problem:
            left[str(problem).removesuffix("。")] += 1
    return Done(made, +left)
