"""A bound on every plan of a district, whichever institutions are paired with which townships.

It is what the whole programme costs where people and pairs may be split: the relaxation of all posts and all pairs at
once. For a large district that takes longer than the plan itself, so a process of its own works on it meanwhile. That
process reads the district from its input and prints one number; when its input ends, so does it.
"""

import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from menkou.postings.rules.district import District
from menkou.postings.rules.frame import Frame
from menkou.postings.rules.posting import Posting

SMALL = 5_000  # advisers times villages, up to which it takes moments
PER_SECOND = 2_000  # of those, about as many as one second of the clock is enough for
ROUNDING = 1e-6  # of the bound: how exactly the solver's prices fit
BEAT = 0.2  # seconds between two looks


def bound_of_all(frame: Frame, *, seconds: float) -> float | None:
    """What no plan can cost less than; None where the seconds were too few."""
    staffed = [one for one in range(frame.institutions) if len(frame.members[one])]
    pairs = [(one, town) for one in staffed for town in range(frame.townships)]
    programme = Posting(frame, pairs, settled=False, relaxed=True).programme
    bound = programme.bound(seconds=seconds)
    return None if bound is None else bound - ROUNDING * abs(bound)


class Bounder:
    """The bound of a district, worked on meanwhile where that is worth a process."""

    def __init__(self, frame: Frame, *, until: float) -> None:
        self.frame, self.until = frame, until
        size, seconds = frame.advisers * frame.villages, until - time.monotonic()
        self.is_small = size <= SMALL
        self._process = self._begun(seconds) if SMALL < size <= PER_SECOND * seconds else None

    def _begun(self, seconds: float) -> subprocess.Popen[bytes] | None:
        try:
            process = subprocess.Popen(
                [sys.executable, "-m", __name__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError:
            return None  # no room for another process: the plan is worth more than its bound
        assert process.stdin is not None
        with suppress(OSError):
            process.stdin.write(pickle.dumps((self.frame.district, seconds)))
            process.stdin.flush()
        return process

    def bound(self, *, stop: Callable[[], bool]) -> float | None:
        """The bound, waited for until the clock or `stop` says that it is enough."""
        if self.is_small:
            return bound_of_all(self.frame, seconds=self.until - time.monotonic())
        while self._process is not None and self._process.poll() is None:
            if time.monotonic() > self.until or stop():
                return None
            time.sleep(BEAT)
        if self._process is None or self._process.returncode:
            return None
        assert self._process.stdout is not None
        told = self._process.stdout.read().strip()
        return float(told) if told else None

    def end(self) -> None:
        """Nobody waits for it any more."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()


def main() -> None:
    """Read a district, print its bound."""
    district: District
    district, seconds = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own parent
    threading.Thread(target=_end_with_input, daemon=True).start()
    bound = bound_of_all(Frame(district), seconds=seconds)
    sys.stdout.write("" if bound is None else f"{bound!r}\n")
    sys.stdout.flush()
    os._exit(0)  # the thread that listens would hold up an orderly end


def _end_with_input() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


if __name__ == "__main__":
    main()
