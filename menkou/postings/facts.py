"""What the tables hold for a plan's term, read with the same few questions whatever the size of the district."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import Q

from menkou.advisers.models import Base, Institution, Licence, Presence, Registration, Speciality, Strength
from menkou.advisers.queries import roster
from menkou.core import clock
from menkou.core.dated import holding
from menkou.engagements import queries as engagements
from menkou.engagements.models import Contract
from menkou.places import queries as places
from menkou.places.models import Demand, Township, Village
from menkou.places.rules.work import hours_a_year
from menkou.postings.models import Absence, Avoidance, Departure, Posting, Wish

A_YEAR = timedelta(days=365)  # what is looked ahead where a plan has no last day


@dataclass(frozen=True)
class Term:
    """The days of a plan: from the first until the day after the last; today's truth where no end is named."""

    on: date
    until: date | None = None

    @property
    def end(self) -> date:
        """What a licence and a place on the roster must reach."""
        return self.until or self.on + timedelta(days=1)

    @property
    def horizon(self) -> date:
        """Until when leaves are counted."""
        return self.until or self.on + A_YEAR


@dataclass(frozen=True)
class Facts:
    """Rows, most of them by what they are about, as they hold on the first day of the term."""

    term: Term
    rules: Mapping[str, int]
    villages: list[Village]
    towns: dict[UUID, Township]
    people: list[Registration]
    present: list[Institution]
    homes: dict[UUID, UUID]
    licences: dict[UUID, list[Licence]]
    days_away: dict[UUID, float]
    gone: set[UUID]
    skills: dict[UUID, frozenset[str]]
    bases: dict[UUID, Base]
    strengths: dict[UUID, Strength]
    demands: dict[UUID, Demand]
    avoidances: list[Avoidance]
    parted: list[Contract]
    wishes: list[Wish]
    incumbents: dict[tuple[UUID, str], UUID]

    @cached_property
    def work(self) -> dict[UUID, float]:
        """Hours a year of each village whose demand is on record."""
        return {v: hours_a_year(one.population, one.consultations, self.rules) for v, one in self.demands.items()}

    @cached_property
    def average(self) -> float:
        known = [hours for village in self.villages if (hours := self.work.get(village.pk)) is not None]
        return sum(known) / len(known) if known else 1.0

    def licence(self, registration: UUID) -> Licence | None:
        """The one that holds on the first day."""
        on = self.term.on
        return next(
            (o for o in self.licences.get(registration, []) if o.valid_from <= on < (o.valid_until or date.max)), None
        )

    def licensed_until(self, registration: UUID) -> date:
        """Until when licences without a gap between them reach from the first day on; that day where none does."""
        reached = self.term.on
        for one in self.licences.get(registration, []):
            if one.valid_from <= reached:
                reached = max(reached, one.valid_until or date.max)
        return reached

    def is_licensed(self, registration: UUID) -> bool:
        """Whether the licences cover the term; where none was ever put on record, the public register stands."""
        return registration not in self.licences or self.licensed_until(registration) >= self.term.end

    def is_away(self, registration: UUID) -> bool:
        """Whether leaves take more days than the district allows, or the person has gone."""
        return registration in self.gone or self.days_away.get(registration, 0) > self.rules["most_days_away"]

    def hours(self, village: UUID) -> float:
        """The work that a village makes; as much as the average where nothing is on record."""
        return self.work.get(village, self.average)

    def stays(self, person: Registration) -> bool:
        """Whether the place on the roster reaches to the last day."""
        return person.valid_until is None or person.valid_until >= self.term.end


def read(on: date | None = None, until: date | None = None) -> Facts:
    """Everything that a plan of these days is told: a fixed number of questions."""
    term = Term(on or clock.today(), until)
    licences = defaultdict(list)
    for one in Licence.objects.order_by("valid_from"):
        licences[one.registration_id].append(one)
    presences = list(Presence.objects.select_related("institution").order_by("pk"))
    return Facts(
        term=term,
        rules=places.rules(term.on),
        villages=list(places.villages(term.on)),
        towns={town.pk: town for town in places.townships()},
        people=list(roster(term.on).order_by("pk")),
        present=[one.institution for one in presences],
        homes={one.institution_id: one.home_township_id for one in presences if one.home_township_id},
        licences=dict(licences),
        days_away=_days_away(term),
        gone=_gone(term),
        skills=_skills(term),
        bases={one.registration_id: one for one in holding(Base.objects.all(), term.on)},
        strengths={one.institution_id: one for one in holding(Strength.objects.all(), term.on)},
        demands={one.village_id: one for one in holding(Demand.objects.all(), term.on)},
        avoidances=list(
            Avoidance.objects.filter(Q(valid_until=None) | Q(valid_until__gt=term.on), valid_from__lt=term.end)
        ),
        parted=list(engagements.parted(term.on).select_related("institution")),
        wishes=list(holding(Wish.objects.order_by("pk"), term.on)),
        incumbents=_incumbents(term),
    )


def _days_away(term: Term) -> dict[UUID, float]:
    first, last = clock.start_of(term.on), clock.start_of(term.horizon)
    days: dict[UUID, float] = defaultdict(float)
    for one in Absence.objects.filter(begins_at__lt=last, ends_at__gt=first):
        days[one.registration_id] += (min(one.ends_at, last) - max(one.begins_at, first)) / timedelta(days=1)
    return days


def _gone(term: Term) -> set[UUID]:
    gone = Departure.objects.filter(Q(valid_until=None) | Q(valid_until__gt=term.on), valid_from__lt=term.end)
    return set(gone.values_list("registration_id", flat=True).order_by())


def _skills(term: Term) -> dict[UUID, frozenset[str]]:
    known: Iterable[Speciality] = holding(Speciality.objects.all(), term.on)
    topics: dict[UUID, set[str]] = defaultdict(set)
    for one in known:
        topics[one.registration_id].add(one.topic)
    return {who: frozenset(some) for who, some in topics.items()}


def _incumbents(term: Term) -> dict[tuple[UUID, str], UUID]:
    """Who holds each post on the first day, or last held it: a contract's end the day before is no reason to change."""
    since = min(clock.today(), term.on - timedelta(days=1))
    held = Posting.objects.filter(Q(valid_until=None) | Q(valid_until__gt=since), valid_from__lte=term.on)
    rows = held.order_by("valid_from").values_list("village_id", "post", "registration_id")
    return {(village, post): who for village, post, who in rows}
