"""材料的文件: told by their content as the scans of contracts are, in a folder of their own."""

import secrets
import shutil
from typing import IO

from menkou.core.errors import Conflict
from menkou.core.store import Folder, opened, settle
from menkou.engagements.scans import MOST_BYTES, NO_ROOM, kind_of

STORE = Folder("occasions")
__all__ = ["MOST_BYTES", "STORE", "keep", "kind_of"]


def keep(file: IO[bytes], kind: str) -> str:
    """Write it to the store under a name of chance, which is returned. Raises Conflict where it cannot be written."""
    name = f"{secrets.token_hex(16)}.{kind}"
    try:
        with opened(STORE.path_of(name)) as kept:
            shutil.copyfileobj(file, kept)
            settle(kept)
    except OSError as problem:
        raise Conflict(NO_ROOM) from problem
    return name
