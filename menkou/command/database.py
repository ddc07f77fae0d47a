"""Which database is ours, that it runs, and Django set up on top of it."""

import contextlib
import fcntl
import os
from collections.abc import Iterator

from menkou.command.home import Home
from menkou.command.problems import Problem
from menkou.embedded import LauncherError, Server, standby
from menkou.embedded.errors import in_plain_words

__all__ = ["APP", "OWNER", "LauncherError", "Server", "asking", "embedded", "ensure", "owner_url", "set_up_django"]
APP, OWNER = "MENKOU_DATABASE_URL", "MENKOU_OWNER_DATABASE_URL"


def embedded(home: Home) -> Server | None:
    """Return the embedded server of a home; None where the environment names another one."""
    return None if os.environ.get(APP) else Server(home.postgres)


def ensure(home: Home) -> Server | None:
    """Make sure that a database is there and name it in the environment; return the embedded server, if it is ours."""
    server = embedded(home)
    if server:
        server.start()
        _wait_for_nobody(home, server)
        os.environ[APP], os.environ[OWNER] = server.url("app"), server.url("owner")
    return server


def _wait_for_nobody(home: Home, server: Server) -> None:
    """A supervisor that was killed took its receiver of WAL along: whoever writes now would wait for ever."""
    if not standby.is_waited_for(server):
        return
    with open(home.path / "serve.lock") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # a supervisor lives, and sees to its receiver
    with asking(server.url("launcher")) as connection:
        connection.execute(standby.OFF)
        connection.execute(standby.RELOAD)


def owner_url() -> str:
    """Return the address under which tables are made."""
    url = os.environ.get(OWNER)
    if not url:
        raise Problem(f"已设 {APP}，还要用 {OWNER} 给出表所有者的地址，才能更新数据库结构。")
    return url


def set_up_django() -> None:
    """Set Django up; everything that needs models is imported after this."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()


@contextlib.contextmanager
def asking(url: str) -> Iterator:
    """Ask the database without Django; a server that is away is said in one sentence."""
    import psycopg

    try:
        connection = psycopg.connect(url, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        said = str(error).strip().splitlines()
        why = in_plain_words(said[0]) if said else "没有给出原因"
        raise Problem(f"连不上数据库（{why}），请检查 {APP} 与数据库服务。") from error
    with connection:
        yield connection
