"""The lower bound, worked on by a process of its own while the plan is being looked for.

The process is told the best prices so far and sends back every better bound. It ends with its parent.
"""

import itertools
import multiprocessing
import signal
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection

from menkou.postings.rules.allotment.problem import Problem
from menkou.postings.rules.allotment.relaxation import Point, Prices, Relaxation, ascend

ROUND = 400  # steps of one ascent; each begins with a fresh stride
STRIDES = (1.0, 0.5)  # of what lies between the best bound and the best plan
PATIENCE = 25  # there is time: a slow ascent ends higher
BEAT = 20  # steps between two messages at most


def closing(relaxation: Relaxation, start: Prices, value: float) -> Iterator[Point]:
    """Ascend again and again from the best prices, each time aiming at another part of the gap."""
    best = relaxation.at(start)
    for share in itertools.cycle(STRIDES):
        stride = max(1.0, (value - best.bound) * share)
        for point in itertools.islice(ascend(relaxation, best.prices, stride, PATIENCE), ROUND):
            best = point
            yield best


def work(problem: Problem, start: Prices, value: float, out: Connection) -> None:
    """What the process does until nobody listens."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(BrokenPipeError, ConnectionResetError):
        for step, point in enumerate(closing(Relaxation(problem), start, value)):
            if step % BEAT == 0:
                out.send(point.bound)


class Bounder:
    """The process, and the best bound that has come from it."""

    def __init__(self, problem: Problem, start: Point, value: float) -> None:
        self.bound = start.bound
        kit = multiprocessing.get_context("spawn")
        self._heard, told = kit.Pipe(duplex=False)
        self._process = kit.Process(target=work, args=(problem, start.prices, value, told), daemon=True)
        self._process.start()
        told.close()

    @property
    def is_alive(self) -> bool:
        """Whether it still works."""
        return self._process.is_alive()

    def heard(self) -> float:
        """The best bound so far. A process that has ended early leaves what it had sent."""
        with suppress(EOFError, OSError):
            while self._heard.poll():
                self.bound = max(self.bound, self._heard.recv())
        return self.bound

    def end(self) -> float:
        """Stop the process; the best bound it has sent."""
        bound = self.heard()
        self._process.kill()
        self._process.join()
        self._heard.close()
        return bound
