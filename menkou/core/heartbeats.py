"""心跳: a process says that it lives, so that pages and commands can tell."""

import logging
import threading

from django.db import Error, connection

INTAKE = "intake"
EVERY_S = 10
HELD = "outbox held"  # no process: since when a restored database sends nothing (core.holding)
HOLD = """
insert into core_heartbeat (name, at) values ('outbox held', clock_timestamp())
    on conflict (name) do update set at = excluded.at
"""  # for whoever has just restored a database, before anything else asks it
BEAT = """
insert into core_heartbeat (name, at) values (%s, now())
    on conflict (name) do update set at = excluded.at
 where core_heartbeat.at <= excluded.at - make_interval(secs => %s)
"""
log = logging.getLogger("menkou.heartbeat")


def beat(name: str) -> None:
    """Say it; of several processes of one name, one in EVERY_S is enough."""
    with connection.cursor() as cursor:
        cursor.execute(BEAT, [name, EVERY_S - 1])


def beat_forever(name: str, stop: threading.Event) -> None:
    """Say it again and again, with a connection that is closed in between; a database that is away is tried anew."""
    while not stop.is_set():
        try:
            beat(name)
        except Error as error:
            log.warning("no heartbeat of %s: %s", name, type(error).__name__)
        finally:
            connection.close()
        stop.wait(EVERY_S)
