"""The office's own workbook again, with the wrong cells coloured and a comment on each that says what to do.

Whatever its formulas were, only what they showed goes back: nothing that we write is ever run. Run as a program, as
reading is, with a lid on its memory.
"""

import io
import pickle
import re
import resource
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from menkou.imports.rules.cleaning import Cell
from menkou.imports.rules.reading import MEMORY, SECONDS, Sheet, Unreadable, read

AUTHOR, COLOUR = "门口", "FFFFD9D0"
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
Mark = tuple[str, int, str, str]  # sheet, row, column in letters, what is wrong with it
TOO_LONG_S = 120


def mark_apart(path: Path, marks: Sequence[Mark]) -> bytes:
    """The marked workbook, made in a process of its own. Raises Unreadable."""
    ours = [sys.executable, "-m", "menkou.imports.rules.marking", str(path)]
    try:
        done = subprocess.run(  # noqa: S603  # ourselves
            ours, input=pickle.dumps(list(marks)), capture_output=True, timeout=TOO_LONG_S, check=False
        )
    except subprocess.TimeoutExpired:
        return copied(path, marks)
    return copied(path, marks) if done.returncode else done.stdout


def marked(raw: bytes, marks: Sequence[Mark]) -> bytes:
    """An xlsx with its own looks kept. Raises whatever openpyxl raises."""
    from openpyxl import load_workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    book = load_workbook(io.BytesIO(raw), data_only=True, keep_links=False)
    for sheet in book.worksheets:
        for cells in sheet.iter_rows():
            for cell in cells:
                _clean(cell, PatternFill())
    wrong = PatternFill("solid", fgColor=COLOUR)
    for (name, row, column), words in _by_cell(marks).items():
        if name in book.sheetnames:
            cell, comment = book[name][f"{column}{row}"], Comment(words, AUTHOR, width=320, height=120)
            if type(cell).__name__ == "MergedCell":  # the first cell of a merged one bears the comment
                cell = next(
                    book[name][span.start_cell.coordinate]
                    for span in book[name].merged_cells.ranges
                    if cell.coordinate in span
                )
            cell.fill, cell.comment = wrong, comment
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _clean(cell, plain) -> None:
    """Words that begin like a formula are words; what we marked the last time is marked no more."""
    if cell.data_type == "f":
        cell.data_type = "s"
    comment = getattr(cell, "comment", None)
    if comment is not None and comment.author == AUTHOR:
        cell.comment, cell.fill = None, plain


def copied(path: Path, marks: Sequence[Mark]) -> bytes:
    """The same of a file that is no xlsx, or cannot be written again: its cells in a new workbook. Raises Unreadable."""
    from menkou.imports.rules import reading

    return rewritten(reading.read_apart(path), marks)


def rewritten(sheets: Sequence[Sheet], marks: Sequence[Mark]) -> bytes:
    """The cells of some sheets, where they were, in a new workbook."""
    import xlsxwriter
    from xlsxwriter.utility import xl_cell_to_rowcol

    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    kept, cells = io.BytesIO(), _by_cell(marks)
    with xlsxwriter.Workbook(kept, plain) as book:
        looks = {
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "wrong": book.add_format({"bg_color": "#FFD9D0"}),
        }
        for number, sheet in enumerate(sheets, 1):
            page = book.add_worksheet(_sheet_name(sheet.name, number))
            rows = dict(sheet.rows)
            for row, values in rows.items():
                for place, value in enumerate(values):
                    _put(page, row - 1, place, value, looks)
            for (name, row, column), words in cells.items():
                if name == sheet.name:
                    at, place = xl_cell_to_rowcol(f"{column}{row}")
                    values = rows.get(row, ())
                    _put(page, at, place, values[place] if place < len(values) else None, looks, wrong=True)
                    page.write_comment(at, place, words, {"author": AUTHOR, "x_scale": 2})
    return kept.getvalue()


def _put(page, row: int, place: int, value: Cell, looks, *, wrong: bool = False) -> None:
    style = looks["wrong"] if wrong else None
    if value is None:
        if wrong:
            page.write_blank(row, place, None, style)
    elif isinstance(value, bool):
        page.write_boolean(row, place, value, style)
    elif isinstance(value, int | float):
        page.write_number(row, place, value, style)
    elif isinstance(value, str):
        page.write_string(row, place, UNWRITABLE.sub("", value)[:32_000], style)
    else:
        page.write_string(row, place, value.isoformat()[:10], style or looks["day"])


def _sheet_name(name: str, number: int) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", name)[:31].strip() or f"表{number}"


def _by_cell(marks: Sequence[Mark]) -> dict[tuple[str, int, str], str]:
    found: dict[tuple[str, int, str], list[str]] = defaultdict(list)
    for sheet, row, column, words in marks:
        found[sheet, row, column or "A"].append(UNWRITABLE.sub("", words))
    return {where: "\n".join(words)[:2000] for where, words in found.items()}


def main(path: str) -> None:
    """Mark one file; what is wrong comes in, the workbook goes out."""
    marks = pickle.load(sys.stdin.buffer)  # noqa: S301  # our own parent wrote it
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    raw = Path(path).read_bytes()
    try:
        made = marked(raw, marks) if raw.startswith(b"PK") else rewritten(read(raw), marks)
    except (Unreadable, Exception):  # whatever a strange workbook does, its cells can be written anew
        made = rewritten(read(raw), marks)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main(sys.argv[1])
