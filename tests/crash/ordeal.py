"""One run: people ask, processes die, everything comes to rest; then what is there, and what is wrong with it."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.crash import checker
from tests.crash.doors import look_up
from tests.crash.installation import SERVE, Installation
from tests.crash.killer import DECK, LETS_RECOVER, Killer
from tests.crash.senders import Senders


@dataclass
class Ordeal:
    """What came of a run, for the test and for whoever reads its figures."""

    faults: list[str]
    accepted: int
    figures: str


def undergo(
    *, kills: int, seed: int, serve: str = SERVE, deck: tuple[str, ...] = DECK, lets_recover: float = LETS_RECOVER
) -> Ordeal:
    """Run it once, in an installation of its own."""
    began = time.monotonic()
    with Installation(serve) as installation:
        senders = Senders(installation.port, seed)
        killer, killing = Killer(installation, senders, seed), time.monotonic()
        with senders:
            killer.kill(kills, deck, lets_recover)
        killed_s, rest_s = time.monotonic() - killing, installation.rest()
        stored = installation.stored()
        with ThreadPoolExecutor(4) as readers:
            codes = [one.code for one in senders.accepted]
            stored.shown = dict(
                zip(codes, readers.map(lambda code: look_up(installation.port, code), codes), strict=True)
            )
        restarts = installation.starts - 1
    tries = sum(one.tries - 1 for one in senders.sent)
    figures = (
        f"seed {seed}; {len(senders.sent)} questions, {len(codes)} accepted, {len(stored.questions)} stored; "
        f"kills {dict(killer.killed)}; {tries} sent again; without an answer {dict(senders.without_answer)}; "
        f"{len(stored.lines)} lines in the outbox file, {checker.duplicates(stored)} of them repeated, "
        f"{sum(notice['attempt'] - 1 for notice in stored.notices)} attempts of unknown end; jobs left {stored.jobs}; "
        f"serve started again {restarts} times; {killed_s:.0f} s of kills, {rest_s:.1f} s to rest, "
        f"{time.monotonic() - began:.0f} s in all"
    )
    return Ordeal([*senders.wrong, *checker.faults(senders.sent, stored)], len(codes), figures)
