"""工作要求, held against what was done: of villages, of whoever advises them, and of institutions. The same few queries for any number."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from menkou.advisers.models import Registration
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.dated import holding
from menkou.engagements.models import Obligation
from menkou.engagements.rules.duties import DUTIES
from menkou.places import queries as places
from menkou.places.models import Demand, Village
from menkou.postings import queries as postings
from menkou.postings.models import Post, Posting
from menkou.worklogs.models import Entry, Outcome
from menkou.worklogs.rules import duties as rules
from menkou.worklogs.rules.duties import Asked, Duty, Work
from menkou.worklogs.rules.periods import Period

FACTS = ("village_id", "kind", "done_on", "minutes", "people", "author_id")


@dataclass(frozen=True)
class Held:
    """A village that an adviser serves, and how far what is asked there is done."""

    posting: Posting
    duties: list[Duty]

    @property
    def sentence(self) -> str:
        return rules.sentence(self.duties)

    @property
    def is_done(self) -> bool:
        return not any(one.missing for one in self.duties)


@dataclass(frozen=True)
class Own:
    """What is asked of an adviser: in each village of their A-posts, and of themselves."""

    villages: list[Held]
    sentence: str

    @property
    def missing(self) -> list[Held]:
        return [one for one in self.villages if not one.is_done]


def asked(on: date | None = None) -> list[Asked]:
    """What the district asks for on a day, today if none is named; a shipped requirement holds until it has its own of
    the same unit."""
    own = [Asked(one.unit, one.per, one.window, one.least, one.grade) for one in holding(Obligation.objects.all(), on)]
    units = {one.unit for one in own}
    return own + [Asked(one.unit, one.per, one.window, one.least) for one in DUTIES.values() if one.unit not in units]


def own(by: Actor) -> Own:
    """An adviser's own."""
    known, today, me = asked(), clock.today(), by.held(Role.ADVISER)
    posts = [one for one in postings.held_by(me) if one.post == Post.A]
    here = [one.village_id for one in posts]
    heirs = _heirs(here)
    works = _works(Q(village__in=[*here, *heirs]) | Q(author__in=me), known, today)
    found = _of(here, known, _by_village(works, heirs), today)
    of_me = rules.duties(rules.applying(known, "adviser"), [one for one in works if one.author in me], today)
    villages = [Held(one, found[one.village_id]) for one in posts if found[one.village_id]]
    return Own(villages, rules.sentence(of_me))


def of_villages(villages: Collection[UUID], on: date | None = None) -> dict[UUID, list[Duty]]:
    """For each village what is asked there by its class, and what was done, by whomever; also before it was merged.

    In the spans that a day lies in, up to that day; today if none is named.
    """
    today, heirs = on or clock.today(), _heirs(villages)
    known = asked(today)
    works = _works(Q(village__in=[*villages, *heirs]), known, today)
    return _of(villages, known, _by_village(works, heirs), today)


def of_village(village: Village, on: date | None = None) -> list[Duty]:
    """For the file of one village."""
    return of_villages([village.pk], on)[village.pk]


def of_advisers(people: Collection[UUID]) -> dict[UUID, list[Duty]]:
    """For each of these people on the roster what is asked of themselves, wherever they did it."""
    known, today = asked(), clock.today()
    return _of_authors({one: one for one in people}, rules.applying(known, "adviser"), today)


def of_institutions(institutions: Collection[UUID]) -> dict[UUID, list[Duty]]:
    """For each institution what is asked of it, and what all its people did; also those who have left since."""
    people = Registration.objects.filter(institution__in=institutions).order_by()
    houses = dict(people.values_list("pk", "institution"))
    found = _of_authors(houses, rules.applying(asked(), "institution"), clock.today())
    return {one: found.get(one, []) for one in institutions}


def _of_authors(owners: Mapping[UUID, UUID], known: list[Asked], today: date) -> dict[UUID, list[Duty]]:
    """By whom each author's work counts for."""
    found: dict[UUID, list[Work]] = {owner: [] for owner in owners.values()}
    for work in _works(Q(author__in=list(owners)), known, today) if known else []:
        if work.author:
            found[owners[work.author]].append(work)
    return {owner: rules.duties(known, works, today) for owner, works in found.items()}


def _of(
    villages: Collection[UUID], known: list[Asked], works: dict[UUID, list[Work]], today: date
) -> dict[UUID, list[Duty]]:
    held = holding(Demand.objects.filter(village__in=villages))
    grades = dict(held.values_list("village", "grade").order_by())
    return {
        one: rules.duties(rules.applying(known, "village", grades.get(one, "")), works[one], today) for one in villages
    }


def _heirs(villages: Collection[UUID]) -> dict[UUID, UUID]:
    """Villages that were merged into these."""
    return {old: heir for old, heir in places.heirs_as_shown().items() if heir in villages}


def _by_village(works: Iterable[Work], heirs: dict[UUID, UUID]) -> dict[UUID, list[Work]]:
    found: dict[UUID, list[Work]] = defaultdict(list)
    for work in works:
        found[heirs.get(work.village, work.village)].append(work)
    return found


def _works(of: Q, known: Iterable[Asked], today: date) -> list[Work]:
    """Entries that stand, of the longest span that anything is asked in."""
    first = min((Period.of(today, one.window).first for one in known), default=today)
    found = Entry.objects.filter(of, done_on__gte=first, done_on__lte=today).exclude(outcome=Outcome.RETURNED)
    return [Work(*facts) for facts in found.order_by().values_list(*FACTS)]
