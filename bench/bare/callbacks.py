"""What one callback says to PostgreSQL, behind the same web server without Menkou, and without any server."""

import contextlib
import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from uuid import uuid4

import psycopg

from bench import trees
from bench.installation import HOST
from menkou.command.children import tied_to_us
from menkou.command.home import CHECKOUT
from menkou.command.ready import web_answers
from menkou.embedded import Server
from tests.callbacks.seeded import ACCOUNT
from tests.crash.installation import Installation

PORT, READY_S = 8230, 30
URL, DISTRICT = "BENCH_URL", "BENCH_DISTRICT"
SCOPE = "set local menkou.reads = '{{{0}}}'; set local menkou.writes = '{0}'"
KEEP = """
with row0 as (
    insert into channels_incoming (id, account_id, key_digest, sender_digest, sealed, arrived_at, settled, attempt)
    values (%s, %s, %s, %s, %s, now(), 0, 0) on conflict do nothing returning id
)
select procrastinate_defer_jobs_v1(
    array[row('inbox', 'bench', 0, null, null, %s, null)::procrastinate_job_to_defer_v1]) from row0
"""


def keep(connection: psycopg.Connection, district: str) -> None:
    """The statements of one callback."""
    pk = uuid4()
    row = [pk, ACCOUNT, secrets.token_bytes(32), secrets.token_bytes(32), secrets.token_bytes(300)]
    with connection.transaction():
        connection.execute(SCOPE.format(int(district)))
        connection.execute(KEEP, [*row, psycopg.types.json.Jsonb({"incoming_id": str(pk)})])


def application(environ, start_response):
    """Behind granian: keeps something, whatever it is sent."""
    body = b"ok"
    if environ["PATH_INFO"] != "/healthz":
        keep(_connection(), os.environ[DISTRICT])
        body = b"done"
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]


_held = threading.local()  # one to a thread, as in Django


def _connection() -> psycopg.Connection:
    if not hasattr(_held, "connection"):
        _held.connection = psycopg.connect(os.environ[URL], prepare_threshold=2)
    return _held.connection


class Beside:
    """The bare application on the installation's database, with the options of intake."""

    port = PORT

    def __init__(self, place: Installation) -> None:
        self.place = place

    def __enter__(self) -> "Beside":
        words = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--workers", "1", "--http", "1"]
        words += ["--blocking-threads", "8", "--port", str(PORT), "bench.bare.callbacks:application"]
        more = {URL: Server(self.place.home / "postgres").url("app"), DISTRICT: str(self.place.district_id)}
        self.process = subprocess.Popen(
            words, cwd=CHECKOUT, env=os.environ | more, preexec_fn=tied_to_us(), stdout=subprocess.DEVNULL
        )
        deadline = time.monotonic() + READY_S
        while not web_answers(HOST, PORT, HOST):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit("the bare application does not answer")
            time.sleep(0.1)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        self.process.kill()

    def used(self) -> float:
        """Processor time of it and of PostgreSQL, in ms."""
        return trees.cpu_ms(self.process.pid) + trees.cpu_ms(self.place.postmaster)


@contextlib.contextmanager
def raw(place: Installation) -> Iterator[tuple[Callable[[int], Callable[[object], None]], Callable[[], float]]]:
    """What makes a client that keeps one by psycopg from here; and PostgreSQL's processor time, in ms (ours is a client's)."""
    url, district = Server(place.home / "postgres").url("app"), str(place.district_id)
    with contextlib.ExitStack() as opened:

        def open_one(_: int) -> Callable[[object], None]:
            connection = opened.enter_context(psycopg.connect(url, prepare_threshold=2))
            return lambda _: keep(connection, district)

        yield open_one, lambda: trees.cpu_ms(place.postmaster)
