"""What a made paper says, read back by programs that had no part in making it."""

import io
import re
import subprocess
import zipfile
from xml.etree import ElementTree

import pytest

from menkou.papers.official.paper import Paper, Sourced, Table

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def words_in_word(made: bytes) -> str:
    """All text of a Word file's body in the order of the file, without spaces."""
    with zipfile.ZipFile(io.BytesIO(made)) as paper:
        root = ElementTree.fromstring(paper.read("word/document.xml"))
    return joined("".join(one.text or "" for one in root.iter(f"{WORD}t")))


def lines_in_pdf(made: bytes, page: int | None = None, how: str = "-layout") -> list[str]:
    """The lines of a PDF as they lie on the page, or in the order in which they were set ("-raw"); or those of one page."""
    which = ["-f", str(page), "-l", str(page)] if page else []
    try:
        order = ["pdftotext", how, *which, "-", "-"]
        read = subprocess.run(order, input=made, capture_output=True, check=True).stdout.decode()
    except FileNotFoundError:
        pytest.skip("no pdftotext on this machine")
    return [line.strip() for line in read.splitlines() if line.strip()]


def words_in_pdf(made: bytes, note: str = "") -> str:
    """All words in the order in which they were set, without the note and the number of each page."""
    lines = [line for line in lines_in_pdf(made, how="-raw") if line != note and not re.fullmatch(r"— ?\d+ ?—", line)]
    return joined("".join(lines))


def joined(words: str) -> str:
    return "".join(words.replace("\u200b", "").split())


def demand_in_order(words: list[str], text: str) -> None:
    """Each of these stands in the text, after the one before."""
    at = 0
    for one in map(joined, words):
        found = text.find(one, at)
        assert found >= 0, f"{one[:60]!r} does not follow in {text[at : at + 120]!r}"
        at = found + len(one)


def unsourced(paper: Paper, *allowed: str) -> list[str]:
    """Words of a paper that hold a digit for which no page stands; 序号 counts lines, and `allowed` names the time."""
    found = [paper.title, paper.addressee, *(one.title for one in paper.annexes)]
    for block in (*paper.body, *(one for annex in paper.annexes for one in annex.body)):
        if isinstance(block, Table):
            skipped = 1 if block.heads[0] == "序号" else 0
            found += [cell for row in block.rows for cell in row[skipped:] if not isinstance(cell, Sourced)]
        else:
            rest = block.words
            for one in sorted(block.sourced, key=len, reverse=True):
                assert one in rest
                rest = rest.replace(one, "", 1)
            found.append(rest)
    return [one for one in found if re.search(r"\d", _without(one, allowed))]


def _without(words: str, allowed: tuple[str, ...]) -> str:
    for one in allowed:
        words = words.replace(one, "")
    return words
