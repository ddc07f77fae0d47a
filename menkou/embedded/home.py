"""The directory that belongs to one server: its owner, its lock, its state, and commands run for it."""

import contextlib
import fcntl
import os
import pwd
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from menkou.embedded import state
from menkou.embedded.errors import LauncherError, failure, reason
from menkou.embedded.settings import ENVIRONMENT, LONGEST_HOME, SERVER_USER, UNFINISHED


class Home:
    """One home directory and the user that its server runs as."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(os.path.realpath(path))
        if len(os.fsencode(self.path)) > LONGEST_HOME:
            raise LauncherError(f"数据库目录的路径超过 {LONGEST_HOME} 字节，请换一个短一些的。")
        user = pwd.getpwnam(SERVER_USER) if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        self.uid, self.gid = user.pw_uid, user.pw_gid
        self.state = state.State()
        self.guard: list[int] = []  # the launcher's lock, while we hold it

    @property
    def place(self) -> Path:
        """The directory that holds the server's files; ours, and the server's user can reach it."""
        return Path(self.state.place) if self.state.place else self.path

    @property
    def data(self) -> Path:
        """The cluster's directory."""
        return self.place / "data"

    def load(self) -> None:
        """Read what the home remembers, if anything."""
        self.state = state.load(self.path)

    def save(self) -> None:
        """Write down what the home remembers."""
        state.save(self.path, self.state)

    @contextlib.contextmanager
    def exclusive(self) -> Iterator[None]:
        """Let one launcher at a time work on the home, and say the system's errors in a sentence."""
        try:
            self._claim()
            with open(state.open_private(self.path / "launcher.lock"), "w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                self.load()
                self.guard = [lock.fileno()]
                yield
        except OSError as error:
            raise failure(f"无法使用 {error.filename or self.path}", reason(error), self.place) from error
        finally:
            self.guard = []

    def _claim(self) -> None:
        """Create the home; refuse one that belongs to someone else or holds something else."""
        self.path.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
        info = self.path.stat()
        if info.st_uid != os.geteuid():
            raise LauncherError(f"{self.path} 属于另一位用户（编号 {info.st_uid}），请以该用户运行。")
        if info.st_mode & 0o022:
            self.path.chmod(info.st_mode & 0o755)
        names = set(os.listdir(self.path)) - UNFINISHED
        if names and "state.json" not in names:
            raise LauncherError(f"{self.path} 里有别的文件（{min(names)}），请换一个空目录。")

    def run(self, *command: Any, **options: Any) -> subprocess.CompletedProcess[str]:
        """Run a command; should we be killed, it keeps the next launcher waiting until it ends."""
        defaults: dict[str, Any] = {"capture_output": True, "pass_fds": self.guard, "env": ENVIRONMENT}
        words, options = [str(word) for word in command], defaults | options
        return subprocess.run(words, cwd="/", text=True, check=False, **options)

    def as_server(self, *command: Any, **options: Any) -> subprocess.CompletedProcess[str]:
        """Run a command as the server's user."""
        if os.geteuid() == 0:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return self.run(*command, umask=0o077, **options)

    def reaches(self, path: Path) -> bool:
        """Tell whether the server's user may enter a directory or run a program."""
        return self.as_server("test", "-x", path).returncode == 0

    def give_directory(self, path: Path) -> None:
        """Make a directory that only the server's user may enter."""
        path.mkdir(mode=0o700)
        os.chown(path, self.uid, self.gid)

    def demand(self, result: subprocess.CompletedProcess[str]) -> None:
        """Raise the reason if a command failed."""
        if result.returncode:
            raise failure(f"{Path(result.args[0]).name} 运行失败", result.stderr, self.place)
