"""What may be kept beside an entry, told by its content, and where it lies.

A photo is written anew: where and when it was taken, and by which phone, does not come along.
"""

from io import BytesIO

from menkou.core import pictures, store
from menkou.core.errors import Invalid
from menkou.engagements import scans

STORE = store.Folder("evidence")
MOST_KB = 600  # of a photo once it is written anew, as of a page that residents send
PDF = b"%PDF-"
EMPTY = "这个文件是空的，请重新选。"


def read(content: bytes) -> tuple[bytes, str]:
    """What is to be kept, and its format. Raises Invalid with what to do."""
    if not content:
        raise Invalid(EMPTY)
    if content.startswith(PDF):
        return content, scans.kind_of(BytesIO(content), len(content))
    return pictures.page(content, MOST_KB * 1024), "jpg"
