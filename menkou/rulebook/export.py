"""地方规则 as Excel: what holds today, and all that was ever set."""

from collections.abc import Iterable

from menkou.core.sheets import Book, Cells, workbook
from menkou.rulebook.queries import Told
from menkou.rulebook.wording import Area

TODAY = ("类别", "规则", "今天的取值", "从哪天起", "依据", "以后改为", "从哪天起改", "系统默认", "默认值的依据")
HISTORY = ("类别", "规则", "取值", "起", "止（含当天）", "依据")
Areas = Iterable[tuple[str, Area, list[Told]]]


def as_workbook(areas: Areas) -> bytes:
    """Two sheets."""
    found = list(areas)

    def fill(book: Book) -> None:
        book.sheet("今天的规则", TODAY, [_now(area.title, one) for _, area, told in found for one in told])
        book.sheet(
            "历次取值", HISTORY, [row for _, area, told in found for one in told for row in _ever(area.title, one)]
        )

    return workbook(fill)


def cells(one: Told) -> Cells:
    """Of a rule as it holds today: what, to what, since when, by what."""
    since = f"{one.since}" if one.since else "系统默认"
    return one.named.words, one.said, since, one.source


def _now(title: str, one: Told) -> Cells:
    later = one.ahead[0] if one.ahead else None
    ahead = (later.value, f"{later.first}") if later else ("", "")
    return title, *cells(one), *ahead, one.shipped, one.named.source


def _ever(title: str, one: Told) -> Iterable[Cells]:
    for row in one.rows:
        yield title, one.named.words, row.value, f"{row.first}", row.until, row.source
