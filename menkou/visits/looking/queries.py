"""请看一看: rows of a township and a period, handed to the rules of hints; of consultations none."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from menkou.advisers.models import Registration
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.places import queries as places
from menkou.places.models import Township, Village
from menkou.postings import queries as postings
from menkou.visits.models import Deed, Doubt, Look, Visit
from menkou.worklogs.models import Entry, Evidence, Outcome
from menkou.worklogs.rules import hints as rules
from menkou.worklogs.rules.hints import Bars, Hint, Shown, Stay, Work
from menkou.worklogs.rules.kinds import CONSULTATION, REMOTE
from menkou.worklogs.rules.periods import Period, back_from

PEOPLE = ("village", "author__adviser", "author__institution")
MONTHS, QUARTERS = 4, 2


@dataclass(frozen=True)
class Row:
    """What a hint was seen in: a day, where, what; and the entry to open, where there is one."""

    day: date
    village: Village
    words: str
    entry: UUID | None


@dataclass(frozen=True)
class Seen:
    """A hint with its rows, and what somebody said who has looked."""

    hint: Hint
    registration: Registration
    rows: list[Row]
    look: Look | None


def townships_of(by: Actor) -> QuerySet[Township]:
    """Whose hints somebody may see: an office its own, the bureau's all."""
    found = places.townships()
    return found if by.has_role(Role.JUSTICE_BUREAU) else found.filter(pk__in=by.held(Role.JUDICIAL_OFFICE))


def offered() -> list[Period]:
    """The month that runs, those before, and some quarters."""
    today = clock.today()
    return [*back_from(today, "month", MONTHS), *back_from(today, "quarter", QUARTERS)]


def seen(township: Township, period: Period) -> list[Seen]:
    """All hints, the latest day first; whoever asks has decided who may see the township."""
    here = [one.pk for one in places.villages_within(township)]
    entries = {one.pk: one for one in _done(here, period).select_related(*PEOPLE)}
    visits = {one.pk: one for one in _visits(here, period)}
    stays = [_stay(one) for one in visits.values()]
    bars = Bars.of(places.rules())
    found = rules.in_order([*_of_entries(entries.values(), here, period, bars), *rules.hurried(stays, bars)])
    photos = {one for hint in found if hint.kind == "reused" for one in hint.rows if one not in entries}
    entries |= {one.pk: one for one in Entry.objects.filter(pk__in=photos).select_related(*PEOPLE)} if photos else {}
    looks = _looks(township, found)
    people = {one.author_id: one.author for one in entries.values()}
    people |= {one.registration_id: one.registration for one in visits.values()}
    return [
        Seen(hint, people[hint.author], [_row(one, entries, visits) for one in hint.rows], looks.get(hint.key))
        for hint in found
    ]


def _of_entries(entries: Collection[Entry], here: list[UUID], period: Period, bars: Bars) -> list[Hint]:
    works = [_work(one) for one in entries]
    own = [_work(one) for one in entries if not one.paper_number and not one.corrects_id]  # put down by whoever did it
    found = [*rules.heaped(own, period, bars), *rules.late(own, bars), *rules.alike(works, bars)]
    found += rules.reused(_photos(here, period))
    authors = {one.author for one in works}
    crowded = rules.camped(works, dict.fromkeys(authors, bars.fewest_villages), bars)  # were they to serve enough
    return found + (rules.camped(works, _served(authors, here), bars) if crowded else [])


def _done(here: list[UUID], period: Period) -> QuerySet[Entry]:
    """What stands of a period; of consultations nothing."""
    done = Entry.objects.filter(village__in=here, done_on__gte=period.first, done_on__lt=period.after_last)
    return done.exclude(Q(kind=CONSULTATION) | Q(outcome=Outcome.RETURNED)).order_by()


def _photos(here: list[UUID], period: Period) -> list[Shown]:
    """Photos of the period, and the same ones at other times, as far as they are of these villages."""
    shown = Evidence.objects.filter(kind=Evidence.Kind.PHOTO).order_by()
    of_period = shown.filter(entry__in=_done(here, period).values("pk")).values("digest")
    found = shown.filter(~Q(entry__outcome=Outcome.RETURNED), entry__village__in=here, digest__in=of_period)
    names = ("entry_id", "entry__author_id", "entry__village_id", "entry__done_on", "digest")
    rows = found.values_list(*names)
    return [Shown(entry, author, village, day, bytes(digest)) for entry, author, village, day, digest in rows]


def _visits(here: list[UUID], period: Period) -> QuerySet[Visit]:
    """Each with the first thing done in it that may be opened."""
    first, after_last = clock.start_of(period.first), clock.start_of(period.after_last)
    left = Deed.objects.filter(visit=OuterRef("pk"), district_id=OuterRef("district_id"))
    opens = left.exclude(entry__kind=CONSULTATION).order_by("id").values("entry")[:1]
    found = Visit.objects.filter(village__in=here, came_at__gte=first, came_at__lt=after_last)
    people = ("village", "registration__adviser", "registration__institution")
    return found.select_related(*people).annotate(entry=Subquery(opens)).order_by()


def _served(authors: Collection[UUID], here: list[UUID]) -> dict[UUID, int]:
    """In how many of these villages each holds a post today."""
    held = postings.running().filter(registration__in=authors, village__in=here).order_by()
    return dict(held.values("registration").annotate(number=Count("village")).values_list("registration", "number"))


def _looks(township: Township, hints: Collection[Hint]) -> dict[bytes, Look]:
    if not hints:
        return {}
    found = Look.objects.filter(township=township, key__in=[one.key for one in hints]).select_related("looked_by")
    return {bytes(one.key): one for one in found}


def _work(one: Entry) -> Work:
    recorded_on = one.recorded_at.astimezone(clock.SHANGHAI).date()
    is_there = one.kind not in REMOTE
    return Work(one.pk, one.author_id, one.village_id, one.done_on, recorded_on, one.summary, is_there)


def _stay(one: Visit) -> Stay:
    place = None if one.longitude is None or one.latitude is None else (float(one.longitude), float(one.latitude))
    is_doubted = Doubt.OVERLAP in one.doubts
    came, left = (moment.astimezone(clock.SHANGHAI) for moment in (one.came_at, one.left_at))
    return Stay(one.pk, one.registration_id, one.village_id, came, left, place, is_doubted)


def _row(pk: UUID, entries: dict[UUID, Entry], visits: dict[UUID, Visit]) -> Row:
    if entry := entries.get(pk):
        return Row(entry.done_on, entry.village, entry.get_kind_display(), pk)
    visit = visits[pk]
    came, left = (moment.astimezone(clock.SHANGHAI) for moment in (visit.came_at, visit.left_at))
    return Row(came.date(), visit.village, f"到村 {came:%H:%M}–{left:%H:%M}", getattr(visit, "entry", None))
