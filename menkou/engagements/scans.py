"""扫描件: what may be kept as one, told by its content, and where it lies."""

from typing import IO

from menkou.core.errors import Invalid
from menkou.core.store import Folder

STORE = Folder("scans")
MOST_BYTES = 10 * 1024 * 1024
TOO_LARGE = "扫描件最大 10 MB。请用 200 dpi 重新扫描，或者分页拍照、分几次上传。"
UNKNOWN = "这个文件不是完整的 PDF、JPG 或 PNG。请换一个文件；改后缀名没有用。"
EMPTY = "这个文件是空的，请重新选。"
MARKS = {  # how a file begins, and what stands near its end
    "pdf": (b"%PDF-", b"%%EOF"),
    "jpg": (b"\xff\xd8\xff", b"\xff\xd9"),
    "png": (b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"),
}
NEAR_THE_END = 2048  # some scanners and phones write a little behind it


def kind_of(file: IO[bytes], size: int) -> str:
    """pdf, jpg or png, by what is in the file and never by its name. Raises Invalid with what to do."""
    if not size:
        raise Invalid(EMPTY)
    if size > MOST_BYTES:
        raise Invalid(TOO_LARGE)
    file.seek(0)
    head = file.read(16)
    file.seek(max(0, size - NEAR_THE_END))
    tail = file.read()
    file.seek(0)
    for kind, (begins, ends) in MARKS.items():
        if head.startswith(begins) and ends in tail:
            return kind
    raise Invalid(UNKNOWN)
