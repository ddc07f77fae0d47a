"""审计记录 as Excel: what was asked for on one sheet, the lines on another, in words."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import IO
from uuid import UUID

from menkou.audit import words
from menkou.audit.queries import PEOPLE, Chosen
from menkou.core import clock
from menkou.core.models import AuditEntry

COLUMNS = (
    *(("时间", 20), ("谁", 16), ("做了什么", 26), ("关于", 22), ("多少条", 9), ("链上第几行", 12)),
    *(("账号编号", 38), ("记录名", 30), ("关于的编号", 60)),
)
A_SHEET = 1_000_000  # Excel holds a few more
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
Row = tuple[str | int | None, ...]
ABOUT = (
    "只有工作人员和系统做的事，按上面的条件选的；居民自己做的不列（在审计链里，只有摘要）。",
    "时间是北京时间。关于哪一件，只写编号，不写内容；审计记录里没有咨询的内容。",
    "“链上第几行”是它在审计链里的位置，和检查包里的 export.jsonl 对得上。",
)


def row_of(line: AuditEntry, number: int | None) -> Row:
    """A line in words, as a list shows it."""
    name, _, who = line.by.rpartition(" #") if " #" in line.by else (line.by, "", "")
    at = f"{line.at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M:%S}"
    return at, name, words.said(line.what), words.about(line.subject), line.count, number, who, line.what, line.subject


def written(file: IO[bytes], title: str, asked: list[tuple[str, str]], rows: Iterable[Row]) -> int:
    """Write the workbook, without keeping its rows; returns how many."""
    import xlsxwriter  # which hardly any page needs

    count = 0
    with xlsxwriter.Workbook(file, {**PLAIN, "constant_memory": True}) as book:
        head = book.add_format({"bold": True, "bg_color": "#F3EEE3", "border": 1, "text_wrap": True})
        first = book.add_worksheet("说明")
        first.set_column(0, 0, 16)
        first.set_column(1, 1, 90)
        for place, (name, words_of) in enumerate([("审计记录", title), *asked, *(("", one) for one in ABOUT)]):
            first.write_string(place, 0, name, head)
            first.write_string(place, 1, words_of)
        sheet = _sheet(book, "审计记录", head)
        for count, row in enumerate(rows, 1):
            place = (count - 1) % A_SHEET + 1
            if place == 1 and count > 1:
                sheet = _sheet(book, f"审计记录 {count // A_SHEET + 1}", head)
            for column, value in enumerate(row):
                if value is not None and value != "":
                    (sheet.write_string if isinstance(value, str) else sheet.write_number)(place, column, value)
    return count


def made(title: str, asked: list[tuple[str, str]], lines: list[AuditEntry], numbers: dict[UUID, int]) -> bytes:
    """The same as a file at once."""
    kept = BytesIO()
    written(kept, title, asked, (row_of(line, numbers.get(line.pk)) for line in lines))
    return kept.getvalue()


def said_of(chosen: Chosen, people: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What was asked for, in words."""
    known = {"": "工作人员和系统", PEOPLE: "工作人员"}
    yield "谁", known.get(chosen.who) or people.get(chosen.who, chosen.who)
    if chosen.what:
        yield "做了什么", "看和取走" if chosen.what == words.LOOKED else words.said(chosen.what)
    if chosen.subject:
        yield "关于", f"{words.about(chosen.subject)}（{chosen.subject}）"
    yield "从哪天", str(chosen.since or "最早")
    yield "到哪天", str(chosen.until or "最近")


def _sheet(book, name: str, head):
    sheet = book.add_worksheet(name)
    for place, (title, width) in enumerate(COLUMNS):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, title, head)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, 1, len(COLUMNS) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    return sheet
