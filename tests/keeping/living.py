"""An installation that people write to, and whose writers know what was acknowledged."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from uuid import uuid4

import psycopg

from menkou.command.home import CHECKOUT
from menkou.command.tests.installation import CLEAN, until
from menkou.embedded import Server
from tests import made

QUESTIONS = 110
LINE = """
insert into core_auditentry (id, at, by, what, subject) values (%s, clock_timestamp(), 'tests', 'drill.written', 'x')
"""
WITHIN = "select set_config('menkou.reads', %s, true), set_config('menkou.writes', %s, true)"
KEPT = "select id::text from core_auditentry where what = 'drill.written'"


class Living:
    """A home of its own with people's questions in it, and its database running; gone afterwards."""

    def __init__(self, **environment: str) -> None:
        self.base = Path(tempfile.mkdtemp(prefix="menkou-keeping-", dir="/tmp"))
        self.base.chmod(0o755)  # the database's user has to pass through
        self.home, self.backups, self.keys = self.base / "home", self.base / "backups", self.base / "keys"
        self.environment = CLEAN | {"MENKOU_HOME": str(self.home)} | environment

    def __enter__(self) -> "Living":
        made.copy_of("migrated", self.home)
        self.district = int(self.ran("tests.keeping.seeded", str(QUESTIONS)))
        return self

    def __exit__(self, *_: object) -> None:
        for state in list(self.base.rglob("state.json")):
            with contextlib.suppress(Exception):
                Server(state.parent).remove()
        shutil.rmtree(self.base)

    @property
    def server(self) -> Server:
        return Server(self.home / "postgres")

    def menkou(self, *words: object, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run one command; a traceback is never an answer."""
        command = [sys.executable, "-m", "tests.keeping.unsynced", *map(str, words)]
        options = {"env": self.environment | environment, "cwd": CHECKOUT, "capture_output": True, "text": True}
        done = subprocess.run(command, **options, timeout=300, check=False)
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def did(self, *words: object, **environment: str) -> str:
        """The same where it went well; what it said."""
        done = self.menkou(*words, **environment)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ran(self, module: str, *words: str) -> str:
        command = [sys.executable, "-m", module, *words]
        options = {"env": self.environment, "cwd": CHECKOUT, "capture_output": True, "text": True}
        done = subprocess.run(command, **options, timeout=300, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout.strip().splitlines()[-1]

    def back_up(self, *words: str) -> Path:
        """A backup and a copy of the keys; the folder."""
        said = self.did("backup", "--to", self.backups, "--keys-to", self.keys, *words)
        return Path(re.search(r"备份做好了：(.*)", said)[1])

    def restored(self, folder: Path, *words: object) -> str:
        """Over what is left; what the command said."""
        return self.did("restore", "--from", folder, "--keys", self.keys, "--home", self.home, "--over", *words)

    def destroy(self) -> None:
        """The server is killed and its data directory is gone."""
        home = self.server.home
        home.load()
        os.kill(int((home.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        until(lambda: not self.server.alive())
        shutil.rmtree(home.data)

    def lines(self) -> set[str]:
        """What is there of what the writers wrote."""
        with psycopg.connect(self.server.url("launcher")) as connection:
            return {row[0] for row in connection.execute(KEPT)}

    @contextlib.contextmanager
    def written(self, number: int = 3):
        """Writers at work; what was acknowledged to them, in order, until they are stopped or their server is."""
        acknowledged: list[str] = []
        stop = threading.Event()
        url, district = self.server.url("app"), str(self.district)

        def write() -> None:
            with contextlib.suppress(psycopg.Error), psycopg.connect(url) as connection:
                while not stop.is_set():
                    name = str(uuid4())
                    connection.execute(WITHIN, [f"{{{district}}}", district])
                    connection.execute(LINE, [name])
                    connection.commit()
                    acknowledged.append(name)

        threads = [threading.Thread(target=write, daemon=True) for _ in range(number)]
        for thread in threads:
            thread.start()
        try:
            yield acknowledged
        finally:
            stop.set()
            for thread in threads:
                thread.join(20)


def after(acknowledged: list[str], more: int) -> None:
    """Wait until so many more are acknowledged."""
    wanted = len(acknowledged) + more
    until(lambda: len(acknowledged) >= wanted)
