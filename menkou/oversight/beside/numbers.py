"""转介、会诊、回电、投诉: how many in half a year, by township. No content, no village, nothing that points at persons.

A number from one to just under the district's rule (`fewest_in_a_list`) is not told. Nor is the district's own where what
is not told would add up to fewer: whoever takes the townships from it would have the rest.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from menkou.complaints import queries as complaints
from menkou.consultations.calling import sealing as calling
from menkou.consultations.opinions import queries as opinions
from menkou.consultations.referring import queries as referring
from menkou.oversight.beside.halves import Half
from menkou.places import queries as places

UNTOLD = "不写"
COLUMNS = ("转介", "其中办成", "会诊", "请回电话", "其中打通", "投诉", "其中属实")
TOWNSHIP = "consultation__village__township"


@dataclass(frozen=True)
class Row:
    """A township, or the whole district, with its numbers, or the words that stand for them."""

    name: str
    numbers: tuple[int | str, ...]


def rows(half: Half) -> list[Row]:
    """Every township and, last, the whole district, in the order of COLUMNS."""
    fewest, towns = places.rules()["fewest_in_a_list"], list(places.townships())
    columns = [told(counts, fewest) for counts in _counted(half)]
    found = [Row(str(town), tuple(column.get(town.pk, 0) for column, _ in columns)) for town in towns]
    return [*found, Row("全区", tuple(total for _, total in columns))]


def told(counts: Mapping[UUID, int], fewest: int) -> tuple[dict[UUID, int | str], int | str]:
    """What may be told of each that has any, and of all together."""
    few, total = f"不足 {fewest}", sum(counts.values())
    each: dict[UUID, int | str] = {of: count if count >= fewest else few for of, count in counts.items()}
    hidden = sum(count for count in counts.values() if count < fewest)
    if 0 < hidden < fewest:
        return each, few if total < fewest else UNTOLD
    return each, total


def _counted(half: Half) -> list[dict[UUID, int]]:
    """In the order of COLUMNS, by township."""
    span = (half.start, half.end)
    sent, raised, called = (
        referring.sent_between(*span),
        complaints.raised_between(*span),
        calling.counted_between(*span),
    )
    resolved, upheld = sent.filter(outcome=referring.Outcome.RESOLVED), raised.filter(outcome__in=complaints.UPHELD)
    wished = [{of: each[which] for of, *each in called} for which in (0, 1)]
    before, after = (sent, resolved, opinions.agreed_between(*span)), (raised, upheld)
    return [*map(_by_township, before), *wished, *map(_by_township, after)]


def _by_township(found: QuerySet) -> dict[UUID, int]:
    rows = found.order_by().values_list(TOWNSHIP).annotate(count=Count("pk"))
    return dict(rows)
