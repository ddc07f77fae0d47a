"""What a long run has found so far, a line of JSON for each, so that it can be stopped at any moment and resumed.

A line counts once its end stands in the file. One that a kill or a full disk cut short is taken away and measured again.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NOT_OURS = "it holds what no run of ours wrote: name another file"
Found = dict[str, Any]


class Unusable(Exception):
    """The file cannot go on with this run: why, and what to do."""


class Journal:
    """One open file: what it holds, and a way to add to it."""

    def __init__(self, descriptor: int, about: Found) -> None:
        self._descriptor = descriptor
        whole, end, torn = self._read().rpartition(b"\n")
        lines = [self._understood(line) for line in whole.split(b"\n")] if end else []
        if lines and lines[0] != about:
            raise Unusable(f"it was begun as {json.dumps(lines[0])}, not {json.dumps(about)}: name another file")
        if not lines and not _line(about).startswith(torn):
            raise Unusable(NOT_OURS)
        os.ftruncate(descriptor, len(whole + end))
        if not lines:
            self._add(about)
        self.found = lines[1:]

    def add(self, found: Found) -> None:
        """Keep what was found; it is on the disk when this returns."""
        self._add(found)
        self.found.append(found)

    def _add(self, what: Found) -> None:
        line = _line(what)
        if os.write(self._descriptor, line) != len(line):
            raise OSError("the disk is full")
        os.fsync(self._descriptor)

    def _read(self) -> bytes:
        size = os.fstat(self._descriptor).st_size
        return os.pread(self._descriptor, size, 0)

    @staticmethod
    def _understood(line: bytes) -> Found:
        try:
            return dict(json.loads(line))
        except (ValueError, TypeError):
            raise Unusable(NOT_OURS) from None


def _line(what: Found) -> bytes:
    return (json.dumps(what, ensure_ascii=False) + "\n").encode()


@contextmanager
def opened(file: Path, about: Found) -> Iterator[Journal]:
    """The journal of a run with these settings: begun, or gone on with. Nobody else may write to it meanwhile."""
    try:
        file.parent.mkdir(exist_ok=True)
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    except OSError as error:
        raise Unusable(f"it cannot be opened ({error.strerror}): name another file") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unusable("another run is writing to it: wait for that, or name another file") from None
        yield Journal(descriptor, about)
    finally:
        os.close(descriptor)
