"""Whoever tries codes is slowed, by device and, while a district is being guessed at, by address; never locked."""

from datetime import timedelta

from menkou.consultations.models import WrongTry
from menkou.consultations.rules import tries
from menkou.core import clock
from menkou.core.actors import Actor
from menkou.core.errors import TooSoon


def slow_down(by: Actor, what: str = "取件码", *, is_named: bool = True) -> None:
    """Raises TooSoon, with the seconds to wait, after too many wrong tries.

    `is_named` False: as in a storm at any time, for what is short and tried by a phone that did not ask.
    """
    now = clock.now()
    recent = WrongTry.objects.filter(tried_at__gt=now - timedelta(minutes=tries.WINDOW_MINUTES)).order_by("-tried_at")
    own = list(recent.filter(device_digest=by.device or b"").values_list("tried_at", flat=True)[: tries.ENOUGH])
    seconds = tries.wait_seconds(len(own), (now - own[0]).total_seconds() if own else 0.0)
    if not is_named or recent.count() >= tries.CALM_DISTRICT:
        here = recent.filter(address_digest=by.address).values_list("tried_at", flat=True) if by.address else ()
        since = [(now - at).total_seconds() for at in here[: tries.MOST_OF_AN_ADDRESS]]
        seconds = max(seconds, tries.wait_in_a_storm(by.device_age_s, since))
    if seconds:
        raise TooSoon(f"输错的次数多了。请等 {seconds} 秒再试，{what}不会失效。", seconds)
