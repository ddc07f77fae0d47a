"""A template of ours, set by typst in a process of its own, which gives its memory back."""

import subprocess
import sys
from pathlib import Path
from typing import Literal

Form = Literal["pdf", "png"]


class NotSet(Exception):
    """It could not be set; the page itself prints, or its words can be copied."""


def set_apart(template: Path, name: str, words: str, *, longest_s: int, form: Form = "pdf") -> bytes:
    """A template that reads `words` (JSON) as its input of this name; `longest_s` is how long it may take, in seconds.

    Raises NotSet where no Chinese font is installed, or setting fails.
    """
    order = [sys.executable, "-m", __name__, str(template), name, form]
    try:
        made = subprocess.run(order, input=words.encode(), capture_output=True, timeout=longest_s, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise NotSet from error
    return made.stdout


def _main(template: str, name: str, form: Form) -> None:
    from menkou.papers.contract import pdf as setting  # loaded in this process alone

    setting.demand_fonts()
    sys.stdout.buffer.write(setting.compiled(Path(template), {name: sys.stdin.read()}, form=form))


if __name__ == "__main__":
    _main(*sys.argv[1:])  # type: ignore[arg-type]
