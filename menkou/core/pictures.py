"""Pictures that people put in: opened, turned upright, made small and written anew, so that nothing else comes along.

What a phone writes into a photo (where it was taken, when, by which phone) is not written again.
"""

import warnings
from io import BytesIO
from typing import TYPE_CHECKING, Final

from menkou.core.errors import Invalid

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES: Final = 8 * 1024 * 1024
MOST_PIXELS: Final = 50_000_000
FORMATS: Final = ("JPEG", "PNG", "WEBP")
PAGE: Final = (1600, 1600)  # a page of paper that can still be read (experience.md 1.2)
WAYS: Final = ((1600, 80), (1600, 60), (1600, 40), (1200, 50), (800, 50))  # long side and quality, the best first
TOO_LARGE = "照片最大 8 MB。请用手机的“原图”以外的方式发送，或者截小一点再传。"
TOO_MANY_PIXELS = "这张图太大了（超过五千万像素）。请缩小以后再传。"
NOT_A_PICTURE = "这个文件不是完整的照片。请传 JPG、PNG 或 WebP 照片；改后缀名没有用。"
STILL_TOO_LARGE = "这张照片太花了，压不小。请离近一点，只拍纸上有字的地方。"


def page(photo: bytes, most_bytes: int) -> bytes:
    """A page of paper as a JPEG of at most so many bytes. Raises Invalid with what to do."""
    picture = opened(photo, PAGE)
    for side, quality in WAYS:
        if len(made := written(picture, (side, side), quality)) <= most_bytes:
            return made
    raise Invalid(STILL_TOO_LARGE)


def opened(content: bytes, size: tuple[int, int]) -> "Image":
    """The picture, upright, in plain colours. Raises Invalid."""
    from PIL import Image, ImageOps  # which hardly any page needs

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
            if picture.mode not in ("1", "P"):
                picture.thumbnail((size[0] * 2, size[1] * 2))  # before it is copied: a flood of pixels is held once
            return ImageOps.exif_transpose(picture)
    except Invalid:
        raise
    except Image.DecompressionBombError as problem:
        raise Invalid(TOO_MANY_PIXELS) from problem
    except Exception as problem:  # whatever a made-up file makes the decoder say
        raise Invalid(NOT_A_PICTURE) from problem


def written(picture: "Image", size: tuple[int, int], quality: int = 85) -> bytes:
    """Small, on white, as JPEG without anything beside the picture."""
    from PIL import Image

    if picture.mode in ("RGBA", "LA", "P", "PA"):
        clear = picture.convert("RGBA")
        picture = Image.new("RGB", clear.size, "white")
        picture.paste(clear, mask=clear.getchannel("A"))
    picture = picture.convert("RGB")
    picture.thumbnail(size)
    picture.info = {}  # a remark in the file would be written again
    kept = BytesIO()
    picture.save(kept, "JPEG", quality=quality, optimize=True)
    return kept.getvalue()
