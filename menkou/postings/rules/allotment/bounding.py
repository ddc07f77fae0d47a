"""The lower bound, worked on by a process of its own while the plan is being looked for.

The process reads the problem and the best proof so far from a file. It betters the prices first, and then splits all
plans in two again and again (`branching`). Now and then it puts down the proof of its bound, and then prints
the bound; with it, the pairs that the parts would choose. It ends when nobody reads any more, or after the steps it was given.
"""

import itertools
import math
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import fields
from typing import NamedTuple
from zipfile import BadZipFile

import numpy as np

from menkou.postings.rules import companion
from menkou.postings.rules.allotment.branching import STEPS_A_SPLIT, Tree
from menkou.postings.rules.allotment.problem import Flags, Problem
from menkou.postings.rules.allotment.proving import Proof, Split, flattened, raised, rounded_up
from menkou.postings.rules.allotment.relaxation import Relaxation, ascend

ROUND = 300  # steps of one ascent; each begins with a fresh stride. After the first, splitting lifts the bound further
STRIDES = (1.0, 0.5)  # of what lies between the best bound and the best plan
PATIENCE = 25  # there is time: a slow ascent ends higher
BEAT = 20  # steps between two lines; and more the longer it takes, where the bound has not risen: proofs get long
SINGLES = ("most_institutions", "most_townships", "fairness_weight")


class Bound(NamedTuple):
    """A bound, what proves it, the steps that it took, and pairs that may make good plans."""

    value: float
    proof: Proof
    steps: int
    pairs: list[Flags]


def closing(relaxation: Relaxation, start: Proof, value: float) -> Iterator[Bound]:
    """Better and better bounds."""
    if isinstance(start, Split):
        yield from _splitting(Tree(relaxation, start))
        return
    best = relaxation.at(start)
    for share in itertools.cycle(STRIDES):
        stride = max(1.0, (value - best.bound) * share)
        for point in itertools.islice(ascend(relaxation, best.prices, stride, PATIENCE), ROUND):
            best = point
            yield Bound(best.bound, best.prices, 1, [])
        if relaxation.teams is not None:
            yield from _splitting(Tree(relaxation, best.prices))
            return


def _splitting(tree: Tree) -> Iterator[Bound]:
    for bound in tree.grow():
        yield Bound(bound, tree.root.proof(tree.relaxation), STEPS_A_SPLIT, list(tree.met.values()))


def write(path: str, problem: Problem, proof: Proof, value: float, steps: int | None = None) -> None:
    """Put down all that the process needs, as plain arrays."""
    told = {one.name: getattr(problem, one.name) for one in fields(problem) if one.name != "seed"}
    pairs, rows = flattened(proof)
    np.savez(path, pairs=pairs, rows=rows, value=value, steps=steps or 0, **told)


def work(path: str) -> None:
    """What the process does until nobody reads."""
    with np.load(path) as told:
        facts = {one.name: told[one.name] for one in fields(Problem) if one.name != "seed"}
        pairs, rows, value, steps = told["pairs"], told["rows"], float(told["value"]), int(told["steps"]) or math.inf
    os.unlink(path)
    relaxation = Relaxation(Problem(**facts | {name: int(facts[name]) for name in SINGLES}, seed=0))
    start = raised(relaxation, pairs, rows)
    done, told_at, told, highest = 0, -BEAT, -math.inf, (-math.inf, start)
    for one in closing(relaxation, start, value):
        done += one.steps
        if done > steps:
            break
        highest = max(highest, (one.value, one.proof), key=lambda best: best[0])
        pause = BEAT if rounded_up(highest[0]) > rounded_up(told) else max(BEAT, done // STEPS_A_SPLIT)
        if done - told_at >= pause:
            told_at, told = done, highest[0]
            _put_down(path, *highest, one.pairs)
    if highest[0] > told:
        _put_down(path, *highest, [])


def _put_down(path: str, bound: float, proof: Proof, met: list[Flags]) -> None:
    """Whole, or as it was before; then said."""
    pairs, rows = flattened(proof)
    with open(f"{path}.new", "wb") as file:
        np.savez(file, proven_pairs=pairs, proven_rows=rows, bound=bound, met=np.array(met))
    os.replace(f"{path}.new", path)
    sys.stdout.write(f"{bound!r}\n")
    sys.stdout.flush()


class Bounder:
    """The process, and the best bound that has come from it. One that ends early leaves what it had put down."""

    def __init__(
        self, relaxation: Relaxation, start: Proof, bound: float, value: float, steps: int | None = None
    ) -> None:
        self.relaxation, self.bound, self.steps = relaxation, bound, steps
        self._found: tuple[float, Proof] | None = None
        handle, self._path = tempfile.mkstemp(prefix="menkou-bound-", suffix=".npz")
        os.close(handle)
        try:
            write(self._path, relaxation.problem, start, value, steps)
            self._process = subprocess.Popen(
                companion.command(__name__, self._path),
                env=companion.environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                start_new_session=True,  # Ctrl-C is for the parent, which ends it
            )
        except BaseException:
            os.unlink(self._path)
            raise
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

    def met(self) -> list[Flags]:
        """Pairs that its parts would choose, as far as it has put them down."""
        with suppress(OSError, ValueError, EOFError, BadZipFile, KeyError), np.load(self._path) as told:
            return list(told["met"])
        return []

    def end(self, *, wait: bool = True) -> tuple[float, Proof] | None:
        """Stop the process, or wait for its steps; its best bound and what proves it, None where it came to none."""
        if self.steps is None or not wait:
            self._process.kill()
        self._process.wait()
        self._listener.join()
        with suppress(OSError, ValueError, EOFError, BadZipFile, KeyError), np.load(self._path) as told:
            # without these, the problem lies there still
            self._found = float(told["bound"]), raised(self.relaxation, told["proven_pairs"], told["proven_rows"])
        return self._found

    def close(self) -> None:
        """Take away what it had put down; it works no more."""
        self._process.kill()
        self._process.wait()
        for path in (self._path, f"{self._path}.new"):
            with suppress(FileNotFoundError):
                os.unlink(path)


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        work(sys.argv[1])
    os._exit(0)  # nobody reads: there is nothing to flush
