"""到期删除: what was said of orders that have been over for years; found by a sweep."""

from menkou.core.actors import CLOCK
from menkou.core.reconciler import sweep
from menkou.core.scope import district_being_written
from menkou.hotline import actions, queries
from menkou.places.models import District


@sweep
def forget_old() -> None:
    """Once their years are over; at any other moment nothing."""
    if queries.to_forget().exists():
        actions.forget(by=CLOCK, district=District.objects.get(pk=district_being_written()))
