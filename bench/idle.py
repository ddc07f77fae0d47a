"""How long a start takes, and what an installation holds when nobody uses it."""

import time
from dataclasses import dataclass

from bench import trees
from bench.installation import Installation, Served


@dataclass
class Idle:
    """Megabytes after some seconds without any work; pss divides what processes share."""

    seconds: float
    web_rss: float
    worker_rss: float
    rss: float  # web and worker together
    pss: float | None
    database_rss: float
    database_pss: float | None


def first_start(place: Installation) -> float:
    """From an empty home to ready: database, tables, static files, web, worker."""
    with place.served() as served:
        return served.seconds


def second_start(place: Installation, rest_s: float) -> tuple[Served, Idle]:
    """From a stopped installation to ready, and its memory after a rest."""
    with place.served() as served:
        time.sleep(rest_s)
        both = trees.memory(served.web, served.worker)
        database = trees.memory(place.postmaster())
        idle = Idle(
            seconds=rest_s,
            web_rss=trees.memory(served.web).rss,
            worker_rss=trees.memory(served.worker).rss,
            rss=both.rss,
            pss=both.pss,
            database_rss=database.rss,
            database_pss=database.pss,
        )
    return served, idle
