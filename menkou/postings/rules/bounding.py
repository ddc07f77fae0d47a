"""A bound on every plan of a district, whichever institutions are paired with which townships; and what it shows.

It is what the whole programme costs where people and pairs may be split: the relaxation of all posts and all pairs at
once. For a large district that takes longer than a first plan, so a process of its own works on it meanwhile. That
process reads the district from its input and prints what it found; when its input ends, so does it. What the relaxation
takes shows which pairs and people are worth thinking of (`likely`). Where there is time, the process goes on with whole
pairs, whose bound is higher.
"""

import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from menkou.postings.rules import companion
from menkou.postings.rules.district import District
from menkou.postings.rules.frame import Frame
from menkou.postings.rules.likely import Likely, likely_of
from menkou.postings.rules.posting import Posting

SMALL = 2_000  # advisers times villages, up to which it takes moments
PER_SECOND = 3_000  # of those, about as many as one second of the clock is enough for
ROUNDING = 1e-6  # of the bound: how exactly the solver's prices fit
BEAT = 0.2  # seconds between two looks
WORTH_WHOLE_PAIRS = 4.0  # times what the relaxation took: so long whole pairs take to show anything
HANDING_OVER = 1.5  # seconds


def bound_of_all(frame: Frame, *, seconds: float) -> tuple[float, Likely] | None:
    """What no plan can cost less than, and what it shows; None where the seconds were too few."""
    programme = _everything(frame, relaxed=True)
    found = programme.programme.relaxed(seconds=seconds)
    if found is None:
        return None
    return found.bound - ROUNDING * abs(found.bound), likely_of(programme, found)


def bound_of_whole_pairs(frame: Frame, *, seconds: float) -> float:
    """The same with pairs that are not split. It takes far longer, and says something from its first seconds on."""
    answer = _everything(frame, parted=True).programme.solve(seconds=seconds, gap=0.0)
    return answer.bound - ROUNDING * abs(answer.bound)


def _everything(frame: Frame, *, relaxed: bool = False, parted: bool = False) -> Posting:
    staffed = [one for one in range(frame.institutions) if len(frame.members[one])]
    pairs = [(one, town) for one in staffed for town in range(frame.townships)]
    return Posting(frame, pairs, settled=False, relaxed=relaxed, parted=parted)


class Bounder:
    """The bound of a district, worked on meanwhile where that is worth a process. `best` is the highest by now."""

    def __init__(self, frame: Frame, *, until: float) -> None:
        self.frame, self.until = frame, until
        self.best: float | None = None
        self.likely: Likely | None = None
        size, seconds = frame.advisers * frame.villages, until - time.monotonic()
        self.is_small = size <= SMALL
        self._process = self._begun() if SMALL < size <= PER_SECOND * seconds else None
        if self._process:
            self._listener = threading.Thread(target=self._listen, daemon=True)
            self._listener.start()
        elif self.is_small:
            self._take(bound_of_all(frame, seconds=seconds))

    def _begun(self) -> subprocess.Popen[bytes] | None:
        try:
            process = subprocess.Popen(
                companion.command(__name__),
                env=companion.environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError:
            return None  # no room for another process: the plan is worth more than its bound
        assert process.stdin is not None
        with suppress(OSError):
            process.stdin.write(pickle.dumps((self.frame.district, self.until)))
            process.stdin.flush()
        return process

    def _listen(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        with suppress(EOFError, pickle.UnpicklingError, OSError, ValueError):
            while True:
                self._take(pickle.load(self._process.stdout))  # noqa: S301 - from our own child

    def _take(self, found: tuple[float, Likely | None] | None) -> None:
        """What is likely is there before its bound is: whoever waited for the bound reads it in the same moment."""
        if found is not None:
            self.likely = found[1] or self.likely
            self.best = found[0] if self.best is None else max(self.best, found[0])

    @property
    def is_at_work(self) -> bool:
        """Whether more may come of it."""
        return self._process is not None and self._listener.is_alive()

    def bound(self, *, stop: Callable[[], bool]) -> float | None:
        """The bound by now; where there is none yet, waited for until the clock or `stop` says that it is enough."""
        while self.best is None and self.is_at_work and time.monotonic() <= self.until and not stop():
            time.sleep(BEAT)
        return self.best

    def end(self) -> None:
        """Nobody waits for it any more."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._listener.join()
            for pipe in (self._process.stdin, self._process.stdout):
                with suppress(OSError):
                    pipe.close()  # type: ignore[union-attr]


def main() -> None:
    """Read a district, print its bound and what it shows, then a higher bound if there is time for one."""
    district: District
    district, until = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own parent, by the clock of this machine
    begun = time.monotonic()
    threading.Thread(target=_end_with_input, daemon=True).start()
    frame = Frame(district)
    found = bound_of_all(frame, seconds=until - begun)
    if found is not None:
        _tell(found)
        took = time.monotonic() - begun
        left = until - time.monotonic() - HANDING_OVER
        if left > WORTH_WHOLE_PAIRS * took:
            _tell((bound_of_whole_pairs(frame, seconds=left), None))
    os._exit(0)  # the thread that listens would hold up an orderly end


def _tell(found: Any) -> None:
    sys.stdout.buffer.write(pickle.dumps(found))
    sys.stdout.buffer.flush()


def _end_with_input() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


if __name__ == "__main__":
    main()
