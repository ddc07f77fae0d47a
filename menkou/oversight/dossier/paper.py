"""村居档案 as PDF, set by typst in a process of its own, which gives its memory back."""

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from menkou.core import clock

TEMPLATE = Path(__file__).with_name("dossier.typ")
LONGEST_S = 30


class NotSet(Exception):
    """The PDF could not be set; the page itself prints as well."""


def pdf(title: str, sections: Iterable[Any], *, reader: str, is_demo: bool) -> bytes:
    """The dossier on paper. Raises NotSet where no Chinese font is installed, or setting fails."""
    today = clock.today()
    taken = f"{reader}，{today.year}年{today.month}月{today.day}日取。只列取的人可以看到的。"
    told = {"title": title, "taken": taken, "is_demo": is_demo, "sections": [asdict(one) for one in sections]}
    order = [sys.executable, "-m", __name__]
    try:
        words = json.dumps(told, ensure_ascii=False)
        made = subprocess.run(order, input=words.encode(), capture_output=True, timeout=LONGEST_S, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise NotSet from error
    return made.stdout


if __name__ == "__main__":
    from menkou.papers.contract import pdf as setting  # loaded in this process alone

    setting.demand_fonts()
    sys.stdout.buffer.write(setting.compiled(TEMPLATE, {"dossier": sys.stdin.read()}))
