"""A ledger as Excel: its numbers on one sheet, its rows on another, written from top to bottom without keeping them."""

from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING, NamedTuple
from uuid import UUID

from menkou.advisers.models import Registration
from menkou.core import clock
from menkou.oversight.ledger.numbers import Figure, Numbers
from menkou.places.models import Village
from menkou.worklogs.models import Entry, Outcome

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

COLUMNS = (
    *(("日期", 12), ("镇街", 12), ("村（社区）", 16), ("顾问", 10), ("机构", 26), ("事项", 16)),
    *(("时长（分钟）", 10), ("人次", 8), ("份（件、个）", 10), ("内容", 50), ("核实", 10), ("纸页编号", 16)),
)
FIELDS = (
    *("village_id", "author_id", "done_on", "kind", "minutes", "people", "items", "summary"),
    *("outcome", "paper_number"),
)
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
Row = tuple[str | int | None, ...]


class Ledger:
    """The workbook; rows may come in parts."""

    def __init__(self, book: "Workbook", title: str) -> None:
        self.book, self.count = book, 0
        self.head = book.add_format({"bold": True, "bg_color": "#F3EEE3", "border": 1, "text_wrap": True})
        self.title = title
        self.numbers, self.rows = book.add_worksheet("合计"), book.add_worksheet("台账")
        for place, (name, width) in enumerate(COLUMNS):
            self.rows.set_column(place, place, width)
            self.rows.write_string(0, place, name, self.head)
        self.rows.freeze_panes(1, 0)
        self.rows.repeat_rows(0)
        self.rows.set_landscape()
        self.rows.set_paper(9)
        self.rows.fit_to_pages(1, 0)
        self.rows.set_footer("&C第 &P 页，共 &N 页")

    def add_numbers(self, found: Numbers) -> None:
        """八项数, the fields of reports, and whose file this is."""
        self.numbers.set_column(0, 0, 30)
        lines = [("台账", self.title), *map(_line, (*found.eight, *found.report)), ("服务时长（小时）", found.hours)]
        lines.append(("取出", f"{clock.now().astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"))
        for place, (name, value) in enumerate(lines):
            self.numbers.write_string(place, 0, name, self.head)
            _write(self.numbers, place, 1, value)

    def add(self, rows: Iterable[Row]) -> None:
        """Some more rows."""
        text, number = self.rows.write_string, self.rows.write_number
        for row in rows:
            self.count += 1
            for place, value in enumerate(row):
                if value is not None and value != "":
                    (text if type(value) is str else number)(self.count, place, value)

    def close(self) -> None:
        self.rows.autofilter(0, 0, max(self.count, 1), len(COLUMNS) - 1)


class Names(NamedTuple):
    """What stands in every row again and again: of villages, in their order, and of advisers."""

    villages: dict[UUID, tuple[int, str, str]]
    people: dict[UUID, tuple[str, str]]


def names() -> Names:
    """All there are or were, in two queries, instead of joins at every row."""
    villages = Village.objects.select_related("township").order_by("code")
    people = Registration.objects.select_related("adviser", "institution")
    return Names(
        {one.pk: (place, one.township.name, one.short_name) for place, one in enumerate(villages)},
        {one.pk: (one.adviser.name, one.institution.name) for one in people},
    )


def rows_of(entries: Iterable[tuple], known: Names) -> Iterator[Row]:
    """Entries, read as FIELDS by day, as they stand in the sheet: by village and day."""
    kinds, outcomes = dict(Entry.Kind.choices), dict(Outcome.choices)
    for village, author, day, kind, *numbers, outcome, page in sorted(entries, key=lambda one: known.villages[one[0]]):
        place, person = known.villages[village][1:], known.people[author]
        yield (day.isoformat(), *place, *person, kinds[kind], *numbers, outcomes.get(outcome, "待核实"), page)


def opened(file: IO[bytes], *, constant_memory: bool = True) -> "Workbook":
    """A workbook that forgets each row once it is written."""
    import xlsxwriter  # which hardly any page needs

    return xlsxwriter.Workbook(file, {**PLAIN, "constant_memory": constant_memory})


def _line(figure: Figure) -> tuple[str, int | str]:
    return f"{figure.counter.title}（{figure.counter.unit}）", figure.value


def _write(sheet: "Worksheet", row: int, place: int, value: str | float) -> None:
    if isinstance(value, int | float):
        sheet.write_number(row, place, value)
    else:
        sheet.write_string(row, place, value)
