"""What may be kept beside an entry, told by its content, and where it lies.

A photo is written anew: where and when it was taken, and by which phone, does not come along.
"""

import secrets
from io import BytesIO

from menkou.core import pictures, store
from menkou.core.errors import Conflict, Invalid
from menkou.engagements import scans

STORE = store.Folder("evidence")
MOST_KB = 600  # of a photo once it is written anew, as of a page that residents send
PDF = b"%PDF-"
EMPTY = "这个文件是空的，请重新选。"
NO_ROOM = "服务器上存不了照片，没有保存。请让系统运维看看磁盘，再传一次。"


def read(content: bytes) -> tuple[bytes, str]:
    """What is to be kept, and its format. Raises Invalid with what to do."""
    if not content:
        raise Invalid(EMPTY)
    if content.startswith(PDF):
        return content, scans.kind_of(BytesIO(content), len(content))
    return pictures.page(content, MOST_KB * 1024), "jpg"


def keep(content: bytes, ending: str) -> str:
    """Write it to the store under a name of chance, which is returned. Raises Conflict where it cannot be written."""
    name = f"{secrets.token_hex(16)}.{ending}"
    try:
        with store.opened(STORE.path_of(name)) as kept:
            kept.write(content)
            store.settle(kept)
    except OSError as problem:
        raise Conflict(NO_ROOM) from problem
    return name
