"""Processes that the supervisor starts, watches, starts again and stops."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path

from menkou.command import home
from menkou.command.problems import Problem
from menkou.core.parents import end_with

MOST_DEATHS, WITHIN_S, LONGEST_PAUSE_S, PATIENCE_S = 5, 60, 8, 12
LARGEST_LOG = 8 << 20


def tied_to_us() -> Callable[[], None]:
    """What a child runs first, so that the kernel asks it to stop should we be killed."""
    return partial(end_with, os.getpid(), signal.SIGTERM)


class Child:
    """One process; its output goes to a log of bounded size.

    One that is vital ends the service when it cannot be kept running; any other is tried for ever, with pauses. One that
    heals finds out by itself that the database is back, and is not started anew with it.
    """

    def __init__(
        self,
        title: str,
        command: list[str],
        log: Path,
        environment: dict[str, str],
        lock: int,
        *,
        vital: bool = True,
        heals: bool = False,
    ) -> None:
        self.vital, self.heals = vital, heals
        self.title, self.command, self.log, self.environment, self.lock = title, command, log, environment, lock
        self.process: subprocess.Popen[bytes] | None = None
        self.deaths: deque[float] = deque(maxlen=MOST_DEATHS)
        self.rest_until = 0.0

    @property
    def keeps_dying(self) -> bool:
        """Whether it has died so often of late that starting it again does not help."""
        return len(self.deaths) == MOST_DEATHS and time.monotonic() - self.deaths[0] < WITHIN_S

    def start(self) -> None:
        """Start the process."""
        with open(os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb") as output:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=self.environment,
                cwd=home.CHECKOUT,
                start_new_session=True,  # Ctrl-C is for the supervisor, which stops the others in order
                preexec_fn=tied_to_us(),
                pass_fds=[self.lock],
            )

    def tend(self) -> str | None:
        """Start a dead process again after a pause; return what happened, if anything. Raises Problem."""
        self._bound_log()
        if self.process and self.process.poll() is not None:
            return self._bury(self.process)
        if not self.process and time.monotonic() >= self.rest_until:
            self.start()
            return f"{self.title}已重新启动。"
        return None

    def stop(self) -> None:
        """Ask the process to stop, and end it and what it started if it does not."""
        if not self.process:
            return
        self.process.terminate()
        try:
            self.process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._end_group(self.process)

    def restart(self) -> None:
        """Stop and start; no death that counts."""
        self.stop()
        self.start()

    def _bury(self, process: subprocess.Popen[bytes]) -> str:
        code, now = process.returncode, time.monotonic()
        self._end_group(process)
        self.deaths.append(now)
        if self.keeps_dying and self.vital:
            raise Problem(f"{self.title}一分钟内退出了 {MOST_DEATHS} 次，已停止；原因见 {self.log}。")
        recent = sum(1 for death in self.deaths if now - death < WITHIN_S)
        pause = min(2 ** (recent - 1) / 2, LONGEST_PAUSE_S)
        self.rest_until = now + pause
        often = f"，一分钟内已 {MOST_DEATHS} 次" if self.keeps_dying else ""
        return f"{self.title}意外退出（代码 {code}）{often}，{pause:g} 秒后重新启动；原因见 {self.log}。"

    def _end_group(self, process: subprocess.Popen[bytes]) -> None:
        """End what a dead process left behind: its workers are in its session."""
        self.process = None
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)

    def _bound_log(self) -> None:
        """Keep one older log; the process goes on writing at the end of the emptied one."""
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            shutil.copyfile(self.log, self.log.with_suffix(".log.1"))
            os.truncate(self.log, 0)
