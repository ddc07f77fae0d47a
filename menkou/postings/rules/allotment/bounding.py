"""The lower bound, worked on by a process of its own while the plan is being looked for.

The process reads the problem and the best prices so far from a file. Of every twentieth bound it reaches it puts down the
prices, and then prints the bound. It ends when nobody reads any more, or after the steps it was given.
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

from menkou.postings.rules.allotment.problem import Floats, Problem
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


def write(path: str, problem: Problem, prices: Prices, value: float, steps: int | None = None) -> None:
    """Put down all that the process needs, as plain arrays."""
    told = {one.name: getattr(problem, one.name) for one in fields(problem) if one.name != "seed"}
    np.savez(path, prices=prices.row, value=value, steps=steps or 0, **told)


def work(path: str) -> None:
    """What the process does until nobody reads."""
    with np.load(path) as told:
        facts = {one.name: told[one.name] for one in fields(Problem) if one.name != "seed"}
        row, value, steps = told["prices"], float(told["value"]), int(told["steps"]) or None
    os.unlink(path)
    problem = Problem(**facts | {name: int(facts[name]) for name in SINGLES}, seed=0)
    relaxation = Relaxation(problem)
    points = itertools.islice(closing(relaxation, relaxation.prices(row), value), steps)
    for step, point in enumerate(points):
        if step % BEAT == 0:
            _put_down(path, point.prices)
            sys.stdout.write(f"{point.bound!r}\n")
            sys.stdout.flush()


def _put_down(path: str, prices: Prices) -> None:
    """Whole, or as they were before."""
    with open(f"{path}.new", "wb") as file:
        np.save(file, prices.row)
    os.replace(f"{path}.new", path)


class Bounder:
    """The process, and the best bound that has come from it. One that ends early leaves what it had put down."""

    def __init__(self, problem: Problem, start: Point, value: float, steps: int | None = None) -> None:
        self.bound, self.steps = start.bound, steps
        handle, self._path = tempfile.mkstemp(prefix="menkou-bound-", suffix=".npz")
        os.close(handle)
        write(self._path, problem, start.prices, value, steps)
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

    def end(self) -> Floats | None:
        """Stop the process, or wait for its steps; the row of its best prices, None where it came to none."""
        if self.steps is None:
            self._process.kill()
        self._process.wait()
        self._listener.join()
        row = None
        with suppress(OSError, ValueError, EOFError), open(self._path, "rb") as file:
            found = np.load(file)
            row = found if isinstance(found, np.ndarray) else None  # else the problem lies there still
        for path in (self._path, f"{self._path}.new"):
            with suppress(FileNotFoundError):
                os.unlink(path)
        return row


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        work(sys.argv[1])
    os._exit(0)  # nobody reads: there is nothing to flush
