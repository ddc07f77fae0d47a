"""A picture and a voice to send where somebody brings none of their own: real files, made here."""

import io
from functools import cache

from PIL import Image, ImageDraw

# One frame of AMR-NB at 12.2 kbit/s (32 bytes with its head, 20 ms) that decodes to quiet; RFC 4867 section 5 gives the file format.
HEAD = b"#!AMR\n"
QUIET = bytes([0x3C, 0x91, 0x17, 0x16, 0xBE, 0x66, 0x79, 0xE1, 0xE0, 0x01, 0xE7, 0xAF, 0xF0]) + bytes(19)


@cache
def picture(width: int = 96, height: int = 64) -> bytes:
    """A small JPEG: a red seal on paper."""
    made = Image.new("RGB", (width, height), (250, 244, 230))
    draw = ImageDraw.Draw(made)
    draw.ellipse(
        (width // 3, height // 6, width // 3 + height * 2 // 3, height * 5 // 6), outline=(190, 30, 30), width=3
    )
    draw.line((8, height - 8, width - 8, height - 8), fill=(60, 60, 60))
    out = io.BytesIO()
    made.save(out, "JPEG", quality=80)
    return out.getvalue()


def voice(seconds: int = 3) -> bytes:
    """So many seconds of quiet as AMR, the format that WeChat hands voices on in: 50 frames a second."""
    return HEAD + QUIET * (50 * seconds)
