"""Boards set by typst: one document for a whole batch, in a process of its own that gives all its memory back."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, Literal

import segno

from menkou.boards.carriers import speech
from menkou.boards.facts import CARRIERS, SILENT, Paper, pictures, shown
from menkou.papers import typefaces

HERE = Path(__file__).parent
MAIN = "carriers.typ"
SONG = ("Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", *typefaces.SONG)
HEI = ("Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", *typefaces.HEI)
MASK = 2  # any is read alike; trying all eight costs four times as much as the rest of a code
QUIET = 4  # modules of white around a code
MANY = 4  # papers of a group from which on they are given one size
SMALLEST_AGREED = 0.7  # below it the longest words of different villages came together, and each is measured
AT_A_TIME = 220  # papers that one child sets, between two looks at how far a batch is
REMEMBERED = 10  # documents after which typst forgets what none of them needed
WIDE = "国"
LONGEST_S = 600
Form = Literal["pdf", "png"]


class TooLong(Exception):
    """The words of a board do not fit its page, however small they are set; says whose."""


def write(papers: Sequence[Paper], file: IO[bytes]) -> None:
    """Set papers of one carrier into one tagged PDF, a page each. Raises TooLong, OSError, CalledProcessError."""
    with _set([papers], "pdf", 144) as made, made[0].open("rb") as whole:
        shutil.copyfileobj(whole, file)


@contextmanager
def documents(groups: Sequence[Sequence[Paper]]) -> Iterator[list[Path]]:
    """A tagged PDF for each group of papers of one carrier, made by one child. Raises as `write`."""
    with _set(groups, "pdf", 144) as made:
        yield made


def pages(papers: Sequence[Paper], *, ppi: float) -> list[bytes]:
    """The same document as pictures: a PNG for each page. Raises as `write`."""
    with _set([papers], "png", ppi) as made:
        return [page.read_bytes() for page in made]


def compile_in(root: Path, form: Form, ppi: float) -> None:
    """What the child does: set what lies in a folder, and leave the pages there, numbered."""
    import typst  # only the child needs it

    settings: dict[str, Any] = {"root": str(root), "font_paths": typefaces.folders()}
    fonts = {"fonts": json.dumps([typefaces.found(SONG), typefaces.found(HEI)])}
    sizes = _agreed(root, settings, fonts)
    compiler = typst.Compiler(str(root / MAIN), **settings)  # one for all: it has read the fonts then
    for group in sorted(root.glob("papers-*.json")):
        inputs = fonts | {"papers": group.read_text(), "scale": sizes.get(group.stem[7:], "")}
        made: object = compiler.compile(format=form, ppi=ppi, sys_inputs=inputs)
        for number, page in enumerate(made if isinstance(made, list) else [made]):
            (root / f"{group.stem[7:]}-{number:05}.{form}").write_bytes(page)
        for _ in range(REMEMBERED + 2):  # a megabyte for each page set, until then; a document without pages is cheap
            compiler.compile(format="svg", sys_inputs=fonts | {"papers": "[]"})


def _agreed(root: Path, settings: dict[str, Any], fonts: dict[str, str]) -> dict[str, str]:
    """The size at which the longest words of each group fit; none for a group whose papers are better measured each."""
    import typst

    longest = [json.loads(file.read_text()) for file in sorted(root.glob("longest-*.json"))]
    inputs = fonts | {"papers": json.dumps(longest), "sizes-of": "groups"}
    found = typst.query(str(root / MAIN), "<size>", field="value", sys_inputs=inputs, **settings) if longest else "[]"
    sizes: dict[str, list[float]] = {}
    for group, size in json.loads(found):
        sizes.setdefault(group, []).append(size or 0)
    return {group: str(min(some)) for group, some in sizes.items() if min(some) >= SMALLEST_AGREED}


def told(paper: Paper) -> dict[str, Any]:
    """A paper as the templates read it: what its carrier shows, and the edition."""
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


def code(link: str) -> str:
    """A link as a code of error level Q, in SVG, with its quiet zone."""
    made = segno.make_qr(link, error="q", boost_error=True, mask=MASK)
    return str(made.svg_inline(border=QUIET, omitsize=True))


def _longest(papers: Sequence[Paper], said: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """One paper with the longest of each word, in signs as wide as any; a line more than is sure is left free."""
    longest = {name: _as_wide([str(one[name]) for one in said]) for name in shown(papers[0].facts, papers[0].carrier)}
    kept: dict[str, Any] = {
        name: max((one[name] for one in said), key=bool) for name in ("A岗照片", "B岗照片", "标志") if name in longest
    }
    return {**said[0], **longest, **kept}


def _as_wide(words: list[str]) -> str:
    rows = zip_longest(*(one.splitlines() for one in words), fillvalue="")
    return "\n".join(WIDE * (most + most // 12 + 1) if (most := max(map(len, row))) else "" for row in rows)


def _furnish(root: Path, groups: Sequence[Sequence[Paper]]) -> None:
    for place, papers in enumerate(groups):
        said = [told(paper) for paper in papers]
        (root / f"papers-{place:05}.json").write_text(json.dumps(said, ensure_ascii=False))
        if len(papers) >= MANY and len({one.carrier for one in papers}) == 1 and papers[0].carrier not in SILENT:
            longest = _longest(papers, said) | {"组": f"{place:05}"}
            (root / f"longest-{place:05}.json").write_text(json.dumps(longest, ensure_ascii=False))
    for drawing in HERE.glob("*.typ"):
        shutil.copyfile(drawing, root / drawing.name)
    (root / "pictures").mkdir()
    held = {name: one for papers in groups for paper in papers for name, one in pictures(paper.facts).items()}
    for digest, content in held.items():
        (root / "pictures" / digest).write_bytes(content)


@contextmanager
def _set(groups: Sequence[Sequence[Paper]], form: Form, ppi: float) -> Iterator[list[Path]]:
    with TemporaryDirectory(prefix="menkou-boards-") as folder:
        root = Path(folder)
        _furnish(root, groups)
        order = [sys.executable, "-m", __name__, folder, form, str(ppi)]
        try:
            subprocess.run(order, capture_output=True, timeout=LONGEST_S, check=True)
        except subprocess.CalledProcessError as error:
            if found := re.search("排不下：([^\\n]+)", error.stderr.decode(errors="replace")):
                raise TooLong(found[1]) from None
            raise
        yield sorted(root.glob(f"[0-9]*.{form}"))


if __name__ == "__main__":
    compile_in(Path(sys.argv[1]), "png" if sys.argv[2] == "png" else "pdf", float(sys.argv[3]))
