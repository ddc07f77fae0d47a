"""Figures within a document that people write: each command fills blocks of its own and leaves all else alone.

A block stands between two lines that no reader sees, <!-- figures: NAME --> and <!-- end of NAME -->.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "benchmarks-plans.md"
BEGIN, END = "<!-- figures: {} -->", "<!-- end of {} -->"

Rows = Iterable[Sequence[str]]


def filled(document: str, name: str, figures: str) -> str:
    """The document with a block's figures replaced; one that it does not have comes last, under a title of its own."""
    begin, end = BEGIN.format(name), END.format(name)
    block = f"{begin}\n{figures.strip()}\n{end}"
    if begin not in document:
        return f"{document.rstrip()}\n\n## {name.capitalize()}\n\n{block}\n"
    before, _, rest = document.partition(begin)
    if end not in rest:
        raise ValueError(f"{begin} has no {end}")
    return before + block + rest.partition(end)[2]


def markdown(heads: Sequence[str], rows: Rows) -> str:
    """A table."""
    return "".join(f"| {' | '.join(line)} |\n" for line in (heads, ("---",) * len(heads), *rows))


def write(name: str, command: str, *tables: str, document: Path = DOCUMENT) -> None:
    """Put what a command found into its block."""
    figures = "\n".join((f"Measured on {date.today():%F} with `{command}`.\n", *tables))
    document.write_text(filled(document.read_text(), name, figures))
