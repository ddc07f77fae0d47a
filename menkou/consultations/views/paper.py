"""QR codes as SVG, drawn by segno; without styles of their own, so that the content policy holds."""

from functools import lru_cache
from io import BytesIO

import segno
from django.utils.safestring import SafeString, mark_safe


def qr(text: str) -> SafeString:
    """A QR code (error level Q: readable from a worn board) as inline SVG; not kept, for it may say a code of somebody."""
    code = segno.make(text, error="q", micro=False)
    return mark_safe(code.svg_inline(border=2, omitsize=True, dark="#1D2528", light="#FFFFFF"))  # noqa: S308


@lru_cache(maxsize=1000)  # a district's addresses: drawing one takes as long as all the rest of its page
def qr_on_boards(address: str) -> SafeString:
    """The same of an address that everybody may know."""
    return qr(address)


@lru_cache(maxsize=1000)
def qr_picture(text: str) -> bytes:
    """Such an address as a small PNG, for where a page has to stay light: a tenth of the bytes."""
    drawn = BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="png", scale=3, border=2)
    return drawn.getvalue()
