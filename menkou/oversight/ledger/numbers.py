"""What the numbers of a ledger are. Consultations are told by the rule for small numbers, and never of one village."""

from collections.abc import Mapping
from typing import NamedTuple

from menkou.core.actors import Actor, Role
from menkou.oversight.ledger import few
from menkou.places import queries as places
from menkou.worklogs import ledger
from menkou.worklogs.ledger import Chosen
from menkou.worklogs.rules.counters import COUNTERS8, REPORT, Counter, Tally, hours

OFFICERS = (Role.JUSTICE_BUREAU, Role.AUDITOR, Role.JUDICIAL_OFFICE, Role.INSTITUTION_DIRECTOR)
NOT_HERE = "不列"


class Figure(NamedTuple):
    """A counter and its number, or the words that stand for it; and whether there are rows to open."""

    counter: Counter
    value: int | str

    @property
    def opens(self) -> bool:
        return isinstance(self.value, int) and self.value > 0


class Numbers(NamedTuple):
    """A ledger's numbers: the eight, the fields of reports, and the hours of all that is no consultation."""

    eight: list[Figure]
    report: list[Figure]
    hours: float
    tallies: Mapping[str, Tally]  # what all of them are counted from


def numbers_of(by: Actor, chosen: Chosen) -> Numbers:
    """Of a period and a place, whatever kind is listed."""
    tallies = ledger.tallied_for(by, chosen)
    consultations = asked(by, chosen) if by.has_role(*OFFICERS) else None

    def figures(counters: tuple[Counter, ...]) -> list[Figure]:
        return [
            Figure(one, consultations)
            if one.counts_consultations and consultations is not None
            else Figure(one, one.of(tallies))
            for one in counters
        ]

    return Numbers(figures(COUNTERS8), figures(REPORT), hours(tallies), tallies)


def asked(by: Actor, chosen: Chosen) -> int | str:
    """法律咨询, as an officer may be told: of months and quarters that are over, never of one village or one adviser."""
    if chosen.is_narrow:
        return NOT_HERE
    found = few.consulted(by, chosen.period)
    return found.of(chosen.township) if chosen.township else found.whole


def months_asked(by: Actor, chosen: Chosen) -> list[tuple[str, str]]:
    """The rows behind 法律咨询 for an officer: when and review only (decision 25), in no telling order; none where few.

    Which month of a longer time each is of would tell months that are too few.
    """
    if chosen.is_narrow or not isinstance(asked(by, chosen), int):
        return []
    over = few.consultations(by, chosen).filter(done_on__lt=few.running())
    found = sorted(over.values_list("outcome", flat=True))
    return [(str(chosen.period), one) for one in found] if len(found) >= places.rules()["fewest_in_a_list"] else []
