"""清单: what a backup is, what lies in it, and what must be counted once it is restored."""

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from menkou.command.keeping.counting import Counted, Step
from menkou.command.problems import Problem
from menkou.core.clock import SHANGHAI
from menkou.core.keys import FILE, Keyring, load

NAME, PARTIAL, FORMAT = "manifest.json", ".partial", 2  # 2: with the heads of the audit chains
DUMP, BASE = "dump", "base"
FOLDER = re.compile(r"menkou-\d{8}-\d{6}")
A_PIECE = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """What stands in the file beside a backup."""

    kind: str  # dump: rows, for any server; base: the embedded server's own files, on which WAL is replayed
    at: str  # as of when its rows are
    version: str
    postgres: str
    keys: dict[str, str]  # which keys open what is sealed: a mark, and the active one's name; never a key
    counted: dict[str, Any]
    wal: dict[str, Any] = field(default_factory=dict)  # of a base: where its WAL begins
    files: dict[str, list[Any]] = field(default_factory=dict)  # name: size, SHA-256
    format: int = FORMAT

    @property
    def made_at(self) -> datetime:
        return datetime.fromisoformat(self.at)

    @property
    def size(self) -> int:
        return sum(int(size) for size, _ in self.files.values())

    @property
    def counts(self) -> Counted:
        return Counted(**self.counted)


def mark_of(ring: Keyring) -> str:
    """What tells the keys of one installation from another's, and nothing else: digits of a digest of a random key."""
    return hashlib.sha256(b"menkou keys " + ring.lookup).hexdigest()[:16]


def keys_of(directory: Path) -> dict[str, str]:
    """What a manifest says of a key file. Raises KeyFault."""
    ring = load(directory / FILE)
    return {"mark": mark_of(ring), "active": ring.active}


def files_in(folder: Path) -> Iterator[Path]:
    """Every file of a backup but the manifest itself."""
    yield from sorted(one for one in folder.rglob("*") if one.is_file() and one != folder / NAME)


def digest(path: Path) -> str:
    """SHA-256 of a file of any size."""
    seen = hashlib.sha256()
    with open(path, "rb") as file:
        while piece := file.read(A_PIECE):
            seen.update(piece)
    return seen.hexdigest()


def write(folder: Path, manifest: Manifest) -> None:
    """Put the manifest into the folder, and see that all of it is on the disk."""
    held = {one.name: getattr(manifest, one.name) for one in fields(manifest)}
    with open(os.open(folder / NAME, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(held, file, ensure_ascii=False, indent=1)
    for path in [*files_in(folder), folder / NAME, *(one for one in folder.rglob("*") if one.is_dir()), folder]:
        on_disk(path)


def on_disk(path: Path) -> None:
    """Wait until a file or a folder is on the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def read(folder: Path) -> Manifest:
    """Read a backup's manifest. Raises Problem."""
    if folder.name.endswith(PARTIAL):
        raise Problem(f"{folder} 是没有做完的备份，不能用来恢复；请另选一份。")
    try:
        held = json.loads((folder / NAME).read_text())
        if held["format"] > FORMAT:
            raise Problem(f"{folder} 是更新的门口做的备份，请先升级再恢复。")
        manifest = Manifest(**held)
        _demand(manifest)
    except OSError as error:
        raise Problem(f"{folder} 里没有备份清单（{NAME}），不是完整的备份。") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Problem(f"{folder / NAME} 已损坏，请另选一份备份。") from error
    return manifest


def _demand(manifest: Manifest) -> None:
    """Whether all that a restore asks of it is there. Raises ValueError, TypeError, KeyError, AttributeError."""
    if manifest.kind not in (DUMP, BASE) or manifest.made_at.tzinfo is None:
        raise ValueError(manifest.at)
    needed = [manifest.keys["mark"], manifest.size, manifest.counts.rows, *manifest.counts.audit.values()]
    if manifest.kind == BASE:
        needed += [manifest.wal["timeline"], manifest.wal["from"]]
    if None in needed:
        raise ValueError(needed)


def damages(folder: Path, manifest: Manifest, step: Step) -> list[str]:
    """What of a backup is missing or not as it was written."""
    found = []
    for number, (name, (size, known)) in enumerate(manifest.files.items(), 1):
        path = folder / name
        if not path.is_file():
            found.append(f"少了 {name}")
        elif path.stat().st_size != size or digest(path) != known:
            found.append(f"{name} 变了")
        step(number, len(manifest.files))
    return found


def complete(folder: Path) -> list[Path]:
    """The complete backups below a folder, the oldest first; what a clock of the future has named is no newest."""
    found = folder.iterdir() if folder.is_dir() else iter(())
    now = datetime.now(SHANGHAI).strftime("menkou-%Y%m%d-%H%M%S")
    these = [one for one in found if FOLDER.fullmatch(one.name) and (one / NAME).is_file()]
    return sorted(these, key=lambda one: (one.name <= now, one.name))


def of_kind(folder: Path, kind: str) -> list[Path]:
    """Those of one kind, as `complete` orders them; what cannot be read is of none."""
    return [one for one in complete(folder) if (said := _read_or_none(one)) and said.kind == kind]


def unreadable(folder: Path) -> list[Path]:
    """Those whose manifest is damaged, which nobody counts and nobody removes."""
    return [one for one in complete(folder) if _read_or_none(one) is None]


def _read_or_none(folder: Path) -> Manifest | None:
    try:
        return read(folder)
    except Problem:
        return None


def unfinished(folder: Path) -> list[Path]:
    """Those that were cut off."""
    return sorted(one for one in folder.iterdir() if FOLDER.fullmatch(one.name.removesuffix(PARTIAL)) and one.suffix)
