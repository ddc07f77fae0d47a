"""《工作日志》 as PDF, set by typst in a process of its own, which gives its memory back."""

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from menkou.core import clock

if TYPE_CHECKING:
    from menkou.oversight.logbook.queries import Book

TEMPLATE = Path(__file__).with_name("logbook.typ")
LONGEST_S = 300


class NotSet(Exception):
    """The PDF could not be set."""


def told(books: Iterable["Book"], *, reader: str, is_demo: bool) -> str:
    """The logs as the template reads them."""
    today = clock.today()
    taken = f"{reader}，{today.year}年{today.month}月{today.day}日取"
    return json.dumps({"taken": taken, "is_demo": is_demo, "books": [asdict(one) for one in books]}, ensure_ascii=False)


def pdf(words: str) -> bytes:
    """The logs on paper. Raises NotSet where no Chinese font is installed, or setting fails."""
    order = [sys.executable, "-m", __name__]
    try:
        made = subprocess.run(order, input=words.encode(), capture_output=True, timeout=LONGEST_S, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise NotSet from error
    return made.stdout


if __name__ == "__main__":
    from menkou.papers.contract import pdf as setting  # loaded in this process alone

    setting.demand_fonts()
    sys.stdout.buffer.write(setting.compiled(TEMPLATE, {"logbook": sys.stdin.read()}))
