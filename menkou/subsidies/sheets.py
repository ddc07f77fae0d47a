"""交财务的 Excel: a row for each institution, and every line; the same batch is the same file, byte by byte."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from menkou.core import clock
from menkou.core.sheets import Book, Cells, workbook
from menkou.subsidies import queries
from menkou.subsidies.models import Batch, Line
from menkou.subsidies.rules.explaining import explain

HOUSES = ("机构", "统一社会信用代码", "顾问（人）", "明细（行）", "应付（元）", "应付（分）")
LINES = (
    *("行号", "机构", "顾问", "镇街", "村（社区）", "岗位", "是什么", "起", "止", "天数", "金额（元）", "金额（分）"),
    "为什么是这个数",
)


class Told(NamedTuple):
    """What is written: rows that are ready, and the moment that the file bears."""

    title: str
    checked_at: datetime
    houses: list[Cells]
    lines: list[Cells]


def told_of(batch: Batch) -> Told:
    """The rows, by institution and by line."""
    lines = Line.objects.filter(batch=batch)
    codes = {one.pk: one.credit_code for one in queries.houses()}
    houses: list[Cells] = [
        (one.name, codes.get(one.institution_id, ""), one.people, one.lines, one.fen / 100, one.fen)
        for one in queries.by_house(lines)
    ]
    checked_at = (batch.checked_at or clock.now()).astimezone(clock.SHANGHAI)
    return Told(str(batch), checked_at, houses, list(_rows(batch)))


def _rows(batch: Batch) -> Iterator[Cells]:
    people = ("registration__adviser", "institution", "village__township")
    for one in Line.objects.filter(batch=batch).select_related(*people).order_by("number"):
        yield (
            one.number,
            one.institution.name if one.institution else "",
            one.registration.adviser.name if one.registration else "",
            one.village.township.name if one.village else "",
            one.facts.get("village", ""),
            one.get_post_display() if one.post else "",
            one.get_kind_display(),
            one.first_day.isoformat() if one.first_day else "",
            one.last_day.isoformat() if one.last_day else "",
            one.days or None,
            one.fen / 100,
            one.fen,
            "".join(explain(one.facts)),
        )


def excel(told: Told) -> bytes:
    """The same file of the same batch, whenever it is made: it bears the moment in which the batch was checked."""

    def fill(book: Book) -> None:
        book.book.set_properties({"title": told.title, "created": told.checked_at.replace(tzinfo=None)})
        book.number = book.book.add_format({"num_format": "#,##0.00", "valign": "top"})
        book.sheet("按机构", HOUSES, told.houses)
        book.sheet("明细", LINES, told.lines)

    return workbook(fill)
