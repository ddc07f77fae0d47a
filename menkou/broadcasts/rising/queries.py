"""苗头: what is asked about more than before, by township. Counted from facts of closed matters; no content is opened.

A matter with an interest is in nobody's count: an office may not have it counted (barring), and two ways of counting
could be subtracted from each other. Devices tell how many people asked at the least; who left none counts once a village.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Func, Min, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce

from menkou.broadcasts.models import Article, Notice, Rise
from menkou.broadcasts.queries import visible_to
from menkou.broadcasts.rules import rising
from menkou.consultations import queries as consultations
from menkou.consultations.interests import barring
from menkou.consultations.models import Consultation
from menkou.consultations.rules.categories import CATEGORIES
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.places import queries as places
from menkou.places.models import Township

NAMES = dict(CATEGORIES)
OVERSEERS = (Role.JUSTICE_BUREAU, Role.AUDITOR)
DEVICE = Func(F("device_digest"), Value("hex"), function="encode", output_field=TextField())
ASKER = Coalesce(DEVICE, Cast("village_id", TextField()))


@dataclass(frozen=True)
class Rising:
    """One row of the page: a township, a category, and what may be told of them."""

    township: Township
    category: str
    pair: rising.Pair
    limits: rising.Limits
    notices: tuple[Notice, ...] = ()  # begun from it lately, of those that somebody sees

    @property
    def name(self) -> str:
        return NAMES[self.category]

    @property
    def recent(self) -> rising.Band | None:
        return rising.band(self.pair.recent, self.limits)

    @property
    def usual(self) -> float | None:
        return rising.usual(self.pair, self.limits)

    @property
    def times(self) -> float | None:
        return rising.times(self.pair, self.limits)

    @property
    def has_year(self) -> bool:
        """Whether the same weeks of the year before are on record."""
        return self.pair.past_weeks >= rising.WEEKS_IN_A_YEAR

    @property
    def year_before(self) -> rising.Band | None:
        return rising.band(self.pair.year_before, self.limits)


@dataclass(frozen=True)
class Looked:
    """What was found, over which weeks, and where there is nothing to compare with."""

    rows: list[Rising]
    spans: rising.Spans
    limits: rising.Limits
    without_past: list[Township]


def closed_between(begins: date, ends: date) -> QuerySet[Consultation]:
    """Asked between two days and closed, so that the category is known; without interests."""
    asked = consultations.asked_between(clock.start_of(begins), clock.start_of(ends))
    return barring.without_interests(asked.filter(state=Consultation.State.CLOSED).exclude(category=""))


def counts(prefix: str, within: Q | None = None) -> dict[str, Any]:
    """The three numbers of a cell, as columns of a grouped statement."""
    return {
        f"{prefix}matters": Count("pk", filter=within),
        f"{prefix}askers": Count(ASKER, distinct=True, filter=within),
        f"{prefix}villages": Count("village", distinct=True, filter=within),
    }


def cell(row: Mapping[str, Any], prefix: str = "") -> rising.Cell:
    return rising.Cell(row[f"{prefix}matters"], row[f"{prefix}askers"], row[f"{prefix}villages"])


def limits() -> rising.Limits:
    return rising.Limits.of(places.rules())


def looked(by: Actor) -> Looked:
    """The whole district is judged together, so that everybody is shown the same; an office sees its own township's."""
    said = limits()
    at = rising.spans(clock.today(), said)
    pairs, towns = _pairs(at), {one.pk: one for one in _towns(by)}
    bare = [one for pk, one in towns.items() if not _has_past(pk, pairs, said)]
    rows = [
        Rising(towns[town], topic, pairs[town, topic], said)
        for town, topic in rising.risen(pairs, said)
        if town in towns
    ]
    return Looked(_with_notices(by, rows), at, said, bare)


def rise_of(by: Actor, township: Township, category: str) -> tuple[Rising, rising.Spans] | None:
    """One that stands on the page now, with its weeks."""
    found = looked(by)
    return next(
        ((one, found.spans) for one in found.rows if (one.township, one.category) == (township, category)), None
    )


def township_for(by: Actor, pk: UUID) -> Township:
    """Whose rises somebody sees: what you may not see does not exist."""
    return _towns(by).get(pk=pk)


def _towns(by: Actor) -> QuerySet[Township]:
    towns = places.townships()
    return towns if by.has_role(*OVERSEERS) else towns.filter(pk__in=by.held(Role.JUDICIAL_OFFICE))


def _pairs(at: rising.Spans) -> dict[tuple[UUID, str], rising.Pair]:
    """Every township and category of which anything is on record, from one statement."""
    begins = clock.start_of(at.begins)
    year = [clock.start_of(day) for day in at.year_before]
    columns = counts("recent_", Q(asked_at__gte=begins)) | counts("past_", Q(asked_at__lt=begins))
    columns |= counts("year_", Q(asked_at__gte=year[0], asked_at__lt=year[1]))
    rows = closed_between(at.first, at.ends).order_by().values("village__township", "category")
    found: list[dict[str, Any]] = list(map(dict, rows.annotate(since=Min("asked_at"), **columns)))
    weeks = _weeks(found, at)
    return {
        (row["village__township"], row["category"]): rising.Pair(
            cell(row, "recent_"), cell(row, "past_"), weeks[row["village__township"]], cell(row, "year_")
        )
        for row in found
    }


def _weeks(rows: Iterable[Mapping[str, Any]], at: rising.Spans) -> dict[UUID, int]:
    """Of each township, how many weeks of the past are on record: since anything was asked there."""
    since: dict[UUID, date] = {}
    for row in rows:
        town, day = row["village__township"], row["since"].astimezone(clock.SHANGHAI).date()
        since[town] = min(day, since.get(town, day))
    return {town: rising.weeks_on_record(day, at) for town, day in since.items()}


def _has_past(town: UUID, pairs: dict[tuple[UUID, str], rising.Pair], said: rising.Limits) -> bool:
    return any(rising.has_past(pair.past_weeks, said) for (where, _), pair in pairs.items() if where == town)


def _with_notices(by: Actor, rows: list[Rising]) -> list[Rising]:
    """Each with the notices that were begun from a rise of the same, so that nobody writes a second one unknowing."""
    seen = visible_to(by).exclude(state=Notice.State.CANCELLED).values("pk")
    since = clock.today() - rising.WEEK * places.rules()["weeks_beside_a_warning"]
    known = Rise.objects.filter(township__in=[one.township for one in rows], notice__in=seen, notice__go_on__gte=since)
    told: dict[tuple[UUID, str], list[Notice]] = {}
    for one in known.select_related("notice").order_by("notice__go_on", "pk"):
        told.setdefault((one.township_id, one.category), []).append(one.notice)
    return [
        Rising(one.township, one.category, one.pair, one.limits, tuple(told.get((one.township.pk, one.category), ())))
        for one in rows
    ]


def article_about(by: Actor, category: str) -> Article | None:
    """素材 about a category that a warning can be made from today; the one that holds longest."""
    found = Article.objects.filter(category=category, withdrawn_at=None, review_by__gte=clock.today())
    return found.order_by("-review_by", "pk").first() if by.has_role(*OVERSEERS, Role.JUDICIAL_OFFICE) else None


def rise_behind(by: Actor, notice: Notice) -> Rise | None:
    """What a notice was begun from, where somebody sees that township's."""
    found = Rise.objects.filter(notice=notice, township__in=_towns(by).values("pk"))
    return found.select_related("township", "notice").first()
