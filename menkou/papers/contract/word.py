"""Contracts as Word files in one zip, filled into the template that draw.py draws, or into the office's own."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import nullcontext, suppress
from typing import IO

from docxtpl import DocxTemplate

from menkou.papers.contract.facts import Paper, template_of
from menkou.papers.contract.filling import environment

UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
LONGEST_NAME = 60  # characters; with its folder it fits into what Windows and Linux allow


class Bundle:
    """A zip that papers are put into one after another. Its names are readable, safe and told apart."""

    def __init__(self, file: IO[bytes], templates: Mapping[str, bytes] | None = None) -> None:
        """The templates of the office's own by their form; ours where there is none."""
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED)  # a .docx is compressed already
        self._taken: set[str] = set()
        self._templates = templates or {}

    def add(self, papers: Iterable[Paper]) -> None:
        """Put papers in, each as a file of its own."""
        for paper in papers:
            self._zip.writestr(self._name(paper), filled(paper, self._templates.get(paper.form)))

    def __enter__(self) -> "Bundle":
        return self

    def __exit__(self, kind: object, fault: BaseException | None, trace: object) -> None:
        """Write the list of contents; without it a zip cannot be opened."""
        with suppress(OSError) if fault else nullcontext():
            self._zip.close()

    def _name(self, paper: Paper) -> str:
        """镇街/村名-聘用合同.docx; a village's second contract has its first day in the name, a third a number."""
        start = f"{safe(paper.township)}/{safe(paper.village)}-聘用合同"
        dated = f"{start}（{paper.first_day:%Y-%m-%d}起）"
        choices = [start, dated, *(f"{dated}{number}" for number in range(2, len(self._taken) + 3))]
        name = next(name for name in choices if name.casefold() not in self._taken)
        self._taken.add(name.casefold())
        return f"{name}.docx"


def filled(paper: Paper, own: bytes | None = None) -> bytes:
    """One contract as a Word file, from the office's own template or ours."""
    template, made = DocxTemplate(io.BytesIO(own) if own else str(template_of(paper.form))), io.BytesIO()
    template.render(paper.variables(), environment(autoescape=True), autoescape=True)
    template.save(made)
    return made.getvalue()


def safe(name: str) -> str:
    """A place's name as a file's: nothing that a system reads as a path or refuses."""
    plain = UNSAFE.sub("_", unicodedata.normalize("NFC", name)).strip(" .")[:LONGEST_NAME]
    return plain or "_"
