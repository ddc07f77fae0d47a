"""Files beside the database: under MENKOU_HOME, a folder to a purpose and a folder to a district, for our own eyes."""

import os
import secrets
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings

from menkou.core.errors import Conflict
from menkou.core.scope import district_being_written

ABANDONED_S = 3600  # what lies here so long and belongs to nothing was left by a process that died
NO_ROOM = "服务器上存不了文件，没有保存。请让系统运维看看磁盘，再传一次。"


@dataclass(frozen=True)
class Folder:
    """The files of one purpose, of the district that is being written."""

    name: str

    def path_of(self, file: str) -> Path:
        """Where a file of the district is, or would be."""
        return settings.MENKOU_HOME / self.name / str(district_being_written()) / file

    def keep(self, file: IO[bytes], ending: str) -> str:
        """Write a file under a name of chance, which is returned. Raises Conflict where it cannot be written."""
        name = f"{secrets.token_hex(16)}.{ending}"
        try:
            with opened(self.path_of(name)) as kept:
                shutil.copyfileobj(file, kept)
                settle(kept)
        except OSError as problem:
            raise Conflict(NO_ROOM) from problem
        return name

    def size_of(self, file: str) -> int | None:
        """How many bytes; None where the file is gone."""
        try:
            return self.path_of(file).stat().st_size
        except OSError:
            return None

    def remove(self, file: str) -> None:
        """Delete a file, if it is there."""
        self.path_of(file).unlink(missing_ok=True)

    def sweep(self, in_use: Callable[[], set[str]]) -> None:
        """Delete the district's old files that belong to nothing any more."""
        old, folder = [], self.path_of("")
        for file in folder.iterdir() if folder.is_dir() else ():
            if time.time() - file.lstat().st_mtime > ABANDONED_S:
                old.append(file)
        kept = in_use() if old else set()
        for file in old:
            if file.name not in kept:
                file.unlink(missing_ok=True)


def opened(path: Path) -> IO[bytes]:
    """A new file that nobody else may read. Raises OSError where there is no room or no right."""
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(mode=0o700, exist_ok=True)
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600), "w+b")


def settle(file: IO[bytes]) -> None:
    """See that all of a file is on the disk before anybody is told of it. Raises OSError."""
    file.flush()
    os.fsync(file.fileno())
