"""What can be seen of samples: by an office its township's, by the bureau and auditors all, by advisers what differs of theirs.

Consultations are in none: whoever asked a village about one would tell it that somebody asked.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, UUIDField, Value

from menkou.advisers.queries import roster
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.literals import Literal
from menkou.core.standing import standing_column
from menkou.places import queries as places
from menkou.places.models import Township
from menkou.worklogs.models import Check, Draw, Entry, Outcome
from menkou.worklogs.queries import written_by
from menkou.worklogs.rules import sampling as rules
from menkou.worklogs.rules.kinds import CONSULTATION
from menkou.worklogs.rules.periods import Period, back_from

OFFERED = {"month": 3, "quarter": 2, "half_year": 1}  # periods that are over, and may be drawn from


@dataclass(frozen=True)
class Redrawn:
    """What comes of drawing again from what is on record."""

    has_same_population: bool
    has_same_sample: bool


def visible_to(by: Actor) -> QuerySet[Draw]:
    seen = Q() if by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR) else Q(township__in=by.held(Role.JUDICIAL_OFFICE))
    return Draw.objects.filter(seen).select_related("township", "drawn_by")


def listed(by: Actor) -> QuerySet[Draw]:
    """The latest first, with how far each has come."""
    done, differs = ~Q(checks__result=""), Q(checks__result=Check.Result.DIFFERS, checks__ended_at=None)
    counts = {"size": Count("checks"), "done": Count("checks", done), "differing": Count("checks", differs)}
    return visible_to(by).defer("population").annotate(**counts).order_by("-drawn_at", "-id")


def draw_for(by: Actor, pk: UUID) -> Draw:
    """How a page gets hold of one."""
    return visible_to(by).get(pk=pk)


def checks_of(draw: Draw) -> QuerySet[Check]:
    """Its entries, by day; whoever asks has decided who may see the draw."""
    return _whole().filter(draw=draw).order_by("entry__done_on", "entry_id")


def check_for(by: Actor, pk: UUID) -> Check:
    """One of a sample; an adviser finds their own where it differs, and no other."""
    mine = Q(pk__in=_own(by).values("pk"))
    return _whole().filter(mine | Q(draw__in=visible_to(by).order_by().values("pk"))).get(pk=pk)


class WhatDiffersFirst(Sequence[Entry]):
    """An adviser's own log with those at its head that were 对不上 and have not come to an end, each with its check.

    Two lists one after the other, as a paginator takes them: the few at the head, and the rest by the index of days.
    Sorted as one, a page of thirty would read all that somebody ever put down.
    """

    def __init__(self, by: Actor) -> None:
        entries, first = written_by(by), _that_differ(by)
        own = {"entry": OuterRef("pk"), "district_id": OuterRef("district_id")}
        running = Check.objects.filter(result=Literal(Check.Result.DIFFERS), ended_at=None, **own).order_by("id")
        differing = entries.filter(pk__in=first).annotate(check_id=Subquery(running.values("pk")[:1]))
        self.head: list[Entry] = list(differing.order_by("check_id", "-done_on", "-id")) if first else []
        rest = entries.exclude(pk__in=first) if first else entries
        self.rest = rest.annotate(check_id=Value(None, output_field=UUIDField())).order_by("-done_on", "-id")

    def __len__(self) -> int:
        return len(self.head) + self.rest.count()

    def __getitem__(self, place: Any) -> Any:
        """As a paginator asks for a page of it."""
        if not isinstance(place, slice):
            return self[place : place + 1][0]
        first, last, many = place.start or 0, place.stop, len(self.head)
        return [*self.head[first:last], *self.rest[max(0, first - many) : max(0, last - many)]]


@standing_column
def _that_differ(by: Actor) -> QuerySet:
    """The entries of one's own that were 对不上 and have not come to an end: mostly none."""
    running = Check.objects.filter(result=Literal(Check.Result.DIFFERS), ended_at=None)
    return running.filter(entry__in=written_by(by).order_by().values("pk")).order_by().values_list("entry").distinct()


