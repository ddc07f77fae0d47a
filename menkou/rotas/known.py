"""What is to be known before a month is arranged, asked once: the same few questions for any number of days and people."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from menkou.core import clock
from menkou.core.dated import overlapping
from menkou.places.models import Township
from menkou.postings.models import Absence, Posting
from menkou.rotas.models import Slot

Moments = tuple[datetime, datetime]
Days = tuple[date, date | None]


@dataclass(frozen=True)
class Known:
    """Of a place, when it is taken; of each person, which days they serve the township, and when they are not free."""

    taken: list[Moments]
    served: dict[UUID, list[tuple[Days, Days]]]  # the days of a post, and those on the roster
    not_free: dict[UUID, list[Moments]]

    @classmethod
    def of(cls, township: Township, place: str, people: Collection[UUID], span: Moments) -> "Known":
        """Of a span that all these slots lie in."""
        begin, end = span
        slots = Slot.objects.filter(off_at=None, begins_at__lt=end, ends_at__gt=begin)
        here = slots.filter(township=township, place=place).values_list("begins_at", "ends_at")
        busy = slots.filter(adviser__in=people).values_list("adviser", "begins_at", "ends_at")
        away = Absence.objects.filter(registration__in=people, begins_at__lt=end, ends_at__gt=begin)
        gone = away.values_list("registration", "begins_at", "ends_at")
        return cls(list(here), _served(township, people, span), _by_person([*busy, *gone]))

    def is_taken(self, begins_at: datetime, ends_at: datetime) -> bool:
        """Whether there is a slot at the place then."""
        return _meets(self.taken, begins_at, ends_at)

    def can(self, who: UUID, begins_at: datetime, ends_at: datetime) -> bool:
        """Whether somebody serves the township on that day, is here, and has no other slot then."""
        day = begins_at.astimezone(clock.SHANGHAI).date()
        is_here = any(_holds(post, day) and _holds(roster, day) for post, roster in self.served.get(who, ()))
        return is_here and not _meets(self.not_free.get(who, ()), begins_at, ends_at)


def _served(township: Township, people: Collection[UUID], span: Moments) -> dict[UUID, list[tuple[Days, Days]]]:
    """As postings.running says it of one day."""
    first, last = (moment.astimezone(clock.SHANGHAI).date() for moment in span)
    posts = overlapping(Posting.objects.filter(registration__in=people), first, last + timedelta(days=1))
    days = ("valid_from", "valid_until", "registration__valid_from", "registration__valid_until")
    rows = posts.filter(village__township=township).values_list("registration", *days)
    return _by_person([(who, (begin, end), (enrolled, left)) for who, begin, end, enrolled, left in rows])


def _by_person(rows: Iterable[tuple]) -> dict[UUID, list]:
    found: dict[UUID, list] = defaultdict(list)
    for who, *what in rows:
        found[who].append(tuple(what))
    return found


def _meets(spans: Iterable[Moments], begins_at: datetime, ends_at: datetime) -> bool:
    return any(begin < ends_at and begins_at < end for begin, end in spans)


def _holds(days: Days, day: date) -> bool:
    first, until = days
    return first <= day and (until is None or day < until)
