"""Bringing a database back, comparing it with what the backup counted, and holding what it would send."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from menkou.command import database
from menkou.command.home import Home
from menkou.command.keeping import counting, targets, wal
from menkou.command.keeping.counting import Step
from menkou.command.keeping.manifest import BASE, Manifest
from menkou.command.keeping.source import Source, client_programs, of_embedded
from menkou.command.keeping.taking import DATABASE, ROWS
from menkou.command.keeping.wal import Broken
from menkou.command.problems import Problem
from menkou.core.heartbeats import HOLD
from menkou.embedded import Server
from menkou.embedded.recovery import recover

Say = Callable[[str], Step]


@dataclass(frozen=True)
class Chosen:
    """A backup, and the WAL that is to be replayed on it, if any."""

    folder: Path
    manifest: Manifest
    wal: Path | None = None


@dataclass(frozen=True)
class Brought:
    """The database that came back; of a base, when its last transaction was, and where the WAL was broken."""

    source: Source
    until: str = ""
    broken: Broken | None = None


@contextmanager
def database_of(chosen: Chosen, made: Home, over: bool, say: Say) -> Iterator[Brought]:
    """The database of a home, with the backup in it; the embedded server is stopped afterwards. Raises Problem."""
    if database.embedded(made) is None:
        if chosen.manifest.kind == BASE:
            raise Problem(f"这份备份是内置数据库的原样，装不进自备的服务器；请去掉 {database.APP}，或另选一份备份。")
        with targets.ones_own(over) as source:
            _rows(source, chosen, say("装入各表"))
            yield Brought(source)
        return
    server = Server(made.postgres)
    try:
        yield _base(server, chosen, made, say) if chosen.manifest.kind == BASE else _dump(server, chosen, made, say)
    finally:
        server.stop()


def compared(source: Source, manifest: Manifest, step: Step) -> list[str]:
    """What is not as the backup counted it: rows, their contents, the audit's last lines; of a base, no line fewer.

    The heads of the audit chains are where they were, in both: a chain only grows.
    """
    with database.asking(source.url) as connection:
        found = counting.counted(connection, step)
        astray = counting.astray(connection, manifest.counts)
    compare = counting.shortfalls if manifest.kind == BASE else counting.differences
    return astray + compare(manifest.counts, found)


def hold(source: Source) -> None:
    """Nothing goes out of this database until a person says so; before any worker can ask it."""
    with database.asking(source.url) as connection:
        connection.execute(HOLD)


def files(folder: Path, made: Home) -> None:
    """The files beside the database."""
    kept = folder / "files"
    for one in sorted(kept.rglob("*")) if kept.is_dir() else ():
        to = made.path / one.relative_to(kept)
        if one.is_dir():
            to.mkdir(mode=0o700, exist_ok=True)
        else:
            shutil.copyfile(one, to)
            to.chmod(0o600)


def _dump(server: Server, chosen: Chosen, made: Home, say: Say) -> Brought:
    server.start()
    source = of_embedded(server)
    _rows(source, chosen, say("装入各表"))
    database.ensure(made)
    return Brought(source)


def _base(server: Server, chosen: Chosen, made: Home, say: Say) -> Brought:
    """The server's own files, and the WAL that was received since. Raises Problem."""
    gathered, broken = None, None
    if chosen.wal:
        programs = client_programs(int(chosen.manifest.postgres.split(".")[0]))
        gathered = wal.gathered(chosen.wal, chosen.manifest, made.path / "wal")
        broken = wal.broken(programs, gathered, chosen.manifest)
    step = say("重放")
    step(0, 1)
    recovered = recover(server, chosen.folder / DATABASE, gathered)
    step(1, 1)
    if gathered:
        shutil.rmtree(gathered)
    server.start()
    database.ensure(made)
    return Brought(of_embedded(server), recovered.until, broken)


def _rows(source: Source, chosen: Chosen, step: Step) -> None:
    words = ["-v", "--exit-on-error", "--single-transaction", *source.words(), chosen.folder / ROWS]
    total = len(chosen.manifest.counts.tables)
    source.watch("pg_restore", "processing data for table", total, step, *words)
