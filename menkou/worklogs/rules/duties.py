"""工作要求: what is asked of a village, an adviser or an institution in a span, what was done, and what is missing.

Hours, visits and days are those on the spot. A consultation was, where it says how many people it answered there;
one that was closed in Menkou is a contact and nothing else.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from math import ceil
from typing import Final, NamedTuple
from uuid import UUID

from menkou.worklogs.rules.kinds import CONSULTATION, REMOTE
from menkou.worklogs.rules.periods import WINDOWS, Period

LECTURE: Final = "lecture"
WORDS: Final = {"hours": "小时", "visits": "次到村", "days": "天", "contacts": "次联系", "lectures": "场讲座"}


class Asked(NamedTuple):
    """The least that is asked for, in the words of engagements.Obligation; of all classes of villages, where grade is empty."""

    unit: str
    per: str
    window: str
    least: int
    grade: str = ""


class Work(NamedTuple):
    """An entry, as far as it counts."""

    village: UUID
    kind: str
    done_on: date
    minutes: int
    people: int | None = None
    author: UUID | None = None

    @property
    def is_on_the_spot(self) -> bool:
        return self.kind not in REMOTE or (self.kind == CONSULTATION and self.people is not None)


class Duty(NamedTuple):
    """What is asked, and how much of it is done: hours to a tenth, all else whole."""

    asked: Asked
    done: float

    @property
    def missing(self) -> float:
        """Never less than nothing; hours to half an hour, rounded up."""
        left = max(0, self.asked.least - self.done)
        return ceil(left * 2) / 2 if self.asked.unit == "hours" else left


def applying(asked: Iterable[Asked], per: str, grade: str = "") -> list[Asked]:
    """What is asked of these; of a class of villages its own where there is one, else what is asked of all."""
    found: dict[tuple[str, str], Asked] = {}
    for one in sorted(asked, key=lambda one: bool(one.grade)):
        if one.per == per and one.grade in ("", grade):
            found[one.unit, one.window] = one
    return sorted(found.values(), key=lambda one: (list(WINDOWS).index(one.window), list(WORDS).index(one.unit)))


def duties(asked: Iterable[Asked], works: Sequence[Work], today: date) -> list[Duty]:
    """Each with what was done in its span that runs."""
    found = []
    for one in asked:
        period = Period.of(today, one.window)
        found.append(Duty(one, done(one.unit, [work for work in works if work.done_on in period])))
    return found


def done(unit: str, works: Sequence[Work]) -> float:
    """How much was done, in the unit that is asked."""
    there = [work for work in works if work.is_on_the_spot]
    if unit == "hours":
        return int(sum(work.minutes for work in there) / 6) / 10
    if unit == "visits":
        return len({(work.village, work.done_on) for work in there})
    if unit == "days":
        return len({work.done_on for work in there})
    return sum(work.kind == LECTURE for work in works) if unit == "lectures" else len(works)


def sentence(found: Sequence[Duty]) -> str:
    """这个月还差 2 小时、1 次到村，这个季度还差 1 场讲座。Nothing where nothing is asked."""
    missing = {window: [one for one in found if one.asked.window == window and one.missing] for window in WINDOWS}
    parts = [
        f"{WINDOWS[window]}还差 {'、'.join(f'{one.missing:g} {WORDS[one.asked.unit]}' for one in some)}"
        for window, some in missing.items()
        if some
    ]
    if parts:
        return "，".join(parts) + "。"
    spans = "、".join(words for window, words in WINDOWS.items() if any(one.asked.window == window for one in found))
    return f"{spans}要求的都做到了。" if spans else ""
