"""一个半年的考核表 as Excel: a sheet for each scheme, a row for each name in their order, a column for each item."""

from collections.abc import Iterator
from uuid import UUID

from menkou.assessments import queries
from menkou.assessments.models import Cycle, Scheme, Score, Sheet
from menkou.assessments.rules.items import POINT, written
from menkou.core import sheets

HEAD, TAIL = ("名称", "评分的司法所", "得分", "等次", "补贴系数"), ("怎么加起来的", "司法所的意见", "本人确认")


def workbook(cycle: Cycle) -> tuple[bytes, int]:
    """The file, and how many sheets of the assessment it tells of."""
    found = Sheet.objects.filter(cycle=cycle).select_related("scheme", "scored_by_office").order_by("name", "id")
    rows = list(found)
    scores: dict[UUID, list[Score]] = {}
    for one in queries.scores_of_all(rows):
        scores.setdefault(one.sheet_id, []).append(one)
    schemes: dict[UUID, Scheme] = {one.scheme_id: one.scheme for one in rows}

    def fill(book: sheets.Book) -> None:
        for number, (pk, scheme) in enumerate(sorted(schemes.items(), key=lambda one: (one[1].subject, one[0])), 1):
            own = [one for one in rows if one.scheme_id == pk]
            items = [f"{one.item.title}（{written(one.item.most)}）" for one in scores.get(own[0].pk, [])]
            name = f"{number}{scheme.get_subject_display()}".replace("、", "")[:31]
            book.sheet(name, (*HEAD, *items, *TAIL), _cells(own, scores))

    return sheets.workbook(fill), len(rows)


def _cells(rows: list[Sheet], scores: dict[UUID, list[Score]]) -> Iterator[sheets.Cells]:
    for one in rows:
        office = one.scored_by_office.name if one.scored_by_office else ""
        told = (one.name, office, one.points / POINT, one.grade, one.coefficient / 1000)
        items = (each.points / POINT for each in scores.get(one.pk, []))
        yield (*told, *items, one.words, one.comment, "确认了" if one.confirmed_at else "")
