"""What several measures look at, read once: who held which A post, who was away, what stands in the logs."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from menkou.advisers.models import Registration
from menkou.assessments.rules.items import Fact
from menkou.core import clock
from menkou.core.dated import overlapping
from menkou.engagements.models import Contract
from menkou.places import queries as places
from menkou.postings import served
from menkou.postings.models import Post, Posting
from menkou.worklogs.models import Entry, Outcome
from menkou.worklogs.rules.duties import Work
from menkou.worklogs.rules.periods import Period

ENTRY, OCCASION, CHECK, CONTRACT, MISSED = "entry", "occasion", "check", "contract", "missed"
DELIVERY, VILLAGE, CONSULTATION = "delivery", "village", "consultation"


class Measured(NamedTuple):
    """A number with the rows behind it, and what they are; of what names people (ratings, answers, complaints) none."""

    fact: Fact
    rows_of: str = ""
    rows: tuple[UUID, ...] = ()


class Held(NamedTuple):
    """A post, as far as it lies in the period: half open."""

    village: UUID
    post: str
    registration: UUID
    first: date
    after_last: date

    def days_in(self, first: date, after_last: date) -> int:
        return max(0, (min(self.after_last, after_last) - max(self.first, first)).days)


class Logged(NamedTuple):
    """An entry that stands: its id, and what of it counts."""

    pk: UUID
    work: Work


@dataclass(frozen=True)
class Records:
    """All that is on record of a period."""

    period: Period

    @property
    def start(self) -> datetime:
        return clock.start_of(self.period.first)

    @property
    def end(self) -> datetime:
        return clock.start_of(self.period.after_last)

    @cached_property
    def rules(self) -> dict[str, int]:
        """The district's numbers as they held at its end."""
        return places.rules(self.period.last)

    @cached_property
    def fewest(self) -> int:
        """How many there have to be for a number to be told, as it holds now: what is told is told now."""
        return places.rules()["fewest_in_a_list"]

    @cached_property
    def heirs(self) -> dict[UUID, UUID]:
        """Villages that were merged, and the ones that go on."""
        return places.heirs()

    def heir_of(self, village: UUID) -> UUID:
        return self.heirs.get(village, village)

    @cached_property
    def posts(self) -> list[Held]:
        """Who held which post, of the villages that go on."""
        rows = overlapping(Posting.objects.all(), self.period.first, self.period.after_last)
        facts = ("village", "post", "registration", "valid_from", "valid_until")
        return [self._held(*row) for row in rows.order_by("valid_from", "id").values_list(*facts)]

    def _held(self, village: UUID, post: str, who: UUID, first: date, until: date | None) -> Held:
        begins, ends = max(first, self.period.first), min(until or self.period.after_last, self.period.after_last)
        return Held(self.heir_of(village), post, who, begins, ends)

    @cached_property
    def held(self) -> list[Held]:
        """The A posts among them."""
        return [one for one in self.posts if one.post == Post.A]

    @cached_property
    def engaged(self) -> list[UUID]:
        """The institutions with a signed contract in the period."""
        rows = overlapping(
            Contract.objects.filter(stage=Contract.Stage.SIGNED), self.period.first, self.period.after_last
        )
        return sorted(set(rows.order_by().values_list("institution", flat=True)))

    @cached_property
    def _by_village(self) -> dict[UUID, list[Held]]:
        found: dict[UUID, list[Held]] = defaultdict(list)
        for one in self.held:
            found[one.village].append(one)
        return found

    def held_in(self, village: UUID) -> list[Held]:
        """Who held the A post of a village, one behind another."""
        return self._by_village.get(village, [])

    def serves(self, who: UUID, village: UUID, day: date) -> bool:
        """Whether somebody held a post of a village, A or B, on a day."""
        heir = self.heir_of(village)
        return any(one.village == heir and one.first <= day < one.after_last for one in self._by_person.get(who, []))

    @cached_property
    def _by_person(self) -> dict[UUID, list[Held]]:
        found: dict[UUID, list[Held]] = defaultdict(list)
        for one in self.posts:
            found[one.registration].append(one)
        return found

    @cached_property
    def registrations(self) -> dict[UUID, Registration]:
        """Whoever is assessed: on the roster, and with a post in the period, A or B."""
        found = Registration.objects.filter(pk__in={one.registration for one in self.posts}).select_related(
            "adviser", "institution"
        )
        return {one.pk: one for one in found.order_by("institution__name", "adviser__name", "id")}

    @cached_property
    def institution_of(self) -> dict[UUID, UUID]:
        return {pk: one.institution_id for pk, one in self.registrations.items()}

    @cached_property
    def away(self) -> dict[UUID, list[tuple[date, date]]]:
        """From which day until which somebody was away, by noon, as for what they served and are paid."""
        return served.days_away({one.registration for one in self.posts}, self.period.first, self.period.after_last)

    def days_away(self, who: UUID, first: date, after_last: date) -> int:
        spans = self.away.get(who, [])
        return sum(max(0, (min(until, after_last) - max(begun, first)).days) for begun, until in spans)

    @cached_property
    def logged(self) -> list[Logged]:
        """The entries that stand, by day."""
        rows = Entry.objects.filter(done_on__gte=self.period.first, done_on__lt=self.period.after_last)
        facts = ("pk", "village_id", "kind", "done_on", "minutes", "people", "author_id")
        found = rows.exclude(outcome=Outcome.RETURNED).order_by("done_on", "id").values_list(*facts)
        return [
            Logged(pk, Work(self.heir_of(village), *rest)) for pk, village, *rest in found.iterator(chunk_size=5000)
        ]


def by_institution(records: Records, found: Iterable[tuple[UUID, UUID]]) -> dict[UUID, list[UUID]]:
    """Rows of registrations, put together under their institutions."""
    rows: dict[UUID, list[UUID]] = {one: [] for one in sorted(set(records.institution_of.values()))}
    for who, row in found:
        if who in records.institution_of:
            rows[records.institution_of[who]].append(row)
    return rows
