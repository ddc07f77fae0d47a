"""村居档案 as PDF."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from menkou.core import clock
from menkou.papers.apart import NotSet, set_apart

__all__ = ["NotSet", "pdf"]
TEMPLATE = Path(__file__).with_name("dossier.typ")
LONGEST_S = 30


def pdf(title: str, sections: Iterable[Any], *, reader: str, is_demo: bool) -> bytes:
    """The dossier on paper. Raises NotSet where no Chinese font is installed, or setting fails."""
    today = clock.today()
    taken = f"{reader}，{today.year}年{today.month}月{today.day}日取。只列取的人可以看到的。"
    told = {"title": title, "taken": taken, "is_demo": is_demo, "sections": [asdict(one) for one in sections]}
    return set_apart(TEMPLATE, "dossier", json.dumps(told, ensure_ascii=False), longest_s=LONGEST_S)
