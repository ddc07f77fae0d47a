"""The solver in a process of its own: fed by a line, heard line by line, asked to stop, and killed if it does not."""

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, Literal

EVERY_S = 1.0  # how often whoever waits is told, and asked
GRACE_S = 25.0  # from "stop" until it is killed; with a plan, the solver hears nothing for up to twenty seconds at once
SLACK_S = 60.0  # what reading, checking and saying what clashes may take beside the solving itself
COMMAND = [sys.executable, "-m", "menkou.plans.solving"]

Word = Literal["go on", "stop", "leave"]
Look = Callable[[dict[str, Any]], Word]


class Left(Exception):
    """Whoever waited does not want the answer any more."""


class Crashed(Exception):
    """The solver ended without an answer, or did not end."""


def solve(task: dict[str, Any], look: Look) -> dict[str, Any]:
    """Solve a task and return the solver's last words. `look` hears every second how far it is, and says how to go on.

    Raises Left where it says "leave", and Crashed.
    """
    process = subprocess.Popen(  # noqa: S603
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,  # so that what it starts is killed with it
        env={name: value for name, value in os.environ.items() if not name.startswith("MENKOU_")},
    )
    try:
        return _Hearing(process, task).last_words(look)
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()  # type: ignore[union-attr]


class _Hearing:
    """One process, what it has said, and until when it may go on."""

    def __init__(self, process: subprocess.Popen, task: dict[str, Any]) -> None:
        self.process, self.begun = process, time.monotonic()
        self.until = self.begun + 2 * task["seconds"] + SLACK_S
        self.said: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self.progress: dict[str, Any] = {}
        threading.Thread(target=self._listen, daemon=True).start()
        self._say(json.dumps(task))

    def last_words(self, look: Look) -> dict[str, Any]:
        told_at, is_stopping = 0.0, False
        while time.monotonic() < self.until:
            with contextlib.suppress(queue.Empty):
                words = self.said.get(timeout=EVERY_S / 2)
                if words is None:
                    raise Crashed
                if "stage" not in words:
                    return words
                self.progress = words
            if time.monotonic() - told_at < EVERY_S:
                continue
            told_at = time.monotonic()
            word = look({**self.progress, "seconds": round(told_at - self.begun)})
            if word == "leave":
                raise Left
            if word == "stop" and not is_stopping:
                is_stopping, self.until = True, min(self.until, told_at + GRACE_S)
                self._say("stop")
        raise Crashed

    def _listen(self) -> None:
        with contextlib.suppress(ValueError, OSError):
            for line in self.process.stdout or ():
                self.said.put(json.loads(line))
        self.said.put(None)

    def _say(self, line: str) -> None:
        """Say a line; whether it was heard shows in what comes back."""
        with contextlib.suppress(OSError):
            print(line, file=self.process.stdin, flush=True)
