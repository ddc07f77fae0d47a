"""Boards set by typst: one document for a whole batch, in a process of its own that gives all its memory back."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, Literal

import segno
import typst

from menkou.boards.carriers import speech
from menkou.boards.facts import CARRIERS, SILENT, Paper, pictures, shown
from menkou.papers import typefaces

HERE = Path(__file__).parent
MAIN, PAPERS = "carriers.typ", "papers.json"
SONG = ("Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", *typefaces.SONG)
HEI = ("Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", *typefaces.HEI)
QUIET = 4  # modules of white around a code
LONGEST_S = 600
Form = Literal["pdf", "png"]


class TooLong(Exception):
    """The words of a board do not fit its page, however small they are set; says whose."""


def write(papers: Iterable[Paper], file: IO[bytes]) -> None:
    """Set papers into one tagged PDF, a page each. Raises TooLong, OSError, CalledProcessError."""
    with _set(papers, "pdf", 144) as made, made[0].open("rb") as whole:
        shutil.copyfileobj(whole, file)


def pages(papers: Iterable[Paper], *, ppi: int) -> list[bytes]:
    """The same document as pictures: a PNG for each page. Raises as `write`."""
    with _set(papers, "png", ppi) as made:
        return [page.read_bytes() for page in made]


def compile_in(root: Path, form: Form, ppi: int) -> None:
    """What the child does: set what lies in a folder, and leave the pages there, numbered."""
    words = (root / PAPERS).read_text()
    inputs = {"papers": words, "fonts": json.dumps([typefaces.found(SONG), typefaces.found(HEI)])}
    made: object = typst.compile(
        str(root / MAIN), root=str(root), font_paths=typefaces.folders(), format=form, ppi=ppi, sys_inputs=inputs
    )
    for number, page in enumerate(made if isinstance(made, list) else [made]):
        (root / f"{number:05}.{form}").write_bytes(page)


def told(papers: Iterable[Paper]) -> str:
    """The papers as the templates read them: what their carriers show, and the edition."""
    return json.dumps([_told(paper) for paper in papers], ensure_ascii=False)


def code(link: str) -> str:
    """A link as a code of error level Q, in SVG, with its quiet zone."""
    made = segno.make_qr(link, error="q", boost_error=True)
    return str(made.svg_inline(border=QUIET, omitsize=True))


def _told(paper: Paper) -> dict[str, Any]:
    said = shown(paper.facts, paper.carrier)
    day = paper.printed_on
    return {
        **said,
        "载体": paper.carrier,
        "载体名": CARRIERS[paper.carrier],
        "编号": paper.number,
        "链接": paper.link,
        "版本": paper.version,
        "印制": f"{day.year}年{day.month}月{day.day}日",
        "码": "" if paper.carrier in SILENT else code(paper.link),
        "广播": speech.spoken(said) if paper.carrier in SILENT else [],
    }


def _furnish(root: Path, papers: list[Paper]) -> None:
    (root / PAPERS).write_text(told(papers))
    for drawing in HERE.glob("*.typ"):
        shutil.copyfile(drawing, root / drawing.name)
    (root / "pictures").mkdir()
    for digest, content in {name: one for paper in papers for name, one in pictures(paper.facts).items()}.items():
        (root / "pictures" / digest).write_bytes(content)


@contextmanager
def _set(papers: Iterable[Paper], form: Form, ppi: int) -> Iterator[list[Path]]:
    with TemporaryDirectory(prefix="menkou-boards-") as folder:
        root = Path(folder)
        _furnish(root, list(papers))
        order = [sys.executable, "-m", __name__, folder, form, str(ppi)]
        try:
            subprocess.run(order, capture_output=True, timeout=LONGEST_S, check=True)
        except subprocess.CalledProcessError as error:
            if found := re.search("排不下：([^\\n]+)", error.stderr.decode(errors="replace")):
                raise TooLong(found[1]) from None
            raise
        yield sorted(root.glob(f"[0-9]*.{form}"))


if __name__ == "__main__":
    compile_in(Path(sys.argv[1]), "png" if sys.argv[2] == "png" else "pdf", int(sys.argv[3]))
