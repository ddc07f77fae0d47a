"""What a report says, line by line: of all that somebody oversees, and of each township, institution or village."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple
from uuid import UUID

from menkou.advisers.models import Institution
from menkou.core.actors import Actor, Role
from menkou.oversight import numbers, serving
from menkou.oversight.ledger.few import Consulted, consulted
from menkou.oversight.ledger.numbers import NOT_HERE, OFFICERS
from menkou.places import queries as places
from menkou.worklogs import ledger
from menkou.worklogs.ledger import Chosen
from menkou.worklogs.models import Entry
from menkou.worklogs.rules.counters import COUNTERS8, REPORT, Counter, Tally, hours
from menkou.worklogs.rules.periods import Period

LEVELS: Final = {"district": "合计", "township": "镇街", "institution": "机构", "village": "村（社区）"}
COUNTERS: Final = (*COUNTERS8, *REPORT)
READERS = OFFICERS
Tallies = Mapping[str, Tally]


class Cell(NamedTuple):
    """A number, or the words that stand for it, and where its rows are; `why`: why there are none."""

    value: int | float | str
    chosen: Chosen | None = None
    why: str = ""


class Line(NamedTuple):
    """A place, an institution, or all together, with a number for each column."""

    name: str
    cells: tuple[Cell, ...]


class Heading(NamedTuple):
    key: str
    title: str
    unit: str


HEADINGS: Final = (
    *(Heading(one.key, one.title, one.unit) for one in COUNTERS),
    Heading("hours", "服务时长", "小时"),
    Heading("served", "有服务的村", "个"),
)


class Asked(NamedTuple):
    """What a report is asked for: days, a level, and at most one township."""

    period: Period
    level: str = "district"
    township: str = ""


def lines(by: Actor, asked: Asked) -> list[Line]:
    """The lines of the level in the order of their codes or names, and, last, all of them together."""
    chosen, told = Chosen(asked.period, township=asked.township), consulted(by, asked.period)
    served = _served(by, asked)
    whole = _line(_all(asked.township), ledger.tallied(ledger.counted(by, chosen)), chosen, told, sum(served.values()))
    return [*(LINES[asked.level](by, asked, told, served) if asked.level != "district" else []), whole]


def _townships(by: Actor, asked: Asked, told: Consulted, served: Mapping[UUID, int]) -> list[Line]:
    found = ledger.tallied_by(ledger.counted(by, Chosen(asked.period)), "village__township")
    towns = [one for one in places.townships().order_by("code") if one.pk in _overseen(by)]
    of_town = _by_town(by, served)
    return [
        _line(one.name, found.get(one.pk, {}), Chosen(asked.period, township=one.code), told, of_town.get(one.pk, 0))
        for one in towns
        if asked.township in ("", one.code)
    ]


def _villages(by: Actor, asked: Asked, told: Consulted, served: Mapping[UUID, int]) -> list[Line]:
    """Those that exist; what was done in one that has been merged was done for the one that goes on for it."""
    heirs = places.heirs()
    found: dict[UUID, Tallies] = {}
    for pk, tallies in ledger.tallied_by(_counted(by, asked), "village").items():
        found[heirs.get(pk, pk)] = _with(found.get(heirs.get(pk, pk), {}), tallies)
    villages = numbers.villages_of(by).order_by("code")
    return [
        _line(
            f"{one.township.name} {one.short_name}",
            found.get(one.pk, {}),
            Chosen(asked.period, village=one.code),
            told,
            served.get(one.pk, 0),
        )
        for one in villages
        if asked.township in ("", one.township.code)
    ]


def _institutions(by: Actor, asked: Asked, told: Consulted, served: Mapping[UUID, int]) -> list[Line]:
    entries = _counted(by, asked).exclude(kind=Entry.Kind.CONSULTATION)  # a line of nothing else would tell of one
    found = ledger.tallied_by(entries, "author__institution")
    rows = entries.order_by().values_list("author__institution", "village_id").distinct()
    heirs = places.heirs()
    where: dict[UUID, set[UUID]] = {}
    for house, village in rows:
        where.setdefault(house, set()).add(heirs.get(village, village))
    houses = Institution.objects.filter(pk__in=found).order_by("credit_code")
    chosen = Chosen(asked.period, township=asked.township)
    return [
        _line(one.name, found[one.pk], replace(chosen, institution=one.pk), told, len(where[one.pk])) for one in houses
    ]


LINES: dict[str, Callable[[Actor, Asked, Consulted, Mapping[UUID, int]], list[Line]]] = {
    "township": _townships,
    "village": _villages,
    "institution": _institutions,
}


def _line(name: str, tallies: Tallies, chosen: Chosen, told: Consulted, served: int) -> Line:
    cells = [_cell(one, tallies, chosen, told) for one in COUNTERS]
    return Line(name, (*cells, Cell(hours(tallies), chosen), Cell(served, chosen if served else None)))


def _cell(one: Counter, tallies: Tallies, chosen: Chosen, told: Consulted) -> Cell:
    """A number opens its rows in the ledger; of consultations only where the ledger lists them."""
    if one.counts_consultations:
        said = NOT_HERE if chosen.is_narrow else told.of(chosen.township) if chosen.township else told.whole
        return Cell(said, _at(chosen, one) if isinstance(said, int) and said else None, FEW if said else NONE)
    count = one.of(tallies)
    return Cell(count, _at(chosen, one) if count else None, "" if count else NONE)


FEW, NONE = "咨询太少或者还没过完，列出来会看出是谁", "没有，不用打开"


def _at(chosen: Chosen, one: Counter) -> Chosen:
    return replace(chosen, counter=one.key)


def _counted(by: Actor, asked: Asked) -> Any:
    return ledger.counted(by, Chosen(asked.period, township=asked.township))


def _served(by: Actor, asked: Asked) -> dict[UUID, int]:
    """Each village that somebody oversees and where something was done, by the workbench's own function."""
    done = serving.villages_served(numbers.Month(asked.period.first, asked.period.after_last))
    villages = numbers.villages_of(by).filter(pk__in=done)
    if asked.township:
        villages = villages.filter(township__code=asked.township)
    return dict.fromkeys(villages.order_by().values_list("pk", flat=True), 1)


def _by_town(by: Actor, served: Mapping[UUID, int]) -> dict[UUID, int]:
    found: dict[UUID, int] = {}
    rows = numbers.villages_of(by).filter(pk__in=served).order_by().values_list("township_id", flat=True)
    for town in rows:
        found[town] = found.get(town, 0) + 1
    return found


def _overseen(by: Actor) -> set[UUID]:
    if by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR):
        return set(places.townships().values_list("pk", flat=True))
    return set(numbers.villages_of(by).order_by().values_list("township_id", flat=True))


def _with(some: Tallies, more: Tallies) -> dict[str, Tally]:
    kinds = {*some, *more}
    none = Tally()
    return {
        kind: Tally(*(a + b for a, b in zip(some.get(kind, none), more.get(kind, none), strict=True))) for kind in kinds
    }


def _all(township: str) -> str:
    return "合计" if not township else "本镇街合计"


def kinds_of(one: Counter) -> str:
    return "、".join(str(Entry.Kind(kind).label) for kind in one.kinds)
