"""kill -9 at random moments: of the web server and its worker, of the background worker, of the database."""

import contextlib
import os
import random
import signal
import time
from collections import Counter
from pathlib import Path

from tests.crash.doors import DOORS
from tests.crash.installation import Installation
from tests.crash.senders import Senders

DECK = ("web worker",) * 6 + ("web server",) * 3 + ("worker",) * 3 + ("backend",) * 5 + ("postmaster",) * 3
LETS_RECOVER, LONGEST_PAUSE_S = 0.5, 0.6  # else it strikes again while what it killed is still starting
APPEARS_S = 60


class Killer:
    """Kills as many as it is told to; the order and the pauses follow from the seed."""

    def __init__(self, installation: Installation, senders: Senders, seed: int) -> None:
        self.installation, self.senders, self.chance = installation, senders, random.Random(seed)
        self.killed: Counter[str] = Counter()

    def kill(self, number: int, deck: tuple[str, ...] = DECK, lets_recover: float = LETS_RECOVER) -> None:
        """Kill so many processes, each kind in its share."""
        kinds: list[str] = []
        while len(kinds) < number:
            kinds += self.chance.sample(deck, len(deck))
        for kind in kinds[:number]:
            if self.chance.random() < lets_recover:
                self._await_answers()
            time.sleep(self.chance.uniform(0, LONGEST_PAUSE_S))
            self._kill_one(kind)
        self._await_answers()

    def _await_answers(self) -> None:
        """Wait until people are being answered again."""
        deadline, before = time.monotonic() + APPEARS_S, len(self.senders.accepted)
        while len(self.senders.accepted) <= before + len(DOORS):
            self.installation.keep()
            assert time.monotonic() < deadline, f"nobody was answered for {APPEARS_S} s; {self.installation.last_words}"
            time.sleep(0.02)

    def _kill_one(self, kind: str) -> None:
        """Kill one of a kind as soon as there is one; what gave up meanwhile is started again."""
        deadline = time.monotonic() + APPEARS_S
        while True:
            self.installation.keep()
            with contextlib.suppress(ProcessLookupError):
                if victims := self._victims(kind):
                    os.kill(self.chance.choice(victims), signal.SIGKILL)
                    self.killed[kind] += 1
                    return
            assert time.monotonic() < deadline, f"no {kind} to kill within {APPEARS_S} s"
            time.sleep(0.02)

    def _victims(self, kind: str) -> list[int]:
        noted, postmaster = self.installation.noted, self.installation.postmaster
        found = {
            "web server": lambda: [noted.get("web", 0)],
            "worker": lambda: [noted.get("worker", 0)],
            "web worker": lambda: _children(noted.get("web", 0), "granian"),
            "intake server": lambda: noted.get("intake", []),
            "intake worker": lambda: [one for pid in noted.get("intake", []) for one in _children(pid, "granian")],
            "postmaster": lambda: [postmaster],
            "backend": lambda: _children(postmaster, "menkou_app"),
            "supervisor": lambda: [noted.get("pid", 0)],
        }[kind]()
        return [pid for pid in found if pid and _runs(pid)]


def _children(parent: int, word: str) -> list[int]:
    """The children of a process whose command line holds a word."""
    try:
        pids = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        return [int(pid) for pid in pids if word.encode() in Path(f"/proc/{pid}/cmdline").read_bytes()]
    except OSError:
        return []


def _runs(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    return False
