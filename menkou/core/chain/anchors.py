"""锚: the head of each chain, written outside the database, where whoever changes rows there does not reach it.

One file for a district and a year, a line for each anchor, added and brought to the disk before we go on. The first folder
is the installation's own, the second (MENKOU_ANCHORS) lies on another disk or host, best where the auditor keeps it.
"""

import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from menkou.core.chain.digests import moment
from menkou.core.models import AuditLink

OWN = "anchors"
LATE = timedelta(seconds=60)  # more than the interval between two anchors, before anybody is told
TAIL = 4096  # bytes, in which the last line stands


class Anchor(NamedTuple):
    """A head at an instant."""

    number: int
    digest: str
    at: datetime


def folders() -> list[Path]:
    """Where anchors are written: our own folder, and the other one where it is named."""
    return [settings.MENKOU_HOME / OWN, *([Path(settings.MENKOU_ANCHORS)] if settings.MENKOU_ANCHORS else [])]


def last(folder: Path, slug: str) -> Anchor | None:
    """The last anchor of a district: the furthest of the last ones of each year. Raises OSError.

    A chain only grows, but a clock that ran into the next year and came back leaves a file that sorts last and is not.
    """
    found = [one for path in folder.glob(f"{slug}.*.jsonl") if (one := _last_in(path))]
    return max(found, key=lambda one: (one.number, one.at), default=None)


def put(folder: Path, slug: str, head: AuditLink, at: datetime) -> None:
    """Add an anchor, and see that it is on the disk. Raises OSError; the other folder has to be there already."""
    if folder == settings.MENKOU_HOME / OWN:
        folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{slug}.{at:%Y}.jsonl"
    is_new = not path.exists()
    said = {"district": slug, "number": head.number, "digest": bytes(head.digest).hex(), "at": moment(at)}
    line = json.dumps(said).encode() + b"\n"
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
    try:
        size = os.fstat(file).st_size
        if size and os.pread(file, 1, size - 1) != b"\n":  # the line before was cut off
            line = b"\n" + line
        os.write(file, line)
        os.fsync(file)
    finally:
        os.close(file)
    if is_new:
        _settle(folder)


def due(last: Anchor | None, head: AuditLink | None) -> bool:
    """Whether the chain has moved since."""
    return head is not None and (last is None or last.number != head.number)


def _settle(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _last_in(path: Path) -> Anchor | None:
    """The last line of a file; one that a full disk cut off is passed over."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL))
        lines = file.read().decode(errors="replace").splitlines()
    return next((found for line in reversed(lines) if (found := _read(line))), None)


def _read(line: str) -> Anchor | None:
    try:
        said = json.loads(line)
        return Anchor(int(said["number"]), str(said["digest"]), datetime.fromisoformat(said["at"]))
    except (ValueError, TypeError, KeyError):
        return None
