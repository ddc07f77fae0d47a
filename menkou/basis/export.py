"""派驻依据 as Excel."""

from collections.abc import Iterable
from datetime import timedelta

from menkou.basis import queries
from menkou.basis.kinds import KINDS, Kind
from menkou.core import clock
from menkou.core.actors import Actor
from menkou.core.sheets import Book, Cells, workbook
from menkou.rulebook.export import cells
from menkou.rulebook.queries import rules
from menkou.rulebook.wording import OF_PLANS

DAYS = ("起", "止（含当天）", "依据")


def workbook_for(by: Actor) -> tuple[bytes, int]:
    """What somebody may see, a sheet to a kind, and the rules; and how many facts that is."""
    told = [(kind, list(_rows(by, kind))) for kind in KINDS.values() if queries.may_see(by, kind)]

    def fill(book: Book) -> None:
        for kind, rows in told:
            book.sheet(kind.title, (*kind.columns, *DAYS), rows)
        book.sheet("规则和权重", ("规则", "取值", "起", "依据"), _rules())
        made = f"{by.name}，{clock.now().astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
        book.sheet("说明", ("项目", "内容"), [("导出", made), ("内容", "今天有效和以后开始的；已经结束的不在里面。")])

    return workbook(fill), sum(len(rows) for _, rows in told)


def _rows(by: Actor, kind: Kind) -> Iterable[Cells]:
    for one in queries.listed(by, kind):
        last = f"{one.valid_until - timedelta(days=1)}" if one.valid_until else None
        yield *kind.cells(one), f"{one.valid_from}", last, one.source


def _rules() -> Iterable[Cells]:
    return map(cells, rules(OF_PLANS))
