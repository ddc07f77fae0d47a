"""WAL that was received: which of it belongs to a base, how far it is whole, and what is needed no more."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from menkou.command.keeping.manifest import Manifest
from menkou.command.problems import Problem

SEGMENT = re.compile(r"[0-9A-F]{24}(\.partial)?")
KEPT = re.compile(r"[0-9A-F]{24}(\.partial)?|[0-9A-F]{8}\.history")
LSN = re.compile(r"[0-9A-F]+/[0-9A-F]+")
SEGMENT_BYTES = 16 << 20


@dataclass(frozen=True)
class Broken:
    """Where WAL stops making sense before its end."""

    file: str
    at: str
    behind: int  # files behind it, which cannot be replayed

    def __str__(self) -> str:
        behind = f"，它后面的 {self.behind} 个文件也接不上" if self.behind else ""
        return f"WAL 文件 {self.file} 从 {self.at} 起坏了，那以后写下的没有恢复{behind}"


def segments(folder: Path) -> list[Path]:
    """The files of a folder that hold WAL, the oldest first."""
    found = folder.iterdir() if folder.is_dir() else iter(())
    return sorted(one for one in found if SEGMENT.fullmatch(one.name))


def first_of(manifest: Manifest) -> str:
    """The name of the file in which the WAL of a base begins."""
    return name_of(manifest.wal["timeline"], manifest.wal["from"])


def name_of(timeline: int, lsn: str) -> str:
    """The file that holds a place of the WAL."""
    high, low = (int(part, 16) for part in lsn.split("/"))
    return f"{timeline:08X}{high:08X}{low // SEGMENT_BYTES:08X}"


def position(name: str) -> str:
    """Where a file stands in the WAL, whichever timeline it is of."""
    return name[8:24]


def gathered(folder: Path, manifest: Manifest, to: Path) -> Path:
    """What of a folder belongs to a base, under the names that a server asks for. Raises Problem."""
    first = first_of(manifest)
    found = [one for one in segments(folder) if one.name[:24] >= first]
    if not found or found[0].name[:24] != first:
        raise Problem(f"{folder} 里没有接得上这份备份的 WAL（要从 {first} 起），没有恢复；请另选一份备份或目录。")
    to.mkdir(mode=0o700)
    for one in [*found, *folder.glob("*.history")]:
        (to / one.name.removesuffix(".partial")).symlink_to(one.absolute())
    return to


def broken(programs: Path, folder: Path, manifest: Manifest) -> Broken | None:
    """Where the WAL of a folder breaks off before its end; a receiver fills what it has not received with zeros."""
    words = ["-q", "-p", folder, "-t", manifest.wal["timeline"], "-s", manifest.wal["from"]]
    said = _complaint(programs, *words)
    places = LSN.findall(said)
    if not places:
        return None
    at = places[-1]
    file = name_of(manifest.wal["timeline"], at)
    behind = [one for one in segments(folder) if one.name > file]
    path = folder / file
    offset = int(at.split("/")[1], 16) % SEGMENT_BYTES
    rest = path.read_bytes()[offset:] if path.exists() else b""
    if rest.strip(b"\0") or behind:
        return Broken(file, at, len(behind))
    return None


def tidy(folder: Path, first: str) -> int:
    """Remove WAL that no base needs any more; how many files."""
    old = [one for one in segments(folder) if position(one.name) < position(first)]
    for one in old:
        one.unlink()
    return len(old)


def _complaint(programs: Path, *words: object) -> str:
    """Why pg_waldump stopped: it always does, at the end or before it."""
    command = [str(word) for word in (programs / "pg_waldump", *words)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr
