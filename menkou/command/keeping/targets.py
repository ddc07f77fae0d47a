"""Where a backup comes back to: beside what is there, under another name, until all of it has been looked at."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from menkou.command import database
from menkou.command.home import Home, is_served
from menkou.command.keeping import source
from menkou.command.keeping.manifest import PARTIAL
from menkou.command.keeping.places import SECRET
from menkou.command.problems import Problem
from menkou.core.clock import SHANGHAI
from menkou.core.keys import FILE
from menkou.embedded import Server

TABLES = "select count(*) from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
BUSY = "select count(*) from pg_stat_activity where datname = %s and backend_type = 'client backend'"
INSIDE = f"restored{PARTIAL}"
LIVING = "{} 里的门口还在运行，没有动它。请先运行 menkou stop。"


def demand_free(place: Home, over: bool) -> None:
    """Refuse a living installation; and one that is there, unless it may be put aside. Raises Problem."""
    if not _held(place):
        return
    if not over:
        raise Problem(f"{place.path} 里已经有东西。恢复到一个新目录，或加 --over（原来的会改名留着，不删）。")
    has_database = (place.postgres / "state.json").exists()
    if is_served(place) or (has_database and Server(place.postgres).status() != "stopped"):
        raise Problem(LIVING.format(place.path))


@contextlib.contextmanager
def beside(place: Home, keys: Path) -> Iterator[Home]:
    """A home under another name, with the keys in it; gone again where it was not finished."""
    made = Home(place.path.with_name(f"{place.path.name}{PARTIAL}"))
    if place.path.is_dir() and not os.access(place.path.parent, os.W_OK):  # a service's own folder in /var/lib
        made = Home(place.path / INSIDE)
    _remove(made)
    made.path.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True)
    for folder in (made.keys, made.logs):
        folder.mkdir(mode=0o700)
    for name in (FILE, SECRET):
        with open(os.open(made.keys / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write((keys / name).read_bytes())
    try:
        yield made
    finally:
        _remove(made)


def settle(made: Home, place: Home) -> Path | None:
    """Give the finished home its name; where what was there before lies now, if anything was."""
    held = _held(place)
    if made.path.parent == place.path:
        aside = place.path / f"before-{_stamp()}"
        for one in held:
            aside.mkdir(mode=0o700, exist_ok=True)
            one.rename(aside / one.name)
        for one in list(made.path.iterdir()):
            one.rename(place.path / one.name)
        made.path.rmdir()
        return aside if held else None
    aside = place.path.with_name(f"{place.path.name}.before-{_stamp()}")
    if held:
        place.path.rename(aside)
    elif place.path.exists():
        place.path.rmdir()
    made.path.rename(place.path)
    return aside if held else None


@contextlib.contextmanager
def ones_own(over: bool) -> Iterator[source.Source]:
    """The database of a server of one's own, empty; what was in it is put aside under another name. Raises Problem."""
    found = source.of_ones_own()
    with database.asking(found.url) as connection:
        held, name = connection.execute(TABLES).fetchone()[0], connection.info.dbname
    if held:
        if not over:
            raise Problem(f"数据库 {name} 里已经有 {held} 张表。请换一个空的，或加 --over（原来的会改名留着，不删）。")
        _put_aside(found, name)
    yield found


def _put_aside(found: source.Source, name: str) -> None:
    from psycopg import sql
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    roles: list[Any] = [conninfo_to_dict(os.environ[one])["user"] for one in (database.OWNER, database.APP)]
    old, (owner, app) = sql.Identifier(name), (sql.Identifier(role) for role in roles)
    with database.asking(make_conninfo(found.url, dbname="postgres")) as connection:
        if connection.execute(BUSY, [name]).fetchone()[0]:
            raise Problem(f"还有程序连着数据库 {name}，没有动它。请先停下网页服务、后台任务和收信。")
        for words in (
            sql.SQL("alter database {} rename to {}").format(old, sql.Identifier(f"{name}_before_{_stamp()}")),
            sql.SQL("create database {} owner {} encoding 'UTF8' template template0").format(old, owner),
            sql.SQL("revoke all on database {} from public").format(old),
            sql.SQL("grant connect on database {} to {}").format(old, app),
        ):
            connection.execute(words)


def _held(place: Home) -> list[Path]:
    """What lies in a home, but for what an earlier restore left unfinished."""
    return [one for one in place.path.iterdir() if one.name != INSIDE] if place.path.is_dir() else []


def _remove(made: Home) -> None:
    if (made.postgres / "state.json").exists():
        Server(made.postgres).remove()
    shutil.rmtree(made.path, ignore_errors=True)


def _stamp() -> str:
    return datetime.now(SHANGHAI).strftime("%Y%m%d%H%M%S")
