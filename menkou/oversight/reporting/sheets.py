"""A report as Excel: what it is of, its lines, and what each number means."""

from collections.abc import Sequence

from menkou.core import sheets
from menkou.core.sheets import Book, Cells
from menkou.oversight.reporting.figures import Figure
from menkou.oversight.reporting.levels import HEADINGS, LEVELS, Asked, Line
from menkou.oversight.reporting.meanings import Meaning, meanings

MEANINGS = ("指标", "单位", "数什么", "从哪些记录", "不数什么", "截止时间")


def workbook(asked: Asked, lines: Sequence[Line], above: Sequence[Figure], as_of: str) -> bytes:
    """合计, the lines of the level where it has some, and 指标说明."""
    *some, whole = lines

    def fill(book: Book) -> None:
        rows: list[Cells] = [("时间", str(asked.period), ""), ("截止", as_of, "")]
        rows += [(one.label, one.number, one.unit) for one in above]
        told = zip(HEADINGS, whole.cells, strict=True)
        book.sheet("合计", ("指标", "数", "单位"), [*rows, *((head.title, one.value, head.unit) for head, one in told)])
        if asked.level != "district":
            heads = (LEVELS[asked.level], *(f"{one.title}（{one.unit}）" for one in HEADINGS))
            book.sheet(LEVELS[asked.level], heads, [_row(one) for one in [*some, whole]])
        book.sheet("指标说明", MEANINGS, map(_meaning, meanings(as_of)))

    return sheets.workbook(fill)


def _row(line: Line) -> Cells:
    return (line.name, *(one.value for one in line.cells))


def _meaning(one: Meaning) -> Cells:
    return tuple(one)
