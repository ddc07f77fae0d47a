"""The virtual clock: the machine's time, moved by whoever plays; and what is to happen later on either clock."""

import contextlib
import heapq
import itertools
import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path

WORKERS = 64  # so many things may wait on the network at once
Task = Callable[[], None]


class Clock:
    """Virtual seconds since 1970. Runs with real time, or stands still when frozen; moves forward on command."""

    def __init__(self) -> None:
        self.offset = 0.0
        self.standing: float | None = None
        self.kept: Path | None = None

    def keep(self, file: Path) -> None:
        """Go on from what this file holds (seconds), and write there how far the time was moved."""
        self.kept = file
        with contextlib.suppress(OSError, ValueError):
            self.offset = float(file.read_text())

    def now(self) -> float:
        return self.standing if self.standing is not None else time.time() + self.offset

    def move(self, seconds: float) -> None:
        """Go forward (or, for a check, backward) by so many seconds."""
        if self.standing is not None:
            self.standing += seconds
        else:
            self.offset += seconds
            if self.kept:
                draft = self.kept.with_suffix(".new")
                draft.write_text(f"{self.offset:.3f}")
                draft.replace(self.kept)  # whoever reads it finds the old or the new number

    def settle(self, instant: float) -> None:
        """Show this instant."""
        self.move(instant - self.now())

    def freeze(self, still: bool) -> None:
        """Stand still, or run on from the instant shown."""
        shown = self.now()
        self.standing = shown if still else None
        if not still:
            self.offset = shown - time.time()


class Schedule:
    """Runs tasks when they are due, by the real clock or by the virtual one, on daemon threads (at most WORKERS).

    A task that fails is told to `failed` and does not stop the others.
    """

    def __init__(self, clock: Clock, failed: Callable[[BaseException], None]) -> None:
        self.clock = clock
        self.failed = failed
        self.changed = threading.Condition()
        self.count = itertools.count()
        self.real: list[tuple[float, int, Task]] = []
        self.virtual: list[tuple[float, int, Task]] = []
        self.ready: queue.SimpleQueue[Task] = queue.SimpleQueue()
        self.idle = 0
        self.workers = 0
        threading.Thread(target=self._watch, daemon=True, name="schedule").start()

    def after(self, seconds: float, task: Task) -> None:
        """Run it when so many real seconds have passed."""
        self._put(self.real, time.monotonic() + seconds, task)

    def at(self, instant: float, task: Task) -> None:
        """Run it when the virtual clock shows this instant."""
        self._put(self.virtual, instant, task)

    def forget(self) -> None:
        """Nothing of what was to come comes."""
        with self.changed:
            self.real.clear()
            self.virtual.clear()

    def wake(self) -> None:
        """The virtual clock was moved."""
        with self.changed:
            self.changed.notify_all()

    def _put(self, heap: list[tuple[float, int, Task]], due: float, task: Task) -> None:
        with self.changed:
            heapq.heappush(heap, (due, next(self.count), task))
            self.changed.notify_all()

    def _due(self) -> list[Task]:
        found = []
        for heap, now in ((self.real, time.monotonic()), (self.virtual, self.clock.now())):
            while heap and heap[0][0] <= now:
                found.append(heapq.heappop(heap)[2])
        return found

    def _pause(self) -> float | None:
        waits = [self.real[0][0] - time.monotonic()] if self.real else []
        if self.virtual and self.clock.standing is None:
            waits.append(self.virtual[0][0] - self.clock.now())
        return max(0.0, min(waits)) if waits else None

    def _watch(self) -> None:
        while True:
            with self.changed:
                tasks = self._due()
                if not tasks:
                    self.changed.wait(self._pause())
                    continue
                for task in tasks:
                    self.ready.put(task)
                    if self.idle < self.ready.qsize() and self.workers < WORKERS:
                        self.workers += 1
                        threading.Thread(target=self._work, daemon=True, name="worker").start()

    def _work(self) -> None:
        while True:
            with self.changed:
                self.idle += 1
            task = self.ready.get()
            with self.changed:
                self.idle -= 1
            try:
                task()
            except Exception as problem:
                self.failed(problem)
