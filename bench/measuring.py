"""Run a program to its end and say what it printed and used. Whoever stops us stops it, with all that it started."""

import contextlib
import json
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bench import trees

GRACE = 60  # seconds that a program may take beyond its own, for building its programme
LOOK = 0.05  # seconds between two looks at a process tree
stopping = threading.Event()  # set by whoever ends the bench while programs run in other threads


@dataclass(frozen=True)
class Measured:
    """What a program printed as JSON, its seconds, processor seconds, and the largest memory of its process tree."""

    said: dict[str, Any]
    seconds: float
    cpu_s: float
    memory_mb: float


def measured(command: list[str], patience_s: float) -> Measured:
    """Run a program that prints JSON. One that outlasts our patience is killed; it has then said nothing."""
    began, peak, cpu_ms = time.monotonic(), 0.0, 0.0
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output, start_new_session=True)
        try:
            while process.poll() is None and time.monotonic() - began < patience_s and not stopping.is_set():
                peak = max(peak, trees.memory(process.pid).rss)
                cpu_ms = max(cpu_ms, trees.cpu_ms(process.pid))
                time.sleep(LOOK)
        finally:
            seconds = time.monotonic() - began
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # also what it left behind
            process.wait()
        output.seek(0)
        return Measured(_read(output.read()), seconds, cpu_ms / 1000, peak)


def _read(printed: bytes) -> dict[str, Any]:
    try:
        return json.loads(printed)
    except ValueError:
        return {}


class Peak:
    """The largest memory of this process with all below it."""

    memory_mb = 0.0

    def look(self) -> None:
        """Look once."""
        self.memory_mb = max(self.memory_mb, trees.memory(os.getpid()).rss)


@contextlib.contextmanager
def own_peak() -> Iterator[Peak]:
    """Watch this process's own tree meanwhile."""
    peak, over = Peak(), threading.Event()

    def watch() -> None:
        while not over.wait(LOOK):
            peak.look()

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield peak
    finally:
        over.set()
        watching.join()
        peak.look()
