"""整批登记: the orders of one table, all or none; and all of them undone while nobody has gone on with one."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.hotline import actions, policies
from menkou.hotline.batches import queries
from menkou.hotline.models import Order
from menkou.places.models import District

NAMED = 3
GONE_ON = "已经有人接着办了：{names}。不能整批撤销，请一件一件看。"
NOTHING = "没有可以撤销的：已经撤销了，或者不是这样登记的。"
WHY = "整批登记撤销了。"
UNDONE = "这张表登记过，又撤销了。要重新登记，请把表再放一次。"


@action(policies.enter, audit="hotline.table_entered", count=len)
def take_in(*, by: Actor, district: District, batch: UUID, rows: Sequence[Mapping[str, Any]]) -> list[Order]:
    """登记 each as if it were typed. A table sent twice enters once. Raises Conflict, with the number, where one is taken.

    In the order of their numbers, so that two who enter the same orders never lock up.
    """
    made = []
    for facts in sorted(rows, key=lambda one: one["number"]):
        try:
            made.append(actions.enter(by=by, district=district, **facts))
        except Conflict as problem:
            raise Conflict(f"{facts['number']}：{problem}整张表都没有登记，请再放一次。") from problem
    if any(one.state == Order.State.VOID for one in made):
        raise Conflict(UNDONE)
    Order.objects.filter(pk__in=[one.pk for one in made]).update(batch=batch)
    return made


@action(policies.enter, audit="hotline.table_undone", count=len)
def undo(*, by: Actor, district: District, batch: UUID) -> list[Order]:
    """整批撤销: each is void. Raises Conflict where somebody has gone on with one, or there is none."""
    found = list(queries.of_batch(by, batch).select_for_update(of=("self",)).order_by("pk"))
    if not found:
        raise Conflict(NOTHING)
    if going := [one.number for one in found if one.state != Order.State.RECEIVED]:
        more = f"等 {len(going)} 件" if len(going) > NAMED else ""
        raise Conflict(GONE_ON.format(names="、".join(going[:NAMED]) + more))
    return [actions.void(by=by, order=one, text=WHY) for one in found]
