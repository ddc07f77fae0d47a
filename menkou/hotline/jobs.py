"""提醒 and 到期删除: found in the tables by sweeps, so that no deadline is lost and none is reminded of twice."""

from uuid import UUID

from menkou.core.actors import CLOCK
from menkou.core.jobs import job, live
from menkou.core.reconciler import sweep
from menkou.core.scope import district_being_written
from menkou.hotline import actions, queries
from menkou.hotline.models import Order
from menkou.hotline.timing import actions as timing
from menkou.hotline.timing import queries as deadlines
from menkou.places.models import District


@job(queue="default", retry=3)
def remind(*, order_id: str) -> None:
    """What its clock has come to; nothing where it was dealt with meanwhile."""
    timing.remind(by=CLOCK, order=Order.objects.get(pk=UUID(order_id)))


@sweep
def find_deadlines() -> None:
    """Every deadline that has come to a step which is not taken."""
    pks = {str(pk) for pk in deadlines.to_remind()}
    for pk in sorted(pks - live(remind.task.name, "order_id") if pks else ()):
        remind.defer(order_id=pk)


@sweep
def forget_old() -> None:
    """Once their years are over; at any other moment nothing."""
    if queries.to_forget().exists():
        actions.forget(by=CLOCK, district=District.objects.get(pk=district_being_written()))
