"""The launcher as a person uses it, and what the tests ask of a server's processes."""

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg

from menkou.embedded.home import Home
from menkou.embedded.server import Server
from menkou.embedded.settings import SUPERUSER

CHECKOUT = Path(__file__).parents[3]
ROOT = os.geteuid() == 0
NAMES_A_SERVER = {"MENKOU_DATABASE_URL", "MENKOU_OWNER_DATABASE_URL"}
CLEAN = {name: value for name, value in os.environ.items() if name not in NAMES_A_SERVER}
HIDE_WHEEL = """
import sys
from menkou.embedded import __main__, binaries, settings
binaries.importlib.util.find_spec = lambda name: None
"""
RUN = "sys.exit(__main__.main())"


def cli(command, home, *more, wheel=True, env=None, script=None):
    """Run the launcher as a person would; a traceback is never an answer."""
    program = ["-m", "menkou.embedded"] if wheel and not script else ["-c", script or HIDE_WHEEL + RUN]
    args = [sys.executable, *program, command, "--home", str(home), *more]
    done = subprocess.run(args, cwd=CHECKOUT, env=env or CLEAN, capture_output=True, text=True, timeout=100)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def ok(command, home, *more, **options):
    """Run the launcher, which succeeds, and return what it prints."""
    done = cli(command, home, *more, **options)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def refused(home, *words, **options):
    """start ends in one sentence holding these words, and exit code 1."""
    done = cli("start", home, **options)
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    for word in words:
        assert word in done.stderr, done.stderr


def home_of(path):
    """Return the home as the launcher sees it."""
    home = Home(path)
    home.load()
    return home


def is_alive(path):
    """Tell whether any process of the server is left."""
    server = Server(path)
    server.home.load()
    return server.alive()


def postmaster(path):
    """Return the process id that the server recorded."""
    return int((home_of(path).data / "postmaster.pid").read_text().split()[0])


def query(path, sql, role="owner"):
    """Ask as one of the two roles."""
    with psycopg.connect(ok("url", path, "--role", role), autocommit=True) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else None


def superuser(path, sql, database="menkou"):
    """Ask as the launcher's own role."""
    state = json.loads((Path(path) / "state.json").read_text())
    options = {"host": state["socket"], "user": SUPERUSER, "password": state["passwords"]["launcher"]}
    with psycopg.connect(**options, dbname=database, autocommit=True) as connection:
        return connection.execute(sql).fetchall()


def processes(path):
    """The ids of the processes that run in the server's data directory."""
    found = []
    data = os.path.realpath(home_of(path).data)
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdigit() and os.readlink(entry / "cwd") == data:
                found.append(int(entry.name))
    return found
