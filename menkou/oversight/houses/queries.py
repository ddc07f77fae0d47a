"""执业机构: what is asked of each, and how far it is; a director's own, and all for the bureau and the auditor."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from menkou.advisers import queries as advisers
from menkou.advisers.models import Institution, Registration
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.oversight.ledger.choosing import said_of
from menkou.worklogs import duties
from menkou.worklogs.ledger import Chosen
from menkou.worklogs.rules.duties import LECTURE, WORDS, Duty, sentence
from menkou.worklogs.rules.periods import WINDOWS, Period

READERS = (Role.JUSTICE_BUREAU, Role.AUDITOR, Role.INSTITUTION_DIRECTOR)


@dataclass(frozen=True)
class Line:
    """One thing asked, with the address of the rows behind what is done."""

    window: str
    least: str
    done: str
    missing: str
    url: str


@dataclass(frozen=True)
class House:
    """An institution and the sentence that says how far it is."""

    institution: Institution
    duties: list[Duty]

    @property
    def sentence(self) -> str:
        return sentence(self.duties) or "没有对机构的要求。"

    @property
    def lines(self) -> list[Line]:
        return [_line(one, self.institution.pk) for one in self.duties]


@dataclass(frozen=True)
class Person:
    """One of its people, and the sentence about them."""

    registration: Registration
    sentence: str
    url: str


def institutions_for(by: Actor) -> QuerySet[Institution]:
    """What you may not see does not exist."""
    found = advisers.institutions()
    if by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR):
        return found
    return found.filter(pk__in=by.held(Role.INSTITUTION_DIRECTOR))


def houses(institutions: Iterable[Institution]) -> list[House]:
    """Each with what is asked; three queries for any number."""
    known = list(institutions)
    found = duties.of_institutions([one.pk for one in known])
    return [House(one, found[one.pk]) for one in known]


def people_of(institution: Institution) -> list[Person]:
    """Whoever is on the roster today, each with what is asked of themselves."""
    here = list(advisers.roster().filter(institution=institution).select_related("adviser").order_by("adviser__name"))
    found, month = duties.of_advisers([one.pk for one in here]), Period.of(clock.today(), "month")
    return [
        Person(one, sentence(found[one.pk]) or "没有对个人的要求。", _ledger(Chosen(month, adviser=one.pk)))
        for one in here
    ]


def _line(one: Duty, institution: UUID) -> Line:
    unit, window = WORDS[one.asked.unit], one.asked.window
    kind = LECTURE if one.asked.unit == "lectures" else ""
    chosen = Chosen(Period.of(clock.today(), window), kind=kind, institution=institution)
    said = (f"{one.asked.least} {unit}", f"{one.done:g} {unit}", f"{one.missing:g} {unit}" if one.missing else "做到了")
    return Line(WINDOWS[window], *said, _ledger(chosen))


def _ledger(chosen: Chosen) -> str:
    return f"{reverse('oversight:ledger')}?{urlencode(said_of(chosen))}#rows"
