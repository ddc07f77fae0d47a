"""What the numbers of a ledger are. Consultations are told by the rule for small numbers, and never of one village."""

from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from menkou.consultations.interests import barring
from menkou.consultations.models import Consultation
from menkou.core.actors import Actor, Role
from menkou.oversight.beside.numbers import told
from menkou.places import queries as places
from menkou.worklogs import ledger
from menkou.worklogs.ledger import Chosen
from menkou.worklogs.models import Entry
from menkou.worklogs.rules.counters import COUNTERS8, REPORT, Counter, hours
from menkou.worklogs.rules.kinds import CONSULTATION

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


def numbers_of(by: Actor, chosen: Chosen) -> Numbers:
    """Of a period and a place, whatever kind is listed."""
    tallies = ledger.tallied(ledger.counted(by, chosen))
    consultations = asked(by, chosen) if by.has_role(*OFFICERS) else None

    def figures(counters: tuple[Counter, ...]) -> list[Figure]:
        return [
            Figure(one, consultations)
            if one.counts_consultations and consultations is not None
            else Figure(one, one.of(tallies))
            for one in counters
        ]

    return Numbers(figures(COUNTERS8), figures(REPORT), hours(tallies))


def asked(by: Actor, chosen: Chosen) -> int | str:
    """法律咨询, as an officer may be told; not of one village or one adviser, and not where too few of them tell of somebody."""
    if chosen.is_narrow:
        return NOT_HERE
    worth = Sum(Coalesce("people", 1))
    rows = consultations(by, Chosen(chosen.period)).values_list("village__township__code").annotate(worth=worth)
    each, total = told(dict(rows), places.rules()["fewest_in_a_list"])
    return each.get(chosen.township, 0) if chosen.township else total


def consultations(by: Actor, chosen: Chosen) -> QuerySet[Entry]:
    """The entries of consultations that a place may be counted by: none of a matter with an interest."""
    found = ledger.counted(by, chosen).filter(kind=CONSULTATION).order_by().select_related(None)
    first, after_last = chosen.period.first, chosen.period.after_last
    then = Consultation.objects.filter(entry__done_on__gte=first, entry__done_on__lt=after_last)
    return found.exclude(pk__in=list(barring.with_interests(then).values_list("entry", flat=True)))


def months_asked(by: Actor, chosen: Chosen) -> list[tuple[date, str]]:
    """The rows behind 法律咨询 for an officer: month and review only (decision 25), in no telling order; none where few."""
    if not isinstance(asked(by, chosen), int) or chosen.is_narrow:
        return []
    rows = consultations(by, chosen).values_list("done_on", "outcome")
    found = sorted((day.replace(day=1), outcome) for day, outcome in rows)
    return found if len(found) >= places.rules()["fewest_in_a_list"] else []
