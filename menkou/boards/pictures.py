"""Faces, marks and walls: pictures for boards, written anew (core.pictures) in the sizes that boards need."""

from io import BytesIO
from typing import IO, TYPE_CHECKING

from menkou.core import store
from menkou.core.pictures import MOST_BYTES, opened, written

if TYPE_CHECKING:
    from PIL.Image import Image

STORE = store.Folder("boards")
PORTRAIT, LOGO, WALL = (360, 480), (600, 600), (1280, 1280)  # 3 cm at 300 dpi; a logo; a photo of a wall


def portrait(file: IO[bytes]) -> bytes:
    """A face for a board, cut to 3 : 4 from the middle. Raises Invalid with what to do."""
    picture = _opened(file, PORTRAIT)
    width, height = picture.size
    across = min(width, height * 3 // 4)
    down = across * 4 // 3
    left, top = (width - across) // 2, (height - down) // 4  # heads are in the upper half
    return written(picture.crop((left, top, left + across, top + down)), PORTRAIT)


def logo(file: IO[bytes]) -> bytes:
    """A bureau's mark; what is see-through stays so. Raises Invalid with what to do."""
    picture = _opened(file, LOGO)
    picture = picture.convert("RGBA")
    picture.thumbnail(LOGO)
    kept = BytesIO()
    picture.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def keep(file: IO[bytes]) -> str:
    """A photo of a board on its wall, into the store; returns its name there. Raises Invalid, Conflict."""
    return STORE.keep(BytesIO(written(_opened(file, WALL), WALL)), "jpg")


def _opened(file: IO[bytes], size: tuple[int, int]) -> "Image":
    return opened(file.read(MOST_BYTES + 1), size)
