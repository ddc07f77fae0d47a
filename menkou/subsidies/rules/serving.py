"""Whose a day is: who served on A and on B of one village, run by run. Credit goes to who served."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

Days = tuple[date, date]  # from, until
STOOD_IN, AWAY, VACANT = "stood_in", "away", "vacant"
WHYS: Final = {AWAY: "在岗的人请假，没有人替", VACANT: "没有人在岗"}


@dataclass(frozen=True)
class Held:
    """A post that somebody held."""

    key: str  # of the posting
    post: str
    who: str
    first: date
    until: date


@dataclass(frozen=True)
class Run:
    """Days of a post with one person behind them, by one posting; or with nobody, and why."""

    post: str
    first: date
    until: date
    held: Held | None
    why: str = ""


def runs(posts: Iterable[Held], away: Mapping[str, Sequence[Days]], first: date, until: date) -> list[Run]:
    """Every day of both posts, once. A where here; B for A where A is not; B for B where here; else nobody."""
    posts = [one for one in posts if one.first < until and one.until > first]
    ends = {day for one in posts for day in (one.first, one.until)}
    ends |= {day for one in posts for span in away.get(one.who, ()) for day in span}
    found: dict[str, list[Run]] = {"A": [], "B": []}
    for here, over in pairwise(sorted({first, until} | {day for day in ends if first < day < until})):
        on = {one.post: one for one in posts if one.first <= here < one.until}
        for post, held, why in _whose(on, {one.who for one in on.values() if _is_in(here, away.get(one.who, ()))}):
            _add(found[post], Run(post, here, over, held, why))
    return found["A"] + found["B"]


def _whose(on: Mapping[str, Held], gone: set[str]) -> list[tuple[str, Held | None, str]]:
    a, b = (on.get(post) for post in "AB")
    a_is_here, b_is_here = (one is not None and one.who not in gone for one in (a, b))
    of_b = ("B", b, "") if b_is_here else ("B", None, AWAY if b else VACANT)
    if a_is_here:
        return [("A", a, ""), of_b]
    return [("A", b, STOOD_IN) if b_is_here else ("A", None, AWAY if a else VACANT), of_b]


def _is_in(day: date, spans: Sequence[Days]) -> bool:
    return any(first <= day < until for first, until in spans)


def _add(found: list[Run], run: Run) -> None:
    """One more; the same again makes the last one longer."""
    last = found[-1] if found else None
    if last and (last.held, last.why) == (run.held, run.why):
        found[-1] = Run(run.post, last.first, run.until, run.held, run.why)
    else:
        found.append(run)
