"""试算: the rules of schemes, applied to what is on record of the last half-year that is over; nothing of it is kept.

Nobody has judged anything in a test run, so what is judged counts as full. Everybody stands in it by name: it tells what
a scheme does, and ranks nobody.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from menkou.assessments.cycling import drawing as draw
from menkou.assessments.cycling.drawing import Drawing, Whom
from menkou.assessments.measuring.records import Measured, Records
from menkou.assessments.models import Cycle, Scheme, Score, Sheet
from menkou.assessments.rules.items import Fact, written
from menkou.assessments.rules.measures import SURVEY
from menkou.assessments.scheming import queries
from menkou.worklogs.rules.periods import Period

UNHEARD = Measured(Fact(0, None, why="测评还没有结束"))


class Tried(NamedTuple):
    """Somebody as a scheme would find them."""

    whom: Whom
    sheet: Sheet  # which no table holds
    scores: list[Score]

    @property
    def points(self) -> str:
        return written(self.sheet.points)


@dataclass
class Trial:
    """One scheme on one half-year."""

    scheme: Scheme
    drawing: Drawing

    @classmethod
    def of(cls, scheme: Scheme, half: Period, beside: "Trial | None" = None) -> "Trial":
        """Beside another it looks at the same records, and counts nothing twice."""
        records = beside.drawing.records if beside else Records(half)
        drawing = Drawing.by(Cycle(period=half.key), records, {scheme.subject: scheme})
        if beside:
            drawing.found = beside.drawing.found
        return cls(scheme, drawing)

    @cached_property
    def rows(self) -> list[Tried]:
        """Everybody, by name."""
        whom = sorted(draw.everybody(self.drawing), key=lambda one: (one.name, one.pk))
        if queries.is_being_asked(self.drawing.records.period):
            self.drawing.found[self.scheme.subject, SURVEY] = {one.pk: UNHEARD for one in whom}
        sheets, scores = draw.drawn(self.drawing, whom)
        at = len(self.items)
        return [
            Tried(one, sheet, scores[n * at : n * at + at])
            for n, (one, sheet) in enumerate(zip(whom, sheets, strict=True))
        ]

    @property
    def items(self) -> list:
        return self.drawing.items[self.scheme.subject]

    @property
    def grades(self) -> list[tuple[str, int]]:
        """How many would be in each grade, the best first."""
        counts = Counter(one.sheet.grade for one in self.rows)
        return [(one.title, counts[one.title]) for one in self.drawing.rules[self.scheme.subject].grades]


class Moved(NamedTuple):
    """An item that gives other points under one scheme than under the other; None where a scheme has no such item."""

    title: str
    before: str | None
    after: str | None


class Beside(NamedTuple):
    """Somebody under both."""

    before: Tried
    after: Tried
    moved: list[Moved]

    @property
    def is_other_grade(self) -> bool:
        return self.before.sheet.grade != self.after.sheet.grade


@dataclass
class Comparison:
    """`after` in the place of `before`, on the same half-year."""

    before: Trial
    after: Trial

    @classmethod
    def of(cls, before: Scheme, after: Scheme, half: Period) -> "Comparison":
        first = Trial.of(before, half)
        return cls(first, Trial.of(after, half, first))

    @cached_property
    def rows(self) -> list[Beside]:
        """Everybody, by name."""
        old = {one.whom.pk: one for one in self.before.rows}
        return [Beside(old[one.whom.pk], one, self._moved(old[one.whom.pk], one)) for one in self.after.rows]

    @property
    def changed(self) -> int:
        """How many would have another grade."""
        return sum(one.is_other_grade for one in self.rows)

    @property
    def ways(self) -> list[tuple[str, str, int]]:
        """From which grade to which, and how many; the most frequent first."""
        counts = Counter((one.before.sheet.grade, one.after.sheet.grade) for one in self.rows if one.is_other_grade)
        return [(*way, count) for way, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))]

    def _moved(self, old: Tried, new: Tried) -> list[Moved]:
        """The items that make the difference, in the order of the scheme that would come."""
        before, after = _named(old.scores), _named(new.scores)
        found = []
        for name, score in after.items():
            was = before.pop(name, None)
            if was is None or was.points != score.points:
                found.append(Moved(score.item.title, written(was.points) if was else None, written(score.points)))
        return found + [Moved(was.item.title, written(was.points), None) for was in before.values()]


def _named(scores: list[Score]) -> dict[tuple[str, int], Score]:
    """By what an item is known in another scheme: what it counts, or its name where a person judges it; the so-manieth."""
    found: dict[tuple[str, int], Score] = {}
    seen: Counter[str] = Counter()
    for one in scores:
        name = one.item.measure or f" {one.item.title}"
        found[name, seen[name]] = one
        seen[name] += 1
    return found


def institutions_of(trial: Trial) -> dict[UUID, str]:
    """The institutions of advisers, who may share a name."""
    return {pk: one.institution.name for pk, one in trial.drawing.records.registrations.items()}
