"""公文 as PDF, the reading copy: set by typst in a process of its own."""

import json
from pathlib import Path

from menkou.papers.apart import Form, NotSet, set_apart
from menkou.papers.official import measures
from menkou.papers.official.telling import Told

__all__ = ["NotSet", "pdf"]
TEMPLATE = Path(__file__).with_name("official.typ")
LONGEST_S = 120


def pdf(said: Told, *, form: Form = "pdf") -> bytes:
    """A paper that was told. Raises NotSet where no Chinese font is installed, or setting fails."""
    words = json.dumps(said | {"measures": _measures(said)}, ensure_ascii=False)
    return set_apart(TEMPLATE, "paper", words, longest_s=LONGEST_S, form=form)


def _measures(said: Told) -> dict[str, float]:
    return {
        "tracking": measures.PITCH_PT - measures.BODY_PT,
        "leading": measures.LINE_PT - measures.BODY_PT,
        "line": measures.LINE_PT,
        "head": measures.head_pt(said["head"]),
    }
