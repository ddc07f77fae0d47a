"""Bringing a database back, comparing it with what the backup counted, and holding what it would send."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from menkou.command import database
from menkou.command.home import Home
from menkou.command.keeping import counting, targets
from menkou.command.keeping.counting import Step
from menkou.command.keeping.manifest import Manifest
from menkou.command.keeping.source import Source, of_embedded
from menkou.command.keeping.taking import ROWS
from menkou.core.heartbeats import HOLD
from menkou.embedded import Server

Say = Callable[[str], Step]


@contextmanager
def database_of(folder: Path, manifest: Manifest, made: Home, over: bool, say: Say) -> Iterator[Source]:
    """The database of a home, with the backup in it; the embedded server is stopped afterwards. Raises Problem."""
    if database.embedded(made) is None:
        with targets.ones_own(over) as source:
            _rows(source, folder, manifest, say("装入各表"))
            yield source
        return
    server = Server(made.postgres)
    server.start()
    try:
        source = of_embedded(server)
        _rows(source, folder, manifest, say("装入各表"))
        database.ensure(made)
        yield source
    finally:
        server.stop()


def compared(source: Source, manifest: Manifest, step: Step) -> list[str]:
    """What is not as the backup counted it: rows, their contents, the audit's last lines."""
    with database.asking(source.url) as connection:
        return counting.differences(manifest.counts, counting.counted(connection, step))


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


def _rows(source: Source, folder: Path, manifest: Manifest, step: Step) -> None:
    words = ["-v", "--exit-on-error", "--single-transaction", *source.words(), folder / ROWS]
    source.watch("pg_restore", "processing data for table", len(manifest.counts.tables), step, *words)
