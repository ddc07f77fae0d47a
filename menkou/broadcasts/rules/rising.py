"""苗头: which topics stand clearly above their own past in a township, and how little may be told of them.

One question, asked of every township and category. Were the two spans alike, each matter of both together would fall
into the recent one with a known chance: its share of the weeks. How often chance alone puts as many there is a tail of
the binomial distribution, exact and without a library. Whoever asks many times finds something by chance, so the tails
are judged together (Benjamini and Hochberg): of a hundred rises that are shown, at most so many are expected to be none.

What is told are bands as wide as the least number that may be told. No number that is told, and no difference of two,
says how many there were: each difference is known only to within nearly two bands.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, lgamma, log, log1p
from typing import Final, TypeVar

from menkou.worklogs.rules.periods import Period

Key = TypeVar("Key", bound=Hashable)
WEEK: Final = timedelta(days=7)
WEEKS_IN_A_YEAR: Final = 52
WARNED, OTHERS = "warned", "others"  # villages whose group had a warning, and those beside them
SIDES: Final = (WARNED, OTHERS)
BEFORE, DURING, AFTER = "before", "during", "after"


@dataclass(frozen=True)
class Cell:
    """Matters, at least how many people asked them, and in how many villages."""

    matters: int = 0
    askers: int = 0
    villages: int = 0


@dataclass(frozen=True)
class Pair:
    """A township's matters of one category: of the recent weeks, and of so many weeks before them."""

    recent: Cell
    past: Cell
    past_weeks: int
    year_before: Cell = Cell()  # the same weeks of the year before, a part of the past


@dataclass(frozen=True)
class Limits:
    """The district's rules, by their names."""

    fewest_in_a_list: int
    rising_fewest_villages: int
    rising_weeks: int
    rising_past_weeks: int
    rising_fewest_past_weeks: int
    rising_days_to_settle: int
    rising_percent: int
    rising_false_percent: int

    @classmethod
    def of(cls, rules: Mapping[str, int]) -> "Limits":
        """As a district's rules have them."""
        return cls(**{name: rules[name] for name in cls.__dataclass_fields__})


@dataclass(frozen=True)
class Spans:
    """Whole weeks, half open: the past from `first`, the recent weeks from `begins` until `ends`."""

    first: date
    begins: date
    ends: date

    @property
    def last(self) -> date:
        return self.ends - timedelta(days=1)

    @property
    def year_before(self) -> tuple[date, date]:
        back = WEEKS_IN_A_YEAR * WEEK
        return self.begins - back, self.ends - back


@dataclass(frozen=True)
class Band:
    """As many as `least`, and fewer than `width` more."""

    least: int
    width: int

    @property
    def middle(self) -> float:
        return self.least + (self.width - 1) / 2

    def __str__(self) -> str:
        return f"{self.least}—{self.least + self.width - 1}" if self.width > 1 else f"{self.least}"


def monday_of(day: date) -> date:
    return Period.of(day, "week").first


def spans(today: date, limits: Limits) -> Spans:
    """The latest whole weeks whose matters have had time to be closed, since only a closed one has a category."""
    ends = monday_of(today - timedelta(days=limits.rising_days_to_settle))
    begins = ends - limits.rising_weeks * WEEK
    return Spans(begins - limits.rising_past_weeks * WEEK, begins, ends)


def weeks_on_record(since: date, at: Spans) -> int:
    """Whole weeks of the past since something was first asked."""
    first = max(at.first, monday_of(since + WEEK - timedelta(days=1)))
    return max(0, (at.begins - first).days // 7)


def tail(seen: int, of: int, share: float) -> float:
    """How likely it is that of so many, each with this chance, at least `seen` come up."""
    if seen <= 0:
        return 1.0
    one, other = log(share), log1p(-share)
    ways = lgamma(of + 1)
    terms = (exp(ways - lgamma(n + 1) - lgamma(of - n + 1) + n * one + (of - n) * other) for n in range(seen, of + 1))
    return min(1.0, sum(terms))


def band(cell: Cell, limits: Limits) -> Band | None:
    """What may be told; None where too few matters, people or villages stand behind it."""
    fewest = limits.fewest_in_a_list
    if min(cell.matters, cell.askers) < fewest or cell.villages < limits.rising_fewest_villages:
        return None
    return Band(cell.matters // fewest * fewest, fewest)


def chance(pair: Pair, limits: Limits) -> float:
    """How often as many recent ones come by chance alone; 1 where it may not be told, or is not clearly more."""
    recent, past = pair.recent.matters, pair.past.matters
    is_clear = recent * pair.past_weeks * 100 >= past * limits.rising_weeks * limits.rising_percent
    if not is_clear or band(pair.recent, limits) is None:
        return 1.0
    share = limits.rising_weeks / (limits.rising_weeks + pair.past_weeks)
    return tail(recent, recent + past, share)


def has_past(weeks: int, limits: Limits) -> bool:
    return weeks >= limits.rising_fewest_past_weeks


def risen(pairs: Mapping[Key, Pair], limits: Limits) -> list[Key]:
    """Those that stand clearly above their own past, the least likely by chance first.

    Every pair counts that could have come up: whether one could is said by recent and past together, which say nothing
    of where they fell. One that may not be told is counted as nothing, so that it can only make the others rarer.
    """
    asked = {
        key: chance(pair, limits)
        for key, pair in pairs.items()
        if has_past(pair.past_weeks, limits) and pair.recent.matters + pair.past.matters >= limits.fewest_in_a_list
    }
    order = sorted(asked, key=lambda key: (asked[key], str(key)))
    step = limits.rising_false_percent / 100 / max(1, len(order))
    kept = max((at for at, key in enumerate(order, 1) if asked[key] <= at * step), default=0)
    return order[:kept]


def usual(pair: Pair, limits: Limits) -> float | None:
    """How many there are in as many weeks of the past, by its band; None where that may not be told."""
    told = band(pair.past, limits)
    return told.middle * limits.rising_weeks / pair.past_weeks if told else None


def times(pair: Pair, limits: Limits) -> float | None:
    """How many times as many as before, by what is told alone."""
    told, before = band(pair.recent, limits), usual(pair, limits)
    return told.middle / before if told and before else None
