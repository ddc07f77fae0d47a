"""How wrong tries at a 取件码 are slowed. Nothing is ever locked, or strangers could lock residents out."""

from typing import Final

WINDOW_MINUTES: Final = 10
FREE_TRIES: Final = 5  # of one device in the window
LONGEST_WAIT_S: Final = 60
CALM_DISTRICT: Final = 200  # wrong tries in the window, in a whole district
WAIT_IN_A_STORM_S: Final = 10
SETTLED_S: Final = 30  # in a storm, a device is heard once it has been known for so long


def wait_seconds(
    tries_of_device: int, since_last_s: float, tries_in_district: int, device_age_s: float = float("inf")
) -> int:
    """How many more seconds this device waits before its next try; 0 to go ahead.

    After the free tries each wrong one doubles the pause, up to a minute. While a whole district is being guessed at,
    a device with any wrong try waits ten seconds between tries, and a device that was named only now waits until it
    is half a minute old: a guesser's fresh devices help nobody, and a resident who waits once gets in.
    """
    over = tries_of_device - FREE_TRIES
    pause = min(2 ** (over + 1), LONGEST_WAIT_S) if over >= 0 else 0
    waits = [pause - since_last_s] if pause else []
    if tries_in_district >= CALM_DISTRICT:
        waits.append(SETTLED_S - device_age_s)
        if tries_of_device:
            waits.append(WAIT_IN_A_STORM_S - since_last_s)
    longest = max(waits, default=0.0)
    return round(longest + 0.5) if longest > 0 else 0
