"""The tests in two lanes: python -m tests.lanes [--without-journeys] [--by-night] [arguments for pytest]

Both lanes hold the same tests, and each takes the next file that the other has not taken (tests/shares.py). The second
walks the journeys first, where a browser is there; they take no arguments. By night the long ones run as well, of the
tests and of the journeys. The first lane speaks while it runs; what the second says comes whole after it, and then how
many tests ran in each. The lanes have homes, databases and ports of their own. A command that fails, or a test that was
in neither lane, fails the whole; Ctrl-C ends both.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from typing import Any

from tests import shares

Command = Sequence[str]
INTERRUPTED = 130
ORDERLY_S = 30  # for taking down servers and databases after Ctrl-C
LOOK_S = 0.1
ENDINGS = (signal.SIGTERM, signal.SIGHUP)
WITHOUT = "--without-journeys"  # on a server of the system's, which the demo of the journeys does not use
BY_NIGHT = "--by-night"


class Stopped(KeyboardInterrupt):
    """A kill or a closed terminal: a Ctrl-C that the first lane has not heard, since no terminal told it."""


class Lane:
    """Commands one after another; one that fails keeps none back."""

    def __init__(self, commands: Sequence[Command], **options: Any) -> None:
        self.waiting, self.options = list(commands), options
        self.process: subprocess.Popen | None = None
        self.statuses: list[int] = []

    def goes_on(self) -> bool:
        """Start the next command when the last has ended, and tell whether there was anything to do."""
        if self.process:
            if self.process.poll() is None:
                return True
            self.statuses.append(self.process.returncode)
            self.process = None
        if not self.waiting:
            return False
        self.process = subprocess.Popen(self.waiting.pop(0), **self.options)
        return True


def side_by_side(spoken: Command, *kept: Command) -> int:
    """Run both lanes, print what the second said after the first, and return the first bad status, or 0.

    What the second has not begun when the first is done is left out: it was to share the first's work.
    """
    with tempfile.TemporaryFile() as said:
        streams = {"stdin": subprocess.DEVNULL, "stdout": said, "stderr": subprocess.STDOUT}
        first, second = Lane([spoken]), Lane(kept, **streams, start_new_session=True)
        try:
            while any([second.goes_on(), first.goes_on()]):
                if first.statuses:
                    second.waiting.clear()
                time.sleep(LOOK_S)
            statuses = [*first.statuses, *second.statuses]
        except KeyboardInterrupt as why:
            statuses = [INTERRUPTED]
            _end(first.process, second.process, has_heard=not isinstance(why, Stopped))
        finally:
            _copy(said)
    return next((abs(status) for status in statuses if status), 0)


def _end(first: subprocess.Popen | None, second: subprocess.Popen | None, *, has_heard: bool) -> None:
    """Let both take down what they started, and kill who is not done in time; a further Ctrl-C shortens the wait."""
    if second:
        second.send_signal(signal.SIGINT)
    if first and not has_heard:
        first.send_signal(signal.SIGINT)
    for lane in filter(None, (first, second)):
        with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
            lane.wait(timeout=ORDERLY_S)
    if second:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(second.pid, signal.SIGKILL)
    for lane in filter(None, (first, second)):
        lane.kill()
        lane.wait()


def _copy(said) -> None:
    said.seek(0)
    sys.stdout.flush()
    while block := said.read(1 << 16):
        sys.stdout.buffer.write(block)
    sys.stdout.flush()


def _stop(_signum, _frame) -> None:
    raise Stopped


def listen() -> None:
    """Hear Ctrl-C, a kill and a closed terminal alike."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also where a shell in the background had it ignored
    for signum in ENDINGS:
        signal.signal(signum, _stop)


def commands(words: Sequence[str]) -> tuple[Command, list[Command]]:
    """What runs the tests, and what walks the journeys: one command or none."""
    night = BY_NIGHT in words
    units = [sys.executable, "-m", "pytest", *(["-m", "not journey"] if night else [])]
    units += [word for word in words if word not in (WITHOUT, BY_NIGHT)]
    return units, [["bin/journeys", *(["-m", "journey"] if night else [])]] if WITHOUT not in words else []


def main() -> int:
    """bin/test's two lanes, and bin/test-server's."""
    listen()
    units, journeys = commands(sys.argv[1:])
    with tempfile.TemporaryDirectory(prefix="menkou-lanes-") as place:
        first, second = ([*units[:3], *shares.options(place, lane), *units[3:]] for lane in (1, 2))
        status = side_by_side(first, *journeys, second)
        if status == INTERRUPTED:
            return status
        told, is_whole = shares.told(place)
        sys.stdout.write(told)
        return status or int(not is_whole)


if __name__ == "__main__":
    sys.exit(main())
