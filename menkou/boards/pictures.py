"""Pictures that people put in: opened, turned upright, made small and written anew, so that nothing else comes along.

What a phone writes into a photo (where it was taken, when, by which phone) is not written again.
"""

import secrets
import warnings
from io import BytesIO
from typing import IO, TYPE_CHECKING, Final

from menkou.core.errors import Conflict, Invalid
from menkou.core.store import Folder, opened, settle

if TYPE_CHECKING:
    from PIL.Image import Image

STORE = Folder("boards")
MOST_BYTES: Final = 8 * 1024 * 1024
MOST_PIXELS: Final = 50_000_000
FORMATS: Final = ("JPEG", "PNG", "WEBP")
PORTRAIT, LOGO, WALL = (360, 480), (600, 600), (1280, 1280)  # 3 cm at 300 dpi; a logo; a photo of a wall
TOO_LARGE = "照片最大 8 MB。请用手机的“原图”以外的方式发送，或者截小一点再传。"
TOO_MANY_PIXELS = "这张图太大了（超过五千万像素）。请缩小以后再传。"
NOT_A_PICTURE = "这个文件不是完整的照片。请传 JPG、PNG 或 WebP 照片；改后缀名没有用。"
NO_ROOM = "服务器上存不了照片，没有保存。请让系统运维看看磁盘，再登记一次。"


def portrait(file: IO[bytes]) -> bytes:
    """A face for a board, cut to 3 : 4 from the middle. Raises Invalid with what to do."""
    picture = _opened(file, PORTRAIT)
    width, height = picture.size
    across = min(width, height * 3 // 4)
    down = across * 4 // 3
    left, top = (width - across) // 2, (height - down) // 4  # heads are in the upper half
    return _written(picture.crop((left, top, left + across, top + down)), PORTRAIT)


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
    content, name = _written(_opened(file, WALL), WALL), f"{secrets.token_hex(16)}.jpg"
    try:
        with opened(STORE.path_of(name)) as kept:
            kept.write(content)
            settle(kept)
    except OSError as problem:
        raise Conflict(NO_ROOM) from problem
    return name


def _opened(file: IO[bytes], size: tuple[int, int]) -> "Image":
    """The picture, upright, in plain colours. Raises Invalid."""
    from PIL import Image, ImageOps  # which hardly any page needs

    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Invalid(TOO_LARGE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(BytesIO(content), formats=FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise Invalid(TOO_MANY_PIXELS)
            picture.draft("RGB", (size[0] * 2, size[1] * 2))  # a large JPEG is read small
            picture.load()
            return ImageOps.exif_transpose(picture)
    except Invalid:
        raise
    except Image.DecompressionBombError as problem:
        raise Invalid(TOO_MANY_PIXELS) from problem
    except Exception as problem:  # whatever a made-up file makes the decoder say
        raise Invalid(NOT_A_PICTURE) from problem


def _written(picture: "Image", size: tuple[int, int]) -> bytes:
    """Small, on white, as JPEG without anything beside the picture."""
    from PIL import Image

    if picture.mode in ("RGBA", "LA", "P", "PA"):
        clear = picture.convert("RGBA")
        picture = Image.new("RGB", clear.size, "white")
        picture.paste(clear, mask=clear.getchannel("A"))
    picture = picture.convert("RGB")
    picture.thumbnail(size)
    kept = BytesIO()
    picture.save(kept, "JPEG", quality=85, optimize=True)
    return kept.getvalue()
