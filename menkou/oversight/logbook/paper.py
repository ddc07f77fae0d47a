"""《工作日志》 as PDF."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from menkou.core import clock
from menkou.papers.apart import NotSet, set_apart

if TYPE_CHECKING:
    from menkou.oversight.logbook.queries import Book

__all__ = ["NotSet", "pdf", "told"]
TEMPLATE = Path(__file__).with_name("logbook.typ")
LONGEST_S = 300


def told(books: Iterable["Book"], *, reader: str, is_demo: bool) -> str:
    """The logs as the template reads them."""
    today = clock.today()
    taken = f"{reader}，{today.year}年{today.month}月{today.day}日取"
    return json.dumps({"taken": taken, "is_demo": is_demo, "books": [asdict(one) for one in books]}, ensure_ascii=False)


def pdf(words: str) -> bytes:
    """The logs on paper. Raises NotSet where no Chinese font is installed, or setting fails."""
    return set_apart(TEMPLATE, "logbook", words, longest_s=LONGEST_S)
