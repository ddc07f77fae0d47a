"""The lower bound, worked on by a process of its own while the plan is being looked for.

The process reads the problem and the best prices so far from a file, and prints every twentieth bound it has reached.
It ends when nobody reads any more.
"""

import itertools
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import fields

import numpy as np

from menkou.postings.rules.allotment.problem import Problem
from menkou.postings.rules.allotment.relaxation import Point, Prices, Relaxation, ascend

ROUND = 400  # steps of one ascent; each begins with a fresh stride
STRIDES = (1.0, 0.5)  # of what lies between the best bound and the best plan
PATIENCE = 25  # there is time: a slow ascent ends higher
BEAT = 20  # steps between two lines
SINGLES = ("most_institutions", "most_townships", "fairness_weight")


def closing(relaxation: Relaxation, start: Prices, value: float) -> Iterator[Point]:
    """Ascend again and again from the best prices, each time aiming at another part of the gap."""
    best = relaxation.at(start)
    for share in itertools.cycle(STRIDES):
        stride = max(1.0, (value - best.bound) * share)
        for point in itertools.islice(ascend(relaxation, best.prices, stride, PATIENCE), ROUND):
            best = point
            yield best


def write(path: str, problem: Problem, prices: Prices, value: float) -> None:
    """Put down all that the process needs, as plain arrays."""
    told = {one.name: getattr(problem, one.name) for one in fields(problem) if one.name != "seed"}
    np.savez(path, prices=prices.row, value=value, **told)


def work(path: str) -> None:
    """What the process does until nobody reads."""
    with np.load(path) as told:
        facts = {one.name: told[one.name] for one in fields(Problem) if one.name != "seed"}
        row, value = told["prices"], float(told["value"])
    os.unlink(path)
    problem = Problem(**facts | {name: int(facts[name]) for name in SINGLES}, seed=0)
    relaxation = Relaxation(problem)
    for step, point in enumerate(closing(relaxation, relaxation.prices(row), value)):
        if step % BEAT == 0:
            sys.stdout.write(f"{point.bound!r}\n")
            sys.stdout.flush()


class Bounder:
    """The process, and the best bound that has come from it. One that ends early leaves what it had printed."""

    def __init__(self, problem: Problem, start: Point, value: float) -> None:
        self.bound = start.bound
        handle, self._path = tempfile.mkstemp(prefix="menkou-bound-", suffix=".npz")
        os.close(handle)
        write(self._path, problem, start.prices, value)
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, self._path],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,  # Ctrl-C is for the parent, which ends it
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                if line.endswith("\n"):  # or it was cut off, and says something else
                    self.bound = max(self.bound, float(line))

    @property
    def is_alive(self) -> bool:
        """Whether it still works."""
        return self._process.poll() is None

    def end(self) -> float:
        """Stop the process; the best bound it has printed."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        with suppress(FileNotFoundError):
            os.unlink(self._path)
        return self.bound


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        work(sys.argv[1])
    os._exit(0)  # nobody reads: there is nothing to flush
