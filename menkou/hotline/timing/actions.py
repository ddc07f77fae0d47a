"""提醒 by the clock, each step once, and 催办 by somebody of the bureau, once a day."""

from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.hotline import policies
from menkou.hotline.models import Move, Order
from menkou.hotline.timing import queries

What = Move.What
SOON = "一件 12345 工单快到时限了，请登录办理。"
OVER = "一件 12345 工单过了时限，请登录办理。"
OVER_THERE = "派出去的一件 12345 工单过了时限，还没有办好，请登录查看。"
OVER_IN_ALL = "一件 12345 工单过了答复的时限，还没有答复，请登录查看。"
URGED = "区司法局催办一件 12345 工单：过了时限，请今天登录办理。"
IN_TIME = "这件工单没有超时，或者已经办了，不用催。"


@action(policies.keep_time, audit="hotline.reminded", when=bool)
def remind(*, by: Actor, order: Order) -> list[str]:
    """提醒: the steps that its clock has come to, each once. Which they were."""
    found = Order.objects.select_for_update().get(pk=order.pk)
    done = []
    for step, due_at in queries.steps_to_take(found, clock.now()):
        move = Move.objects.create(order=found, what=step, due_at=due_at, made_at=clock.now())
        _tell(found, step, f"order:{move.pk}", is_answer=due_at == found.answer_due_at)
        done.append(step)
    return done


@action(policies.manage, audit="hotline.urged", when=bool)
def urge(*, by: Actor, order: Order) -> Move | None:
    """催办 of whom it is with; None where somebody has today. Raises Conflict where it is not late, or with the bureau."""
    found = Order.objects.select_for_update().get(pk=order.pk)
    if not queries.to_urge(by).filter(pk=found.pk).exists():
        raise Conflict(IN_TIME)
    if found.pk in queries.urged_today([found.pk]):
        return None
    move = Move.objects.create(order=found, what=What.URGED, made_at=clock.now(), made_by_id=by.user_id)
    outbox.send(to=found.address, words=URGED, key=f"order:{move.pk}")
    return move


def _tell(order: Order, step: str, key: str, *, is_answer: bool) -> None:
    """Whoever is to do something; once it is late, the bureau as well, and audit where 12345 waits."""
    outbox.send(to=order.address, words=SOON if step == What.SOON else OVER, key=key)
    if step == What.SOON:
        return
    if order.address != "bureau":
        outbox.send(to="bureau", words=OVER_THERE, key=f"{key}:bureau")
    if is_answer:
        outbox.send(to="auditor", words=OVER_IN_ALL, key=f"{key}:auditor")
