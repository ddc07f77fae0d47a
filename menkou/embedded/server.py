"""The server itself: start it, stop it, ask how it is and where."""

import contextlib
import fcntl
import os
import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from menkou.embedded import binaries
from menkou.embedded.errors import LauncherError, failure
from menkou.embedded.home import Home
from menkou.embedded.provision import EDITION, prepare, provision
from menkou.embedded.settings import DATABASE, FAST_STOP_S, LARGEST_LOG, PATIENCE_S, ROLES, SETTINGS, SUPERUSER
from menkou.embedded.state import open_private


class Server:
    """The PostgreSQL server of one home directory."""

    def __init__(self, path: str | Path) -> None:
        self.home = Home(path)

    def url(self, role: str) -> str:
        """Return the address of the database for a role: app or owner; launcher is whom row security does not bind."""
        self.home.load()
        state, names = self.home.state, ROLES | {"launcher": SUPERUSER}
        if role not in names or not state.provisioned:
            raise LauncherError(f"{self.home.path} 里还没有角色 {role} 的数据库，请先启动。")
        host, password = quote(state.socket, safe=""), state.passwords[role]
        return f"postgresql://{names[role]}:{password}@/{DATABASE}?host={host}&port=5432"

    def status(self) -> str:
        """Return running, starting (or stopping) or stopped."""
        self.home.load()
        return "stopped" if not self.alive() else "running" if self.ready() else "starting"

    def start(self) -> bool:
        """Make sure that the server runs and is complete; return whether it had to be launched."""
        launched, deadline = False, time.monotonic() + PATIENCE_S
        with self.home.exclusive():
            while not self.ready():
                if self.alive():  # still starting, or the last processes of a killed server
                    if time.monotonic() > deadline:
                        raise LauncherError(f"数据库 {PATIENCE_S} 秒后仍未就绪，请看 {self.home.place}/log。")
                elif launched:
                    raise failure("数据库启动不了", self.log_tail(), self.home.place)
                else:
                    prepare(self.home)
                    self.launch()
                    launched = True
                time.sleep(0.05)
            if self.home.state.provisioned < EDITION:
                provision(self.home)
            self._bound_log()
        return launched

    def stop(self) -> bool:
        """Stop the server and wait until its last process is gone; return whether it ran."""
        self.home.load()
        if not self.home.state.binaries:
            return False
        with self.home.exclusive():
            if not self.alive():
                return False
            stopped = self._ask_to_stop("fast", FAST_STOP_S)
            if stopped.returncode and self.alive():  # told while it recovers from a crash, it may wait for ever
                stopped = self._ask_to_stop("immediate", PATIENCE_S)
            deadline = time.monotonic() + 30
            while self.alive():
                if stopped.returncode or time.monotonic() > deadline:
                    raise failure("数据库没有停下来", stopped.stderr, self.home.place)
                time.sleep(0.05)
            self._bound_log()
        return True

    def _ask_to_stop(self, mode: str, seconds: int) -> subprocess.CompletedProcess[str]:
        """Tell the server to stop; what an immediate stop leaves undone, the next start recovers."""
        command = [binaries.tool(self.home, "pg_ctl"), "stop", "-D", self.home.data, "-m", mode, "-t", seconds]
        return self.home.as_server(*command)

    def remove(self) -> None:
        """Stop the server and delete everything that it has, wherever that is."""
        self.stop()
        for path in (self.home.state.socket, self.home.state.place, self.home.path):
            if path and os.path.lexists(path):
                shutil.rmtree(path)

    def alive(self) -> bool:
        """Tell whether any process of the server is left: each holds the lock."""
        with contextlib.suppress(FileNotFoundError), open(self.home.place / "server.lock") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def ready(self) -> bool:
        """Tell whether the server accepts connections."""
        if not self.home.state.socket or not self.alive():
            return False
        command = [binaries.tool(self.home, "pg_isready"), "-q", "-h", self.home.state.socket]
        return self.home.run(*command).returncode == 0

    def launch(self, more: Mapping[str, str] | None = None) -> None:
        """Start the server in the background, with the lock that tells that it lives; with settings for this once."""
        self._remove_stale_files()
        home, place = self.home, self.home.place
        settings = SETTINGS | {"unix_socket_directories": home.state.socket, "log_directory": str(place / "log")}
        settings |= more or {}
        options = [text for name, value in settings.items() for text in ("-c", f"{name}={value}")]
        with (
            open(open_private(place / "server.lock"), "w") as lock,
            open(open_private(place / "start.log", os.O_TRUNC), "w") as output,
        ):
            fcntl.flock(lock, fcntl.LOCK_EX)
            streams = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output, "capture_output": False}
            command = ["setsid", "--fork", binaries.tool(home, "postgres"), "-D", home.data, *options]
            home.as_server(*command, **streams, pass_fds=[lock.fileno()])

    def _remove_stale_files(self) -> None:
        """Remove what a killed server left, whoever has its process id by now."""
        data = self.home.data
        recorded = data / "postmaster.pid"
        if recorded.exists():
            with contextlib.suppress(OSError):
                pid = recorded.read_text().split("\n")[0]
                if os.fsencode(data) in Path("/proc", pid, "cmdline").read_bytes():
                    raise LauncherError(f"另一个 PostgreSQL（进程 {pid}）正在使用 {data}，请先停掉它。")
        names = [".s.PGSQL.5432", ".s.PGSQL.5432.lock"]
        self.home.as_server("rm", "-f", recorded, *(Path(self.home.state.socket, name) for name in names))

    def _bound_log(self) -> None:
        """Empty a day's log that has grown too large; there are seven, each overwritten after a week."""
        find = ["find", self.home.place / "log", "-type", "f", "-size", LARGEST_LOG]
        self.home.as_server(*find, "-exec", "truncate", "-s", "0", "{}", "+")

    def log_tail(self) -> str:
        """Return what the server said last; on a full disk it could not say so itself."""
        place = self.home.place
        full = "No space left on device" if shutil.disk_usage(place).free < 1 << 24 else ""
        logs = sorted((place / "log").glob("*.log"), key=lambda path: path.stat().st_mtime)
        said = [path.read_text(errors="replace")[-4000:] for path in [*logs[-1:], place / "start.log"]]
        return "\n".join([*said, full])
