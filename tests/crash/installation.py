"""An installation of its own as a service manager runs it: `menkou serve` is started, and started again if it ends."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from menkou.command.home import CHECKOUT
from menkou.command.tests.installation import CLEAN
from menkou.embedded import Server
from tests import made
from tests.crash.checker import Stored

PORTS = range(8300, 8320)
READY_S, REST_S, TICK_S = 90, 60, 0.1
RECONCILE_S = "3"
SEEDED = "tests.crash.seeded"
SERVE, BROKEN_SERVE = "menkou.command.main", "tests.crash.broken_serve"
UNDONE = """
select (select count(*) from procrastinate_jobs where status in ('todo', 'doing', 'failed'))
     + (select count(*) from core_outgoing where state in ('waiting', 'sending'))
"""


class Installation:
    """A home in a directory of its own, seeded, running, and gone afterwards whatever happens."""

    def __init__(self, serve: str = SERVE, *, seeded: str = SEEDED, undone: str = UNDONE, intakes: int = 0) -> None:
        self.serve, self.seeded, self.undone, self.starts, self.process = serve, seeded, undone, 0, None
        self.home = Path(tempfile.mkdtemp(prefix="menkou-crash-"))
        made.copy_of("migrated", self.home)
        self.home.chmod(0o711)  # the database's user has to pass through
        self.output = self.home.with_suffix(".log")
        self.port, *self.intake_ports = _free_ports(1 + intakes)
        self.environment = CLEAN | {"MENKOU_HOME": str(self.home), "MENKOU_RECONCILE_S": RECONCILE_S}
        self.environment["MENKOU_INTAKE_PORTS"] = ",".join(map(str, self.intake_ports))

    def __enter__(self) -> "Installation":
        try:
            self.keep()
            self.district_id = int(self.run(self.seeded))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        try:
            if self.process and self.process.poll() is None:
                self.process.send_signal(signal.SIGTERM)
                try:
                    self.process.wait(60)
                except subprocess.TimeoutExpired:
                    self.process.kill()
                    self.process.wait()
            Server(self.home / "postgres").remove()
        finally:
            shutil.rmtree(self.home, ignore_errors=True)
            self.output.unlink(missing_ok=True)

    def keep(self) -> None:
        """Start it unless it runs; return when it is ready."""
        deadline = time.monotonic() + READY_S
        while not self.process or self.process.poll() is not None:
            assert time.monotonic() < deadline, self.last_words
            self._start()
            before = self.said.count("Menkou is ready")
            while self.said.count("Menkou is ready") == before and self.process.poll() is None:
                assert time.monotonic() < deadline, self.last_words
                time.sleep(TICK_S)

    def rest(self) -> float:
        """Wait until nothing is left to do; return how many seconds that took."""
        began = time.monotonic()
        while (left := self._undone()) != 0:
            self.keep()
            assert time.monotonic() < began + REST_S, f"{left} left undone after {REST_S} s; {self.last_words}"
            time.sleep(TICK_S)
        return time.monotonic() - began

    def stored(self) -> Stored:
        """What is there now."""
        held = json.loads(self.run("tests.crash.stored", str(self.district_id)))
        lines = (self.home / "outbox.log").read_text().splitlines()
        return Stored(**held, lines=[line.rpartition("\t")[2] for line in lines])

    @property
    def said(self) -> str:
        """What the supervisor has printed, over all its lives."""
        return self.output.read_text() if self.output.exists() else ""

    @property
    def last_words(self) -> str:
        """What it printed last, and each process of it."""
        logs = sorted((self.home / "logs").glob("*.log"))
        return "\n".join([self.said[-2000:], *(f"{log.name}: {log.read_text()[-2000:]}" for log in logs)])

    @property
    def noted(self) -> dict:
        """The processes, as the supervisor noted them."""
        try:
            return json.loads((self.home / "serve.json").read_text())
        except (OSError, ValueError):
            return {}

    @property
    def postmaster(self) -> int:
        """The database's first process; 0 while there is none."""
        state = json.loads((self.home / "postgres" / "state.json").read_text())
        data = Path(state["place"] or self.home / "postgres") / "data"
        try:
            return int((data / "postmaster.pid").read_text().split()[0])
        except (OSError, IndexError, ValueError):
            return 0

    def _start(self) -> None:
        self.starts += 1
        command = [sys.executable, "-m", self.serve, "serve", "--port", str(self.port)]
        with open(self.output, "a") as output:
            self.process = subprocess.Popen(
                command, cwd=CHECKOUT, env=self.environment, stdout=output, stderr=output, stdin=subprocess.DEVNULL
            )

    def run(self, module: str, *words: str, told: str = "") -> str:
        """Run a module in the home's environment; return the last line that it prints."""
        command, options = [sys.executable, "-m", module, *words], {"cwd": CHECKOUT, "env": self.environment}
        done = subprocess.run(
            command, **options, input=told, capture_output=True, text=True, timeout=READY_S, check=False
        )
        assert done.returncode == 0, f"{module}: {done.stderr[-2000:]}"
        return done.stdout.strip().splitlines()[-1]

    def _undone(self) -> int:
        """How many jobs and notices are left; -1 while the database is away."""
        try:
            with psycopg.connect(Server(self.home / "postgres").url("app"), connect_timeout=5) as connection:
                connection.execute("select set_config('menkou.reads', %s, true)", [f"{{{self.district_id}}}"])
                return connection.execute(self.undone).fetchone()[0]
        except psycopg.OperationalError:
            return -1


def _free_ports(number: int) -> list[int]:
    found: list[int] = []
    for port in PORTS:
        with socket.socket() as taken:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                taken.bind(("127.0.0.1", port))
            except OSError:
                continue
            found.append(port)
        if len(found) == number:
            return found
    raise AssertionError(f"every port of {os.fspath(str(PORTS))} is taken")
