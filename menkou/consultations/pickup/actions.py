"""取件: a matter is opened with its code; wrong tries are slowed, never locked."""

from menkou.consultations import policies, viewings
from menkou.consultations.locking import conditions
from menkou.consultations.models import Consultation, WrongTry
from menkou.consultations.pickup import slowing
from menkou.consultations.rules import codes
from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Refused
from menkou.core.keys import digest
from menkou.places.models import District

NOT_FOR_HELPERS = "这是您替别人问的，回复只给本人看。请把取件码交给本人，用本人的手机打开。"


@action(policies.pick_up, audit="consultation.picked_up", when=bool)
def pick_up(*, by: Actor, district: District, typed: str) -> Consultation | None:
    """取件: the consultation of a 取件码, None for a wrong one; behind its 暗号, where it has one.

    Raises TooSoon after too many wrong tries, Refused where this account asked it for somebody else.
    """
    slowing.slow_down(by)
    code = codes.tidy(typed)
    found = Consultation.objects.filter(code_digest=digest("pickup-code", code)).first() if code else None
    if found is None:
        WrongTry.objects.create(device_digest=by.device or b"", address_digest=by.address or b"", tried_at=clock.now())
    elif conditions.asked_for_others(by, found.pk):
        raise Refused(NOT_FOR_HELPERS)
    elif found.lock is None:  # else when the 暗号 is said
        viewings.note(found, by, viewings.Way.PICKED_UP)
    return found
