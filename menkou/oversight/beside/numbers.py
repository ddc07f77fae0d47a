"""转介、会诊、回电、投诉: how many in half a year, by township. No content, no village, nothing that points at persons.

A number from one to just under the district's rule (`fewest_in_a_list`) is not told, nor one whose difference from the
number that it is a part of is such: 5 of 6 that helped say of one that it did not. Nor is the district's own where
whoever takes the townships from it would have one of those, or a few together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, QuerySet

from menkou.complaints import queries as complaints
from menkou.consultations.calling import sealing as calling
from menkou.consultations.opinions import queries as opinions
from menkou.consultations.referring import queries as referring
from menkou.oversight.beside.halves import Half
from menkou.places import queries as places

Key = TypeVar("Key")
UNTOLD = "不写"
COLUMNS = ("转介", "其中办成", "会诊", "请回电话", "其中打通", "投诉", "其中属实")
PART_OF = {1: 0, 4: 3, 6: 5}  # 其中: which column of which other
TOWNSHIP = "consultation__village__township"


@dataclass(frozen=True)
class Row:
    """A township, or the whole district, with its numbers, or the words that stand for them."""

    name: str
    numbers: tuple[int | str, ...]


def rows(half: Half) -> list[Row]:
    """Every township and, last, the whole district, in the order of COLUMNS."""
    fewest, towns = places.rules()["fewest_in_a_list"], list(places.townships())
    counted = _counted(half)
    columns = [
        told(counts, fewest, counted[PART_OF[at]] if at in PART_OF else None) for at, counts in enumerate(counted)
    ]
    found = [Row(str(town), tuple(column.get(town.pk, 0) for column, _ in columns)) for town in towns]
    return [*found, Row("全区", tuple(total for _, total in columns))]


def told(
    counts: Mapping[Key, int], fewest: int, whole: Mapping[Key, int] | None = None
) -> tuple[dict[Key, int | str], int | str]:
    """What may be told of each that has any, and of all together; `whole`: the numbers that these are a part of."""
    of, total = counts if whole is None else whole, sum(counts.values())
    each = {town: _said(count, of[town], fewest) for town, count in counts.items()}
    hidden = [(counts[town], of[town]) for town, said in each.items() if isinstance(said, str)]
    all_ = _said(total, sum(of.values()), fewest)
    return each, UNTOLD if _gives_away(hidden, fewest) and isinstance(all_, int) else all_


def _gives_away(hidden: Sequence[tuple[int, int]], fewest: int) -> bool:
    """Whether the sum of what is not told, which the district's number would tell, says one of them, or how many a few are.

    Each is a number and the one that it is a part of. It says one where it is alone, and each where all are as small,
    or as large, as they can be.
    """
    if not hidden:
        return False
    known, rest = sum(count for count, _ in hidden), sum(of - count for count, of in hidden)
    most = sum(max(fewest, of) - 1 for _, of in hidden)
    return len(hidden) == 1 or known < fewest or 0 < rest < fewest or known in (len(hidden), most)


def _said(count: int, of: int, fewest: int) -> int | str:
    """A part of enough is not told in one way whether itself or the rest is few, or the way would tell which."""
    if 0 < count < fewest or (count and 0 < of - count < fewest):
        return f"不足 {fewest}" if of < fewest else UNTOLD
    return count


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
