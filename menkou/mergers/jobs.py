from menkou.core.actors import CLOCK
from menkou.core.reconciler import sweep
from menkou.core.scope import district_being_written
from menkou.mergers.moving import actions
from menkou.places.models import District


@sweep
def bring_along() -> None:
    """What is open in a village that has been merged: asked at that moment, from a page opened before it."""
    actions.bring_along(by=CLOCK, district=District.objects.get(pk=district_being_written()))
