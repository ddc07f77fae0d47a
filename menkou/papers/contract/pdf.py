"""Contracts as one PDF, set by typst with the fonts of the system or of MENKOU_FONTS.

Setting hundreds of papers takes much memory for some seconds, so a process of its own does it and gives all back.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import IO, Any, Literal

import typst
from jinja2 import Template

from menkou.papers.contract.facts import FORMS, HERE, PERSON, PLACES, POSTS, NoFont, Paper, words
from menkou.papers.contract.filling import environment
from menkou.papers.typefaces import FANG, HEI, KAI, SONG

TEMPLATE = HERE / "contract.typ"
LONGEST_S = 600


def demand_fonts() -> None:
    """Raises NoFont where no Chinese font that we know is installed."""
    if not _families().intersection(SONG + FANG + HEI):
        raise NoFont


def write(papers: Iterable[Paper], file: IO[bytes]) -> None:
    """Set papers into one file, each from a page of its own that the reader's list of contents names.

    Raises OSError where the file cannot be written, CalledProcessError where setting fails.
    """
    order = [sys.executable, "-m", __name__]
    made = subprocess.run(order, input=told(papers).encode(), capture_output=True, timeout=LONGEST_S, check=True)
    file.write(made.stdout)


def rendered(words_of: str, *, form: Literal["pdf", "png"] = "pdf") -> bytes:
    """What `told` tells, as "pdf"; or as "png", where it is one page."""
    return compiled(TEMPLATE, {"papers": words_of}, form=form)


def compiled(template: Path, told: dict[str, str], *, form: Literal["pdf", "png"] = "pdf") -> bytes:
    """A template of ours with what it is told, and the families of the three kinds that are here."""
    inputs = told | {"fonts": json.dumps([_first(SONG), _first(FANG), _first(HEI)]), "kai": json.dumps(_first(KAI))}
    made: object = typst.compile(
        str(template), root=str(template.parent), font_paths=_folders(), format=form, sys_inputs=inputs, pdf_tags=False
    )
    return made if isinstance(made, bytes) else b""


def told(papers: Iterable[Paper]) -> str:
    """The papers as the template reads them: the variables, and the lines with everything filled in."""
    filling = environment(autoescape=False)  # typst takes words as words
    lines = {form: [filling.from_string(line) for line in words(form)] for form in FORMS}
    return json.dumps([_told(paper, lines[paper.form]) for paper in papers], ensure_ascii=False)


def _told(paper: Paper, lines: list[Template]) -> dict[str, Any]:
    said = paper.variables()
    places = [{"who": who, "name": said[name], "seal": seal} for name, who, seal in PLACES[paper.form]]
    people = [[post, *(said[f"{post}{what}"] for what in PERSON)] for post in POSTS]
    return {**said, "行": [line.render(said) for line in lines], "人员": people, "签章": places}


def _first(families: tuple[str, ...]) -> list[str]:
    """Those of these that are here, the best first, then whatever Chinese there is."""
    return [name for name in dict.fromkeys((*families, *FANG, *HEI)) if name in _families()]


@cache
def _families() -> frozenset[str]:
    return frozenset(typst.Fonts(include_embedded_fonts=False, font_paths=_folders()).families())


def _folders() -> list[str]:
    own = os.environ.get("MENKOU_FONTS")
    return [own] if own else []


if __name__ == "__main__":
    sys.stdout.buffer.write(rendered(sys.stdin.read()))
