"""What a made paper says, read back by programs that had no part in making it."""

import io
import re
import subprocess
import zipfile
from xml.etree import ElementTree

import pytest

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
