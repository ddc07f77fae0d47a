"""When this process was started: whoever asks for an answer within two seconds counts from there, not from an import."""

import os
import time
from pathlib import Path

STAT = Path("/proc/self/stat")
STARTED = 19  # the field behind the name: in ticks since the machine was started
LONGEST = 60.0  # seconds; a start that took longer is a clock that we do not understand (a container's, a stranger's)


def at() -> float:
    """The instant, by `time.monotonic()`; now, where the machine does not tell."""
    now = time.monotonic()
    try:
        behind_the_name = STAT.read_text().rpartition(")")[2].split()
        ticks = int(behind_the_name[STARTED])
        age = time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError, AttributeError):
        return now
    return now - age if 0 <= age <= LONGEST else now
