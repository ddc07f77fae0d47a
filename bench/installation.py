"""A Menkou of its own: a temporary home with an embedded database, started as people start it, gone afterwards."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench import trees
from menkou.command.children import tied_to_us
from menkou.command.home import CHECKOUT, Home
from menkou.command.ready import web_answers
from menkou.embedded import Server, binaries

HOST, PORT = "127.0.0.1", 8200  # and the few ports above it
LARGE, SMALL = "menkou", "menkou_small"
READY, READY_S, STOP_S = "Menkou is ready", 120, 40


class Failure(RuntimeError):
    """The bench cannot go on; the text says why."""


@dataclass(frozen=True)
class Served:
    """A running `menkou serve`."""

    seconds: float
    web: int
    worker: int
    command: list[str]  # with which it started its web server


class Installation:
    """One home, its database server, and the processes started on it."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="menkou-bench-"))
        self.path.chmod(0o711)  # the database's user has to pass through
        self.server = Server(self.path / "postgres")
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("MENKOU_", "DJANGO_"))}
        self.environment = clean | {
            "MENKOU_HOME": str(self.path),
            "MENKOU_MODE": "production",
            "MENKOU_PUBLIC_URL": f"http://{HOST}:{PORT}",
            "MENKOU_BENCH": str(self.path / "bench.json"),
            "PYTHONUNBUFFERED": "1",
        }

    def __enter__(self) -> "Installation":
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self.server.remove()
        shutil.rmtree(self.path, ignore_errors=True)

    @contextlib.contextmanager
    def served(self) -> Iterator[Served]:
        """`menkou serve` from nothing to the line that says it is ready, and stopped at the end."""
        began = time.monotonic()
        words = [sys.executable, "-m", "menkou.command.main", "serve", "--port", str(PORT)]
        with self.started(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
            said = []
            for line in process.stdout:
                said.append(line)
                if READY in line:
                    break
            else:
                raise Failure(f"menkou serve ended: {''.join(said)}")
            seconds = time.monotonic() - began
            pids = Home(self.path).recall("serve.json")
            command = (trees.PROC / str(pids["web"]) / "cmdline").read_bytes().decode().rstrip("\0").split("\0")
            yield Served(seconds, pids["web"], pids["worker"], command)

    @contextlib.contextmanager
    def started(self, words: list[str], environment: dict[str, str] | None = None, **streams) -> Iterator:
        """A process that lives as long as the block, and no longer than we do."""
        process = subprocess.Popen(
            words, env=environment or self.environment, cwd=CHECKOUT, preexec_fn=tied_to_us(), **streams
        )
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.communicate(timeout=STOP_S)
            process.kill()
            process.wait()

    @contextlib.contextmanager
    def web(self, served: Served, port: int, database: str, *, bare: bool = False) -> Iterator[int]:
        """A web server with the very options of `menkou serve`, for the product or for bare views; its process."""
        words = [str(port) if word == str(PORT) else word for word in served.command]
        environment = self.on(database)
        if bare:
            words[-1] = "bench.bare.wsgi:application"
            environment["DJANGO_SETTINGS_MODULE"] = "bench.bare.settings"
        kept = self.path / "logs" / f"bench-{port}.log"
        with open(kept, "w") as log, self.started(words, environment, stdout=log, stderr=log) as process:
            deadline = time.monotonic() + READY_S
            while not web_answers(HOST, port, f"{HOST}:{port}"):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise Failure(f"the web server on port {port} does not answer: {kept.read_text()}")
                time.sleep(0.1)
            yield process.pid

    def on(self, database: str) -> dict[str, str]:
        """The environment of a process that works on one database as the application."""
        url = self.server.url("app").replace(f"/{LARGE}?", f"/{database}?")
        return self.environment | {"MENKOU_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}

    def run(self, module: str, *words: str, database: str = LARGE, said: str = "") -> str:
        """Run one of the bench's modules to its end, and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", module, *words],
            env=self.on(database),
            cwd=CHECKOUT,
            input=said,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Failure(f"{module}: {done.stderr[-2000:]}")
        return done.stdout

    def as_owner(self, database: str) -> psycopg.Connection:
        """A connection of the tables' owner."""
        url = self.server.url("owner").replace(f"/{LARGE}?", f"/{database}?")
        return psycopg.connect(url, autocommit=True)

    def postmaster(self) -> int:
        """The process that all of PostgreSQL hangs below."""
        return int((self.server.home.data / "postmaster.pid").read_text().split()[0])

    def tool(self, name: str) -> str:
        """A program that came with the database."""
        return str(binaries.tool(self.server.home, name))
