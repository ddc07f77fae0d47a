"""海报: one picture with the words and the code of their page, for a group; set by typst in a process of its own."""

import json
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import segno

TEMPLATE = Path(__file__).with_name("poster.typ")
LONGEST_S = 20


class NotSet(Exception):
    """The picture could not be set; the words are there to be copied as well."""


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
    order = [sys.executable, "-m", __name__]
    try:
        made = subprocess.run(order, input=words.encode(), capture_output=True, timeout=LONGEST_S, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise NotSet from error
    return made.stdout


def _code(page: str) -> str:
    return segno.make(page, error="m").svg_inline(border=2)


if __name__ == "__main__":
    from menkou.papers.contract import pdf as setting  # loaded in this process alone

    setting.demand_fonts()
    sys.stdout.buffer.write(setting.compiled(TEMPLATE, {"poster": sys.stdin.read()}, form="png"))
