"""Excel files: real numbers, no formulas, sheets that open and print well in WPS."""

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
A4, MOST_WIDE = 9, 60
CELL_HOLDS = 32_767  # characters
Cells = Sequence[str | float | None]


class Book:
    """A workbook of plain tables: the header stays in sight and on every printed page."""

    def __init__(self, book: "Workbook") -> None:
        self.book = book
        self.head = book.add_format({"bold": True, "bg_color": "#F3EEE3", "border": 1, "text_wrap": True})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.number = book.add_format({"num_format": "#,##0.##", "valign": "top"})
        self.whole = book.add_format({"num_format": "#,##0", "valign": "top"})

    def sheet(self, name: str, columns: Sequence[str], rows: Iterable[Cells]) -> None:
        """One sheet; text stays text, whatever it begins with."""
        sheet, widths, count = self.book.add_worksheet(name), [_width(one) for one in columns], 0
        for place, title in enumerate(columns):
            sheet.write_string(0, place, title, self.head)
        for count, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                self._write(sheet, count, place, value)
                widths[place] = max(widths[place], _width(value))
        for place, width in enumerate(widths):
            sheet.set_column(place, place, min(width + 2, MOST_WIDE))
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(count, 1), len(columns) - 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C第 &P 页，共 &N 页")

    def _write(self, sheet: "Worksheet", row: int, place: int, value: str | float | None) -> None:
        if isinstance(value, int | float):
            sheet.write_number(row, place, value, self.whole if isinstance(value, int) else self.number)
        elif value:
            sheet.write_string(row, place, value[:CELL_HOLDS], self.text)


def workbook(fill: Callable[[Book], None]) -> bytes:
    """The file that `fill` writes its sheets into."""
    import xlsxwriter  # which hardly any page needs

    kept = BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(kept, plain) as book:
        fill(Book(book))
    return kept.getvalue()


def _width(value: Any) -> int:
    """In letters: a Chinese character is as wide as two."""
    said = f"{value:,.1f}" if isinstance(value, float) else str(value or "")
    return sum(2 if ord(one) > 0x2E80 else 1 for one in said)
