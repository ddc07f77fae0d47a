"""Which papers there are, who reads and who makes them, and how each is come by from what an address says."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple
from uuid import UUID

from menkou.assessments.papers import circular, orders
from menkou.assessments.papers import queries as assessed
from menkou.core.actors import Actor, Role
from menkou.core.errors import NOT_FOUND, Absent, Conflict
from menkou.oversight.centre import reports
from menkou.oversight.centre import village as villages
from menkou.oversight.dossier import queries as dossiers
from menkou.papers.official.paper import Paper
from menkou.places.models import District
from menkou.worklogs.rules.periods import Period

WORDS = ("of", "period", "village")  # what an address says beside the kind
BUREAU, OFFICE, AUDITOR = Role.JUSTICE_BUREAU, Role.JUDICIAL_OFFICE, Role.AUDITOR
READERS = (BUREAU, OFFICE, AUDITOR)
MAKERS = (BUREAU, OFFICE)
NO_PERIOD = "请选时间。"
NO_VILLAGE = "请选一个村（社区）。"
Said = Mapping[str, str]
Write = Callable[[Actor, Said, District], Paper]


class Kind(NamedTuple):
    """A kind of papers: its title, whether offices have it of their own, and what makes its description."""

    title: str
    is_of_offices: bool
    write: Write

    @property
    def makers(self) -> tuple[Role, ...]:
        return MAKERS if self.is_of_offices else (BUREAU,)

    def is_read_by(self, by: Actor) -> bool:
        return by.has_role(*self.makers, AUDITOR)


def said_of(said: Said) -> dict[str, str]:
    """What of an address or a form is about a paper; a form may hold a character that PostgreSQL knows nothing of."""
    return {name: said[name].replace("\x00", "")[:40] for name in WORDS if said.get(name)}


def kind_for(by: Actor, key: str) -> Kind:
    """How a page gets hold of one. Raises Absent for none, and for one that somebody does not read."""
    found = KINDS.get(key)
    if found is None or not found.is_read_by(by):
        raise Absent(NOT_FOUND)
    return found


def _circular(by: Actor, said: Said, district: District) -> Paper:
    return circular.paper_of(by, assessed.cycles_for(by).get(pk=_of(said)), district)


def _case(key: str, by: Actor, said: Said, district: District) -> Paper:
    return orders.of_case(key, assessed.case_for(by, _of(said)), district)


def _review(by: Actor, said: Said, district: District) -> Paper:
    return orders.review(assessed.review_for(by, _of(said)), district)


def _report(window: str, by: Actor, said: Said, district: District) -> Paper:
    return reports.paper_of(by, _period(said, window), window, district)


def _village(by: Actor, said: Said, district: District) -> Paper:
    if not said.get("village"):
        raise Conflict(NO_VILLAGE)
    found = dossiers.village_for(by, said["village"])
    return villages.paper_of(by, found, _period(said, "half_year"), district)


def _of(said: Said) -> UUID:
    try:
        return UUID(said.get("of", ""))
    except ValueError as problem:
        raise Absent(NOT_FOUND) from problem


def _period(said: Said, window: str) -> Period:
    found = Period.called(said.get("period", ""))
    if found is None or found != Period.of(found.first, window):
        raise Conflict(NO_PERIOD)
    return found


def named(key: str) -> str:
    """How the paper of a case is called among all papers."""
    return f"case-{key}"


KINDS: dict[str, Kind] = {
    "circular": Kind("考核通报", False, _circular),
    **{named(key): Kind(title, False, partial(_case, key)) for key, (title, _) in orders.OF_CASES.items()},
    "reviewed": Kind("复核决定书", False, _review),
    "weekly": Kind("周报", True, partial(_report, "week")),
    "monthly": Kind("月报", True, partial(_report, "month")),
    "quarterly": Kind("季报", True, partial(_report, "quarter")),
    "village": Kind("村居报告", True, _village),
}
