"""How each day of a post stands: to whom it is due, at which rate, under which coefficient; or to nobody, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Final

from menkou.subsidies.rules.pricing import POSTS, WHOLE, of_post
from menkou.subsidies.rules.serving import WHYS as NOBODY_SERVED
from menkou.subsidies.rules.serving import Days, Held, runs
from menkou.worklogs.rules.periods import Period

NO_RATE, NO_CONTRACT, GONE = "no_rate", "no_contract", "gone"
WHYS: Final = {
    **NOBODY_SERVED,
    NO_RATE: "这些天没有登记补贴标准",
    NO_CONTRACT: "这些天没有已签的聘用合同",
    GONE: "这些天村（社区）不在了",
}


@dataclass(frozen=True)
class Rate:
    """补贴标准, from a day until another of the same class begins; of all villages where it names no class."""

    key: str
    grade: str
    first: date
    yearly: int
    share_a: int
    needs_contract: bool


@dataclass(frozen=True)
class Coefficient:
    """系数 of one person in one half-year, per mille."""

    key: str
    permille: int


@dataclass(frozen=True)
class Stand:
    """What makes a day worth what it is worth, and to whom; nobody where there is no person."""

    who: str = ""
    house: str = ""
    yearly: int = 0  # of the post
    permille: int = WHOLE


NOBODY: Final = Stand()


@dataclass(frozen=True)
class Span:
    """Days of a post that stand alike, and where each of it comes from."""

    first: date
    until: date
    stand: Stand
    why: str = ""  # served standing in, or why to nobody
    held: Held | None = None
    rate: Rate | None = None
    factor: str = ""
    line: str = ""  # the one on record that says so
    turn: int = 0

    @property
    def would(self) -> int:
        """The post's money of a year, also where nobody gets it."""
        post = self.held.post if self.held else ""
        return self.stand.yearly or (of_post(self.rate.yearly, self.rate.share_a, post) if self.rate and post else 0)


@dataclass(frozen=True)
class Place:
    """All that is on record about one village."""

    posts: Sequence[Held]
    grades: Sequence[tuple[str, Days]]
    contracts: Sequence[Days]
    exists: Days


@dataclass(frozen=True)
class Terms:
    """What a district pays by: its rates in the order in which they were agreed, and coefficients by person and half."""

    rates: Sequence[Rate]
    factors: Mapping[tuple[str, str], Coefficient]
    houses: Mapping[str, str]

    def rate_on(self, day: date, grade: str) -> Rate | None:
        """The one of the village's class comes before the one of all; of these the latest."""
        began = [one for one in self.rates if one.first <= day and one.grade in (grade, "")]
        own = [one for one in began if one.grade == grade] or began
        return max(own, key=lambda one: (one.first, self.rates.index(one)), default=None)


def half_of(day: date) -> str:
    """2026-h1."""
    return Period.of(day, "half_year").key


def told(
    place: Place, terms: Terms, away: Mapping[str, Sequence[Days]], first: date, until: date
) -> dict[str, list[Span]]:
    """How every day of both posts stands by what is on record now, as long as the village exists."""
    first, until = max(first, place.exists[0]), min(until, place.exists[1])
    found: dict[str, list[Span]] = {post: [] for post in POSTS}
    if first >= until:
        return found
    cuts = _cuts(place, terms, first, until)
    for run in runs(place.posts, away, first, until):
        held = run.held or Held("", run.post, "", run.first, run.until)
        for here, over in pairwise(
            sorted({run.first, run.until} | {day for day in cuts if run.first < day < run.until})
        ):
            span = _stands(place, terms, Span(here, over, NOBODY, run.why, held), run.post)
            _add(found[run.post], span)
    return found


def _cuts(place: Place, terms: Terms, first: date, until: date) -> set[date]:
    """The days on which anything but the person may change."""
    days = {one.first for one in terms.rates}
    days |= {day for spans in (place.contracts, [span for _, span in place.grades]) for span in spans for day in span}
    days |= {date(year, month, 1) for year in range(first.year, until.year + 1) for month in (1, 7)}
    return days


def _stands(place: Place, terms: Terms, span: Span, post: str) -> Span:
    day = span.first
    grade = next((grade for grade, (begin, end) in place.grades if begin <= day < end), "")
    rate, held = terms.rate_on(day, grade), span.held
    if rate is None:
        return replace(span, why=NO_RATE, held=Held("", post, "", day, span.until))
    if rate.needs_contract and not any(begin <= day < end for begin, end in place.contracts):
        return replace(span, why=NO_CONTRACT, rate=rate, held=Held("", post, "", day, span.until))
    if held is None or not held.who:
        return replace(span, rate=rate, held=Held("", post, "", day, span.until))
    known = terms.factors.get((held.who, half_of(day)), Coefficient("", WHOLE))
    stand = Stand(held.who, terms.houses[held.who], of_post(rate.yearly, rate.share_a, post), known.permille)
    return replace(span, stand=stand, rate=rate, factor=known.key, held=replace(held, post=post))


def _add(found: list[Span], span: Span) -> None:
    last = found[-1] if found else None
    if last and last.until == span.first and _alike(last, span):
        found[-1] = replace(last, until=span.until)
    else:
        found.append(span)


def _alike(one: Span, other: Span) -> bool:
    def of(span: Span) -> tuple:
        return span.stand, span.why, span.held and span.held.key, span.rate, span.factor, half_of(span.first)

    return of(one) == of(other)


def on_record(lines: Iterable[Span]) -> list[Span]:
    """How the days of one post stand by the lines of the ledger: of several about a day, the last turn."""
    found: list[Span] = []
    for line in sorted(lines, key=lambda one: (one.turn, one.first)):
        found = [part for span in found for part in without(span, line.first, line.until)] + [line]
    return sorted(found, key=lambda one: one.first)


def without(span: Span, first: date, until: date) -> list[Span]:
    """What is left of a span when some days are taken out of it."""
    if until <= span.first or first >= span.until:
        return [span]
    parts = [replace(span, until=first)] * (span.first < first)
    return parts + [replace(span, first=until)] * (until < span.until)
