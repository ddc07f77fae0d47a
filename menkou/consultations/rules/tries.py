"""How wrong tries at a 取件码 are slowed. Nothing is ever locked, or strangers could lock residents out."""

from typing import Final

WINDOW_MINUTES: Final = 10
FREE_TRIES: Final = 5  # of one device in the window
LONGEST_WAIT_S: Final = 60
CALM_DISTRICT: Final = 200  # wrong tries in the window, in a whole district
WAIT_IN_A_STORM_S: Final = 10


def wait_seconds(tries_of_device: int, since_last_s: float, tries_in_district: int) -> int:
    """How many more seconds this device waits before its next try; 0 to go ahead.

    After the free tries each wrong one doubles the pause, up to a minute. While a whole district is being guessed at,
    a device with any wrong try waits ten seconds between tries: at that pace 39 bits last for ages.
    """
    over = tries_of_device - FREE_TRIES
    pause = min(2 ** (over + 1), LONGEST_WAIT_S) if over >= 0 else 0
    if tries_in_district >= CALM_DISTRICT and tries_of_device:
        pause = max(pause, WAIT_IN_A_STORM_S)
    return max(0, round(pause - since_last_s + 0.5)) if pause else 0
