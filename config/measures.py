"""What this process has counted since its start: requests by route and how they ended, and how long they took."""

import threading
from bisect import bisect_left
from collections import Counter, defaultdict

BUCKETS_S = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Requests:
    """Counters that several threads add to."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.ended: Counter[tuple[str, str]] = Counter()  # (route, 2xx)
        self.took: dict[str, list[int]] = defaultdict(lambda: [0] * (len(BUCKETS_S) + 1))
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def note(self, route: str, status: int, seconds: float) -> None:
        """One request has been answered."""
        with self._lock:
            self.ended[route, f"{status // 100}xx"] += 1
            self.took[route][bisect_left(BUCKETS_S, seconds)] += 1
            self.seconds[route] += seconds

    def snapshot(self) -> tuple[dict[tuple[str, str], int], dict[str, list[int]], dict[str, float]]:
        """All of it as of one moment."""
        with self._lock:
            return dict(self.ended), {route: list(held) for route, held in self.took.items()}, dict(self.seconds)


requests = Requests()
