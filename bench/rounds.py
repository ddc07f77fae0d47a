"""Rounds: every contender once per round, in turn. The least of the rounds is the figure."""

import statistics
from collections.abc import Callable
from dataclasses import asdict, dataclass

from bench import trees
from bench.contenders import Contender
from bench.installation import Installation

WARM_UP = 16


@dataclass
class Figures:
    """One contender in one round, or the least of several."""

    web_ms: float  # processor time of one operation in the web server
    database_ms: float  # and in PostgreSQL
    seconds: float  # of one operation, by the clock: the inverse of the rate
    p50_ms: float
    p99_ms: float

    @property
    def cpu_ms(self) -> float:
        return self.web_ms + self.database_ms

    @property
    def rate(self) -> float:
        return 1 / self.seconds


@dataclass
class Entry:
    """A contender and what it took."""

    name: str
    clients: int
    stored: int
    rounds: list[Figures]
    rss_mb: float = 0.0  # of the web server, the most that was seen

    @property
    def least(self) -> Figures:
        names = asdict(self.rounds[0])
        return Figures(**{name: min(getattr(one, name) for one in self.rounds) for name in names})


@dataclass
class Peak:
    """The most memory that PostgreSQL held at the end of any contender's turn."""

    rss_mb: float = 0.0
    pss_mb: float = 0.0


def run(
    place: Installation, contenders: list[Contender], rounds: int, tell: Callable[[str], None]
) -> tuple[list[Entry], Peak]:
    """Warm everybody up, then go round."""
    database, peak = place.postmaster(), Peak()
    entries = [Entry(one.name, one.clients, one.stored, []) for one in contenders]
    for one in contenders:
        tell(f"warming up: {one.name}")
        one.run(min(one.requests, max(WARM_UP, 2 * one.clients)))
    for number in range(1, rounds + 1):
        for one, entry in zip(contenders, entries, strict=True):
            tell(f"round {number} of {rounds}: {one.name}, {one.clients} clients, {one.stored} stored")
            entry.rounds.append(_turn(one, database))
            if one.tree:
                entry.rss_mb = max(entry.rss_mb, trees.memory(one.tree).rss)
            held = trees.memory(database)
            peak.rss_mb, peak.pss_mb = max(peak.rss_mb, held.rss), max(peak.pss_mb, held.pss or 0.0)
    return entries, peak


def _turn(one: Contender, database: int) -> Figures:
    web_before, database_before = _cpu_ms(one.tree), trees.cpu_ms(database)
    took = one.run(one.requests)
    web, inside = _cpu_ms(one.tree) - web_before, trees.cpu_ms(database) - database_before
    latencies = sorted(took["latencies_ms"])
    count = len(latencies)
    return Figures(
        web_ms=web / count,
        database_ms=inside / count,
        seconds=took["seconds"] / count,
        p50_ms=statistics.median(latencies),
        p99_ms=latencies[min(count - 1, int(count * 0.99))],
    )


def _cpu_ms(tree: int | None) -> float:
    return trees.cpu_ms(tree) if tree else 0.0
