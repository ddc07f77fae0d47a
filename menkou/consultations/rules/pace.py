"""How soon a device may begin another message with voice or pictures: slowed down after many, never locked."""

from collections.abc import Sequence
from math import ceil

SLOW_S = 60  # from the first too many on, one in so many seconds


def wait_seconds(since: Sequence[float], free: int, slow_s: float = SLOW_S) -> int:
    """How long to wait, where the last hour's were so many seconds ago and so many are free."""
    return max(0, ceil(slow_s - min(since))) if len(since) >= free else 0
