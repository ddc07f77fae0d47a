"""心跳: a process says that it lives, so that pages and commands can tell. All of them by the database's own clock."""

import logging
import threading

from django.db import Error, connection

INTAKE, WEB = "intake", "web"
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
    or core_heartbeat.at > excluded.at + interval '60 seconds'
"""  # one from the future was written before the clock was put back, and says nothing any more
SILENT = "select name, extract(epoch from clock_timestamp() - at)::float from core_heartbeat"
log = logging.getLogger("menkou.heartbeat")


def beat(name: str, every_s: int = EVERY_S) -> None:
    """Say it; of several processes of one name, one in every_s is enough."""
    with connection.cursor() as cursor:
        cursor.execute(BEAT, [name, every_s - 1])


def silences() -> dict[str, float]:
    """For how many seconds each has said nothing; less than nothing where it last spoke in what is the future now."""
    with connection.cursor() as cursor:
        cursor.execute(SILENT)
        return dict(cursor.fetchall())


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
