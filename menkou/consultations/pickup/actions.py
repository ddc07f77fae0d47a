"""取件: a matter is opened with its code; wrong tries are slowed, never locked."""

from datetime import timedelta

from menkou.consultations import policies
from menkou.consultations.models import Consultation, WrongTry
from menkou.consultations.rules import codes, tries
from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import TooSoon
from menkou.core.keys import digest
from menkou.places.models import District


@action(policies.pick_up, audit="consultation.picked_up", when=bool)
def pick_up(*, by: Actor, district: District, typed: str) -> Consultation | None:
    """取件: the consultation of a 取件码, None for a wrong one. Raises TooSoon after too many wrong tries."""
    _slow_down(by)
    code = codes.tidy(typed)
    found = Consultation.objects.filter(code_digest=digest("pickup-code", code)).first() if code else None
    if found is None:
        WrongTry.objects.create(device_digest=by.device or b"", address_digest=by.address or b"", tried_at=clock.now())
    return found


def _slow_down(by: Actor) -> None:
    now = clock.now()
    recent = WrongTry.objects.filter(tried_at__gt=now - timedelta(minutes=tries.WINDOW_MINUTES)).order_by("-tried_at")
    own = list(recent.filter(device_digest=by.device or b"").values_list("tried_at", flat=True)[: tries.ENOUGH])
    seconds = tries.wait_seconds(len(own), (now - own[0]).total_seconds() if own else 0.0)
    if recent.count() >= tries.CALM_DISTRICT:
        here = recent.filter(address_digest=by.address).values_list("tried_at", flat=True) if by.address else ()
        since = [(now - at).total_seconds() for at in here[: tries.MOST_OF_AN_ADDRESS]]
        seconds = max(seconds, tries.wait_in_a_storm(by.device_age_s, since))
    if seconds:
        raise TooSoon(f"输错的次数多了。请等 {seconds} 秒再试，取件码不会失效。", seconds)
