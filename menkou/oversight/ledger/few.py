"""法律咨询, as it may be told of what somebody oversees and of its townships: counts by month, and the rule for few."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth

from menkou.consultations.interests import barring
from menkou.consultations.models import Consultation
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.literals import Literal
from menkou.core.standing import standing, standing_column
from menkou.oversight.rules import small
from menkou.places import queries as places
from menkou.worklogs import ledger
from menkou.worklogs.ledger import Chosen
from menkou.worklogs.models import Entry
from menkou.worklogs.rules.kinds import CONSULTATION
from menkou.worklogs.rules.periods import Period, quarters_around

TOWN = "village__township__code"


def consultations(by: Actor, chosen: Chosen) -> QuerySet[Entry]:
    """The entries of consultations that a place may be counted by: none of a matter with an interest."""
    return _but(by, chosen, tuple(_with_interests(chosen.period)))


def _but(by: Actor, chosen: Chosen, without: tuple[UUID, ...]) -> QuerySet[Entry]:
    found = ledger.counted(by, chosen).filter(kind=Literal(CONSULTATION)).order_by().select_related(None)
    return found.exclude(pk__in=without)


@standing_column
def _with_interests(period: Period) -> QuerySet:
    """Few, so that a count over many leaves them out by name."""
    then = Consultation.objects.filter(entry__done_on__gte=period.first, entry__done_on__lt=period.after_last)
    return barring.with_interests(then).order_by("entry").values_list("entry")


def running() -> date:
    """The first day of the month that is not over."""
    return clock.today().replace(day=1)


class Span(NamedTuple):
    """Days, the month that is not over, and how many are few: what every question to the rule says at its end."""

    first: date
    after_last: date
    until: date
    fewest: int


def span_of(period: Period) -> Span:
    return Span(period.first, period.after_last, running(), places.rules()["fewest_in_a_list"])


class Consulted:
    """How many consultations a period had, of all that somebody oversees and of each of its townships."""

    def __init__(self, by: Actor, period: Period, counted: Sequence[tuple[date, str, int]]) -> None:
        self.by, self.span, self.counted = by, span_of(period), counted
        self.months: dict[date, int] = {}
        for month, _, count in counted:
            self.months[month] = self.months.get(month, 0) + count

    @property
    def whole(self) -> int | str:
        return small.whole(self.months, *self.span)

    def of(self, code: str) -> int | str:
        """Of one township; the only one that an office has is all that it oversees."""
        if self._is_whole(code):
            return self.whole
        return small.at(self.pieces, self.codes.index(code)) if code in self.codes else 0

    @cached_property
    def pieces(self) -> list[small.Stretch] | str:
        return small.by_place(self.months, self._quarters, *self.span)

    @cached_property
    def codes(self) -> list[str]:
        return list(places.townships().order_by("code").values_list("code", flat=True))

    @cached_property
    def _quarters(self) -> dict[date, list[int]]:
        found: dict[date, list[int]] = {}
        places_ = {code: at for at, code in enumerate(self.codes)}
        for month, code, count in self.counted:
            quarter = found.setdefault(Period.of(month, "quarter").first, [0] * len(self.codes))
            quarter[places_[code]] += count
        return found

    def _is_whole(self, code: str) -> bool:
        own = self.by.held(Role.JUDICIAL_OFFICE)
        if len(own) != 1 or self.by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR, Role.INSTITUTION_DIRECTOR):
            return False
        return places.townships().filter(pk__in=own, code=code).exists()


def consulted(by: Actor, period: Period) -> Consulted:
    """Counted by whole quarters, of which the rule needs to know even where fewer days are asked for."""
    wide = quarters_around(period)
    return Consulted(by, period, _by_month_and_town(by, Chosen(wide), tuple(_with_interests(wide))))


@standing
def _by_month_and_town(by: Actor, chosen: Chosen, without: tuple[UUID, ...]) -> QuerySet:
    found = _but(by, chosen, without).values_list(TruncMonth("done_on"), TOWN)
    return found.annotate(worth=Sum(Coalesce("people", 1)))
