"""What this process has counted since its start: requests by route and how they ended, and how long they took.

Where pages are served by several processes, each notes what it has counted in a file beside the others, and whoever is
asked adds them all up: a series that went up and down with who answers would say nothing.
"""

import json
import os
import threading
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

STARTED = 19  # in /proc/*/stat, the field behind the name: when it began, in ticks since the machine did
BUCKETS_S = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Snapshot(NamedTuple):
    """All of it as of one moment."""

    ended: dict[tuple[str, str], int]  # (route, 2xx)
    took: dict[str, list[int]]
    seconds: dict[str, float]


class Requests:
    """Counters that several threads add to."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.ended: Counter[tuple[str, str]] = Counter()
        self.took: dict[str, list[int]] = defaultdict(lambda: [0] * (len(BUCKETS_S) + 1))
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def note(self, route: str, status: int, seconds: float) -> None:
        """One request has been answered."""
        with self._lock:
            self.ended[route, f"{status // 100}xx"] += 1
            self.took[route][bisect_left(BUCKETS_S, seconds)] += 1
            self.seconds[route] += seconds

    def add(self, other: Snapshot) -> None:
        """What another process has counted."""
        with self._lock:
            self.ended.update(other.ended)
            for route, counts in other.took.items():
                self.took[route] = [own + more for own, more in zip(self.took[route], counts, strict=True)]
            for route, seconds in other.seconds.items():
                self.seconds[route] += seconds

    def snapshot(self) -> Snapshot:
        """All of it as of one moment."""
        with self._lock:
            return Snapshot(
                dict(self.ended), {route: list(held) for route, held in self.took.items()}, dict(self.seconds)
            )


requests = Requests()
_noting = threading.Lock()


def together() -> Snapshot:
    """What this process has counted, with what the others that live have noted last, some seconds ago."""
    every = Requests()
    every.add(put_down())  # whoever is asked next adds no less of ours than is told now: else the sum would go down
    for other in _others():
        every.add(other)
    return every.snapshot()


def put_down() -> Snapshot:
    """Note what this process has counted, for the others; and say it."""
    with _noting:
        found = requests.snapshot()
        _write(found)
    return found


def _write(found: Snapshot) -> None:
    place, mark = _place(), _own_mark()
    with suppress(OSError):  # a full disk has its own alarm
        said = {"ended": [[*key, n] for key, n in found.ended.items()], "took": found.took, "seconds": found.seconds}
        place.mkdir(mode=0o700, exist_ok=True)
        fresh = place / f"{mark}.new"
        fresh.write_text(json.dumps(said))
        fresh.rename(place / f"{mark}.json")


def _place() -> Path:
    return settings.MENKOU_HOME / "counted"


def _own_mark() -> str:
    return _mark(str(os.getpid())) or str(os.getpid())


def _mark(pid: str) -> str:
    """A process that lives, by its number and when it began: after a restart another has the number. Empty for none."""
    try:
        behind_the_name = Path("/proc", pid, "stat").read_text().rpartition(")")[2].split()
        return f"{pid}-{behind_the_name[STARTED]}"
    except (OSError, ValueError, IndexError):
        return ""


def _others() -> Iterator[Snapshot]:
    own, notes = _own_mark(), []
    with suppress(OSError):
        notes = sorted(_place().iterdir())
    for kept in notes:
        mark = kept.name.partition(".")[0]
        if mark == own:
            continue
        if mark != _mark(mark.partition("-")[0]):
            with suppress(OSError):
                kept.unlink()  # a process that is gone: what it counted began anew with the next
        elif kept.suffix == ".json":
            yield from _read(kept)


def _read(kept: Path) -> Iterator[Snapshot]:
    """What is noted there; nothing where that is no note of ours."""
    try:
        said = json.loads(kept.read_text())
        ended = {(str(route), str(status)): int(n) for route, status, n in said["ended"]}
        took = {route: [int(n) for n in counts] for route, counts in said["took"].items()}
        seconds = {route: float(said["seconds"][route]) for route in took}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return
    if all(len(counts) == len(BUCKETS_S) + 1 for counts in took.values()):
        yield Snapshot(ended, took, seconds)