def of_entry(by: Actor, entry: Entry) -> QuerySet[Check]:
    """What was found of an entry, on its own page."""
    seen = Q(draw__in=visible_to(by).order_by().values("pk")) | Q(pk__in=_own(by).values("pk"))
    return Check.objects.filter(seen, entry=entry).select_related("draw").defer("draw__population")


def differs_still() -> Exists:
    """A condition for entries: a check was 对不上, and has not come to its end."""
    own = {"entry": OuterRef("pk"), "district_id": OuterRef("district_id")}
    return Exists(Check.objects.filter(result=Check.Result.DIFFERS, ended_at=None, **own))


def may_be_returned_from(check: Check) -> datetime | None:
    """From when an entry that differs may be sent back: once its adviser has replied, or had the days to; None: now."""
    if check.replied_at or not check.checked_at:
        return None
    until = check.checked_at + timedelta(days=places.rules()["days_to_reply_to_a_check"])
    return until if until > clock.now() else None


def to_draw_from(township: Township, period: Period) -> dict[UUID, UUID]:
    """The entries that stand of a period, each with its author."""
    found = Entry.objects.filter(
        village__township=township, done_on__gte=period.first, done_on__lt=period.after_last
    ).exclude(Q(kind=CONSULTATION) | Q(outcome=Outcome.RETURNED))
    return dict(found.order_by().values_list("pk", "author_id"))


def draws_before(township: Township, period: Period) -> int:
    return Draw.objects.filter(township=township, period=period.key).count()


def offered() -> list[Period]:
    """Periods that are over, of which a sample is drawn; the latest of each length first."""
    today = clock.today()
    return [one for window, count in OFFERED.items() for one in back_from(today, window, count + 1)[1:]]


def redrawn(draw: Draw, taken: Collection[UUID]) -> Redrawn:
    """Draw again: from the ids on record, by the seed, the share and the authors of the entries; is it what was taken?"""
    population = bytes(draw.population)
    ids = rules.ids_in(population)
    authors = dict(Entry.objects.filter(pk__in=ids).order_by().values_list("pk", "author_id"))
    again = rules.drawn(bytes(draw.seed), authors, draw.percent, draw.per_adviser)
    is_whole = rules.digest_of(population) == bytes(draw.digest) and len(ids) == draw.count == len(authors)
    return Redrawn(is_whole, set(again) == set(taken))


def record_of(draw: Draw) -> dict[str, object]:
    """All that it takes to draw again, for a program; ids, and not a name."""
    ids = rules.ids_in(bytes(draw.population))
    authors = dict(Entry.objects.filter(pk__in=ids).order_by().values_list("pk", "author_id"))
    taken = Check.objects.filter(draw=draw).order_by("entry_id").values_list("entry_id", flat=True)
    return {
        "how": "place = SHA-256(seed + id); each adviser's first per_adviser, then the next, till percent of all",
        "period": draw.period,
        "number": draw.number,
        "drawn_at": draw.drawn_at.isoformat(),
        "seed": bytes(draw.seed).hex(),
        "population_sha256": bytes(draw.digest).hex(),
        "percent": draw.percent,
        "per_adviser": draw.per_adviser,
        "population": [{"id": str(one), "adviser": str(authors.get(one, ""))} for one in ids],
        "drawn": [str(one) for one in taken],
    }


def _own(by: Actor) -> QuerySet[Check]:
    own = roster().filter(pk__in=by.held(Role.ADVISER)).values("pk")
    return Check.objects.filter(entry__author__in=own, result=Check.Result.DIFFERS)


def _whole() -> QuerySet[Check]:
    people = ("entry__village__township", "entry__author__adviser", "entry__author__institution")
    return Check.objects.select_related("draw__township", "checked_by", *people).defer("draw__population")
