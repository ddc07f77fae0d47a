"""An installation as a person runs it, from a terminal."""

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from menkou.command.home import CHECKOUT

CLEAN = {name: value for name, value in os.environ.items() if not name.startswith(("MENKOU_", "DJANGO_"))}
READY_S = 90


def menkou(*words, home, input="", **environment):
    """Run one command, at no terminal; a traceback is never an answer."""
    args = [sys.executable, "-m", "menkou.command.main", *words]
    env = CLEAN | {"MENKOU_HOME": str(home)} | environment
    done = subprocess.run(
        args, cwd=CHECKOUT, env=env, input=input, capture_output=True, text=True, timeout=READY_S, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def refused(done, *words):
    """It ended in one sentence that holds these words."""
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    for word in words:
        assert word in done.stderr, done.stderr


def free_port():
    """Return a port that nobody uses now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def is_alive(pid):
    """Tell whether a process runs; one that only waits to be buried does not."""
    with contextlib.suppress(OSError):
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    return False


def health(port):
    """The status of what answers at a port; 0 where nothing does."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=READY_S)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


def until(true, patience_s=30):
    """Wait for something to become true."""
    deadline = time.monotonic() + patience_s
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


class Installation:
    """A home and the supervisor that runs on it."""

    def __init__(self, home):
        self.home, self.port, self.process = home, free_port(), None
        self.output = home.with_name("output.txt")

    def start(self):
        """Start it, unless it runs, and wait until it says that it is ready."""
        if self.process and self.process.poll() is None:
            return self
        args = [sys.executable, "-m", "menkou.command.main", "serve", "--port", str(self.port)]
        env = CLEAN | {"MENKOU_HOME": str(self.home)}
        with open(self.output, "w") as output:
            self.process = subprocess.Popen(args, cwd=CHECKOUT, env=env, stdout=output, stderr=output)
        until(lambda: "Menkou is ready" in self.said or self.process.poll() is not None, READY_S)
        assert self.process.poll() is None, self.said
        return self

    def await_rest(self):
        """Wait until what it notes of itself is what runs, and answers: nothing is being started again."""
        until(lambda: all(is_alive(self.noted[name]) for name in ("web", "worker")))
        until(lambda: health(self.port) == 200)
        return self

    @property
    def said(self):
        """What it has printed since its start."""
        return self.output.read_text()

    @property
    def noted(self):
        """What it noted of itself."""
        return json.loads((self.home / "serve.json").read_text())

    @property
    def postmaster(self):
        """The process id of its database."""
        state = json.loads((self.home / "postgres" / "state.json").read_text())
        data = Path(state["place"] or self.home / "postgres") / "data"
        return int((data / "postmaster.pid").read_text().split()[0])

    def ended(self, number):
        """Send it a signal and return its exit code."""
        self.process.send_signal(number)
        code = self.process.wait(60)
        self.process = None
        return code
