"""A board that nobody scans any more, measured against its own past: a hint that it fell down or was pasted over."""

import math
from collections.abc import Sequence
from typing import Final

PAST_DAYS: Final = 90
FEWEST_SCANS: Final = 10  # fewer tell nothing about a board's habits
FEWEST_DAYS: Final = 28
UNLIKELY: Final = 0.001  # so rarely would a board that is scanned as ever be silent for so long


def silent_days(counts: Sequence[int]) -> int:
    """For how many days nobody has scanned it, where that is unlikely by its own past; 0 where it is not.

    `counts` are the scans of the last days, one to a day, today's last. Scans come alone, so the number of a day is
    taken to be Poisson's: at a rate r, silence of d days has the chance exp(-r d).
    """
    quiet = next((days for days, count in enumerate(reversed(counts)) if count), len(counts))
    before = counts[: len(counts) - quiet]
    first = next((place for place, count in enumerate(before) if count), len(before))
    lived = before[first:]  # it was not there before its first scan
    if quiet == 0 or len(lived) < FEWEST_DAYS or sum(lived) < FEWEST_SCANS:
        return 0
    rate = sum(lived) / len(lived)
    return quiet if math.exp(-rate * quiet) < UNLIKELY else 0
