"""海报: one picture with the words and the code of their page, for a group."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import segno

from menkou.papers.apart import NotSet, set_apart

__all__ = ["NotSet", "png"]
TEMPLATE = Path(__file__).with_name("poster.typ")
LONGEST_S = 20


def png(notice: Any, page: str, district: Any) -> bytes:
    """Raises NotSet where no Chinese font is installed, or setting fails."""
    told = {
        "kind": notice.get_kind_display(),
        "title": notice.title,
        "lines": [line for line in notice.text.splitlines() if line.strip()],
        "from": f"{notice.township.name}司法所" if notice.township_id else f"{district.name}司法局",
        "qr": _code(page),
        "is_demo": district.is_demo,
    }
    return _set(json.dumps(told, ensure_ascii=False))


@lru_cache(maxsize=16)
def _set(words: str) -> bytes:
    """Set once in a while: hundreds open the same one on the same day."""
    return set_apart(TEMPLATE, "poster", words, longest_s=LONGEST_S, form="png")


def _code(page: str) -> str:
    return segno.make(page, error="m").svg_inline(border=2)
