"""How wrong tries at a 取件码 are slowed. Nothing is ever locked, or strangers could lock residents out."""

from collections.abc import Sequence
from typing import Final

WINDOW_MINUTES: Final = 10
FREE_TRIES: Final = 5  # of one device in the window
LONGEST_WAIT_S: Final = 60
ENOUGH: Final = FREE_TRIES + 7  # tries of a device that need to be counted: more make it wait no longer
CALM_DISTRICT: Final = 200  # wrong tries in the window, in a whole district; with more there is a storm
SETTLED_S: Final = 30  # in a storm, a device is heard once it has been known for so long
MOST_OF_AN_ADDRESS: Final = 20  # in a storm, wrong tries in a minute from one address


def wait_seconds(tries_of_device: int, since_last_s: float) -> int:
    """How many more seconds this device waits before its next try; 0 to go ahead.

    After the free tries each wrong one doubles the pause, up to a minute. `since_last_s` is below 0 where another try
    of the same moment was written down later than we looked at the clock.
    """
    over = tries_of_device - FREE_TRIES
    return _whole(min(2 ** (over + 1), LONGEST_WAIT_S) - max(since_last_s, 0)) if over >= 0 else 0


def wait_in_a_storm(device_age_s: float, since_s: Sequence[float]) -> int:
    """The same while a whole district is being guessed at, whoever it is that tries.

    A device that was named only now waits until it is half a minute old; and from one address, whatever devices it
    has, so many wrong tries a minute are heard and no more. `since_s` holds how long ago the address tried wrongly,
    the latest first. At that pace 39 bits last a district for years; a resident who waits gets in.
    """
    full = len(since_s) >= MOST_OF_AN_ADDRESS
    return _whole(max(SETTLED_S - device_age_s, LONGEST_WAIT_S - since_s[MOST_OF_AN_ADDRESS - 1] if full else 0))


def _whole(seconds: float) -> int:
    return round(seconds + 0.5) if seconds > 0 else 0
