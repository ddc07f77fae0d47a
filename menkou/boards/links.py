"""The address in a board's code, and what somebody typed, pasted or scanned, taken apart.

A link is /<district>/b/<number>.<signature>; the signature is 80 bits of HMAC-SHA256 over district, number and epoch,
written as 16 letters. Nothing in it says who serves: the code belongs to the village.
"""

import base64
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from menkou.boards.rules.numbers import ALPHABET, LENGTH, tidy
from menkou.core.keys import digest

SIGNATURE_BYTES: Final = 10
SIGNED = re.compile(rf"([{ALPHABET}]{{{LENGTH}}})\.([a-z2-7]{{16}})", re.ASCII)
LONGEST: Final = 300  # more is no link of ours
ELSEWHERE: Final = "看不懂的网址"


@dataclass(frozen=True)
class Said:
    """What somebody brought: a number, perhaps with its signature; `host` where it is an address elsewhere."""

    number: str = ""
    signature: str = ""
    host: str = ""
    is_link: bool = False


def new_number() -> str:
    """A board's number, of chance: it tells neither how many there are nor where."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def signature(slug: str, number: str, epoch: int) -> str:
    """What proves that a code is ours."""
    return base64.b32encode(digest("board", slug, number, str(epoch))[:SIGNATURE_BYTES]).decode().lower()


def code(slug: str, number: str, epoch: int) -> str:
    """What stands behind /b/ in the address."""
    return f"{number}.{signature(slug, number, epoch)}"


def link(slug: str, number: str, epoch: int) -> str:
    """The whole address, as it is in the printed code."""
    return f"{settings.MENKOU_PUBLIC_URL}/{slug}/b/{code(slug, number, epoch)}"


def is_signed(slug: str, number: str, epoch: int, said: str) -> bool:
    """Whether a signature is ours, for this district, number and epoch; to the letter."""
    return said.isascii() and hmac.compare_digest(signature(slug, number, epoch), said)


def apart(written: str) -> tuple[str, str] | None:
    """Number and signature of what stands behind /b/; None for what we never write."""
    found = SIGNED.fullmatch(written)
    return (found[1], found[2]) if found else None


def understood(text: str, slug: str, hosts: set[str]) -> Said:
    """A board number as it was meant, or a pasted link; one of another address keeps only that address's name.

    An address is read as a browser reads it: what could lead anywhere else is another's.
    """
    text = text.strip()[:LONGEST]
    if number := tidy(text):
        return Said(number)
    if pair := apart(text):
        return Said(*pair, is_link=True)
    if "/" not in text and "\\" not in text:
        return Said()
    host, path = _address(text)
    if host and host not in hosts:
        return Said(host=host[:60], is_link=True)
    found = re.fullmatch(rf"/{re.escape(slug)}/b/([^/?#]+)", path)
    pair = apart(found[1]) if found else None
    return Said(*(pair or ("", "")), is_link=True)


def _address(text: str) -> tuple[str, str]:
    """Host and path; no host for a path of ours."""
    if text.startswith("/") and not text.startswith("//") and "\\" not in text:
        return "", text
    try:
        parts = urlsplit(text if "://" in text else f"//{text.lstrip('/')}")
        host = (parts.hostname or "").lower()
    except ValueError:
        return ELSEWHERE, ""
    odd = "\\" in text or "@" in parts.netloc or parts.scheme not in ("", "http", "https")
    return (ELSEWHERE if odd else host or ELSEWHERE), parts.path
