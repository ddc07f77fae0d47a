"""The tests and the journeys side by side: python -m tests.lanes [arguments for pytest]

The tests speak while they run. What the journeys say comes whole after them; they take no arguments. The two have homes,
databases and ports of their own. Both run to their end, and either failing fails the whole; Ctrl-C ends both.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence

INTERRUPTED = 130
ORDERLY_S = 30  # for taking down servers and databases after Ctrl-C
ENDINGS = (signal.SIGTERM, signal.SIGHUP)


class Stopped(KeyboardInterrupt):
    """A kill or a closed terminal: a Ctrl-C that the first lane has not heard, since no terminal told it."""


def side_by_side(spoken: Sequence[str], kept: Sequence[str]) -> int:
    """Run both, print what the second said after the first, and return the first bad status, or 0."""
    with tempfile.TemporaryFile() as said:
        second = subprocess.Popen(
            kept, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, start_new_session=True
        )
        first = None
        try:
            first = subprocess.Popen(spoken)
            statuses = first.wait(), second.wait()
        except KeyboardInterrupt as why:
            statuses = (INTERRUPTED, INTERRUPTED)
            _end(first, second, has_heard=not isinstance(why, Stopped))
        finally:
            _copy(said)
    return next((abs(status) for status in statuses if status), 0)


def _end(first: subprocess.Popen | None, second: subprocess.Popen, *, has_heard: bool) -> None:
    """Let both take down what they started, and kill who is not done in time; a further Ctrl-C shortens the wait."""
    second.send_signal(signal.SIGINT)
    if first and not has_heard:
        first.send_signal(signal.SIGINT)
    for lane in filter(None, (first, second)):
        with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
            lane.wait(timeout=ORDERLY_S)
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


def main() -> int:
    """bin/test's two lanes."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also where a shell in the background had it ignored
    for signum in ENDINGS:
        signal.signal(signum, _stop)
    return side_by_side([sys.executable, "-m", "pytest", *sys.argv[1:]], ["bin/journeys"])


if __name__ == "__main__":
    sys.exit(main())
