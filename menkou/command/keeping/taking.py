"""Taking a backup: into a folder of another name, which gets its own when all of it is on the disk."""

import json
import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import menkou
from menkou.command import database
from menkou.command.home import Home
from menkou.command.keeping import manifest as manifests
from menkou.command.keeping.counting import Counted, Step, counted
from menkou.command.keeping.manifest import BASE, DUMP, PARTIAL, Manifest
from menkou.command.keeping.source import Source
from menkou.command.problems import Problem
from menkou.core.clock import SHANGHAI

FILES = ("scans", "evidence", "boards", "occasions", "imports")  # beside the database; core.store makes each
MADE_AGAIN = ("batches",)  # papers that somebody asked for, gone after three days: asked for again
ROWS, DATABASE = "database.dump", "base"
SPARE = 64 << 20
SIZE = "select pg_database_size(current_database())"
SNAPSHOT = "select pg_export_snapshot(), transaction_timestamp()"
Say = Callable[[str], Step]


def take(place: Home, source: Source, to: Path, kind: str, say: Say) -> tuple[Path, Manifest]:
    """Make one backup below a folder. Raises Problem; what was begun is gone then."""
    name = _name(to)
    partial = to / f"{name}{PARTIAL}"
    partial.mkdir(mode=0o700)
    try:
        manifest = (_base if kind == BASE else _dump)(place, source, partial, say)
        manifests.write(partial, manifest)
        partial.rename(to / name)
        manifests.on_disk(to)
    except BaseException:  # Ctrl-C as well: half a backup helps nobody and fills the disk
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return to / name, manifest


def _name(to: Path) -> str:
    """By the second, for people to read; of two in one second the other waits for the next."""
    while (to / (name := datetime.now(SHANGHAI).strftime("menkou-%Y%m%d-%H%M%S"))).exists():
        time.sleep(0.1)
    return name


def demand_room(place: Home, source: Source, to: Path, kind: str) -> None:
    """Refuse where it would not fit. Raises Problem."""
    with database.asking(source.url) as connection:
        size = connection.execute(SIZE).fetchone()[0]
    rows = size if kind == BASE else size // 2  # a dump is compressed and holds no index: a third of it, or less
    need = rows + sum(one.stat().st_size for one in files_of(place)) + SPARE
    free = shutil.disk_usage(to).free
    if free < need:
        raise Problem(
            f"{to} 所在的磁盘只剩 {in_mb(free)} MB，备份要 {in_mb(need)} MB，没有做。请腾出空间或换一个目录。"
        )


def files_of(place: Home) -> list[Path]:
    """Every file of the home that belongs to rows."""
    found = (one for folder in FILES for one in (place.path / folder).rglob("*"))
    return sorted(one for one in found if one.is_file())


def in_mb(size: int) -> str:
    return f"{size / (1 << 20):.0f}"


def _dump(place: Home, source: Source, folder: Path, say: Say) -> Manifest:
    """Rows, counted and written as one moment has them, while people go on working."""
    with database.asking(source.url) as connection, connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        snapshot, moment = connection.execute(SNAPSHOT).fetchone()
        counts = counted(connection, say("核对各表"))
        words = ["-Fc", "-v", f"--snapshot={snapshot}", "-f", folder / ROWS, *source.words()]
        source.watch("pg_dump", "dumping contents of table", len(counts.tables), say("导出各表"), *words)
        (folder / ROWS).chmod(0o600)
        version = _version(connection)
    return _sealed(place, folder, _facts(DUMP, moment, version, counts), say)


def _base(place: Home, source: Source, folder: Path, say: Say) -> Manifest:
    """The server's own files with the WAL that belongs to them; what was written meanwhile is in it as well."""
    with database.asking(source.url) as connection:
        counts = counted(connection, say("核对各表"))
        moment, version = datetime.now(UTC), _version(connection)
        words = ["-Ft", "--compress=client-gzip:1", "-X", "stream", "-c", "fast", "--manifest-checksums=SHA256"]
        step = say("抄写数据库")
        step(0, 1)
        source.run("pg_basebackup", "-D", folder / DATABASE, *words, *source.words())
        step(1, 1)
    for one in (folder / DATABASE).iterdir():
        one.chmod(0o600)
    facts = _facts(BASE, moment, version, counts)
    return _sealed(place, folder, facts | {"wal": first_wal(folder / DATABASE)}, say)


def first_wal(base: Path) -> dict[str, Any]:
    """Where the WAL of a base begins, as PostgreSQL's own manifest says it."""
    said = json.loads((base / "backup_manifest").read_text())
    ranges = said["WAL-Ranges"][0]
    return {"timeline": ranges["Timeline"], "from": ranges["Start-LSN"], "system": said.get("System-Identifier", 0)}


def _facts(kind: str, moment: datetime, version: str, counts: Counted) -> dict[str, Any]:
    at = moment.astimezone(SHANGHAI).isoformat(timespec="seconds")
    return {"kind": kind, "at": at, "postgres": version, "counted": counts.held()}


def _sealed(place: Home, folder: Path, facts: dict[str, Any], say: Say) -> Manifest:
    """With the files beside the database, and the digest of everything."""
    copied, step = files_of(place), say("抄写文件")
    for number, one in enumerate(copied, 1):
        to = folder / "files" / one.relative_to(place.path)
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            shutil.copyfile(one, to)
        except FileNotFoundError:
            continue  # taken away while we worked: nothing of what is kept needs it
        to.chmod(0o600)
        step(number, len(copied))
    names, step = list(manifests.files_in(folder)), say("计算校验码")
    files = {}
    for number, path in enumerate(names, 1):
        files[str(path.relative_to(folder))] = [path.stat().st_size, manifests.digest(path)]
        step(number, len(names))
    keys = manifests.keys_of(place.keys)
    return Manifest(**facts, version=menkou.__version__, keys=keys, files=files)


def _version(connection: Any) -> str:
    return str(connection.execute("show server_version").fetchone()[0])
