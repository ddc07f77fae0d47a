"""今天: an adviser's list of what is to be answered and of what was, as short rows whose SQL is written once."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count

from menkou.consultations import queries
from menkou.consultations.calling import sealing
from menkou.consultations.models import Consultation, reference
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.literals import Literal
from menkou.core.prepared import Prepared
from menkou.places.models import as_said

State = Consultation.State


class Listed(NamedTuple):
    """One line of an adviser's list of today."""

    pk: UUID
    asked_at: datetime
    due_at: datetime
    read_at: datetime | None
    first_answered_at: datetime | None
    answered_at: datetime | None
    village_name: str
    village_kind: str
    wants_call: bool

    @property
    def village(self) -> str:
        return as_said(self.village_name, self.village_kind)

    @property
    def reference(self) -> str:
        """编号 that staff say to each other."""
        return reference(self.pk, self.asked_at)


MOST_WAITING, MOST_ANSWERED = 50, 20
COLUMNS = (*Listed._fields[:-3], "village__name", "village__kind")
WAITING, ANSWERED = (
    Prepared(
        Listed,
        lambda holders, today, part=part, most=most: part(queries.held_by(holders, today)).values_list(
            *COLUMNS, sealing.is_wished()
        )[:most],
        holders=UUID,
        today=date,
    )
    for part, most in ((queries.most_urgent_first, MOST_WAITING), (queries.newest_answer_first, MOST_ANSWERED))
)

WAITING_COUNT = Prepared(
    int,
    lambda holders, today: (
        queries.held_by(holders, today).filter(state=Literal(State.WAITING)).values("state").values_list(Count("pk"))
    ),
    holders=UUID,
    today=date,
)


def count_waiting(by: Actor) -> int:
    """How many are to be answered: the number beside the menu's 今天."""
    return sum(WAITING_COUNT(holders=list(by.held(Role.ADVISER)), today=clock.today()))


def listed_waiting(by: Actor) -> list[Listed]:
    """The first of what is to be answered, as the list of today shows it."""
    return WAITING(holders=list(by.held(Role.ADVISER)), today=clock.today())


def listed_answered(by: Actor) -> list[Listed]:
    """The latest of what is answered and not yet closed, as the list of today shows it."""
    return ANSWERED(holders=list(by.held(Role.ADVISER)), today=clock.today())
