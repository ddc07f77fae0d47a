"""How a locked half-year is written down, by the number of the form; the form of its day is a locked one's for good.

The first form digests the sentences too. They are taken as they were frozen in the rows: today's code may say the same in
other words. From the second on a digest is of facts alone (rules.canonical leaves out what stands under `words`): who and
what by their ids, what was counted, points, grades, what people decided and typed. A fact that is to be added, or another
way to come to points, is another form.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from menkou.assessments import queries
from menkou.assessments.models import Cycle, Reply, Score, Sheet
from menkou.assessments.models import Scheme as SchemeRow
from menkou.assessments.rules import schemes
from menkou.assessments.rules.items import Scored, scored
from menkou.assessments.rules.schemes import Scheme


@dataclass(frozen=True)
class Whole:
    """A sheet with the rules it was made by, its scores in their order, those once more from what was counted, and
    what was said to it."""

    sheet: Sheet
    rules: Scheme
    scores: Sequence[Score]
    found: Sequence[Scored]
    replies: Sequence[Reply]

    @classmethod
    def of(cls, sheet: Sheet, rules: Scheme, scores: Sequence[Score], replies: Sequence[Reply]) -> "Whole":
        lines = zip(rules.lines, scores, strict=True)
        return cls(sheet, rules, scores, [scored(line.item, queries.fact_of(one)) for line, one in lines], replies)

    @property
    def whom(self) -> str:
        one = self.sheet
        return str(one.registration_id or one.institution_id or one.village_id or one.township_id)

    @property
    def results(self) -> dict[str, Any]:
        """Points, grade and coefficient, computed again."""
        points = schemes.total(self.rules, self.found).points
        grade = schemes.grade_of(self.rules, points)
        return {"points": points, "grade": grade.title, "coefficient": grade.coefficient}


Schemes = Sequence[tuple[SchemeRow, Scheme]]
Form = Callable[[Cycle, Schemes, Sequence[Whole]], dict[str, Any]]


def first(cycle: Cycle, by: Schemes, sheets: Sequence[Whole]) -> dict[str, Any]:
    """With the sentences of items and sums, without what was typed: how all were written at first."""
    return {
        "period": cycle.period,
        "schemes": [_scheme(row, rules) for row, rules in by],
        "sheets": [
            _sheet(one)
            | {
                "words": one.sheet.words,
                "scores": [_score(row, again) | {"words": row.words} for row, again in _scores(one)],
                "reviews": [[_item(row), row.decision] for row in one.replies if row.decision],
            }
            for one in sheets
        ],
    }


def second(cycle: Cycle, by: Schemes, sheets: Sequence[Whole]) -> dict[str, Any]:
    """Facts, and beside them the sentences as they were told."""
    people = {"shown_by": _id(cycle.shown_by_id), "published_by": _id(cycle.publicity_by_id)}
    return {
        "form": 2,
        "id": str(cycle.pk),
        "period": cycle.period,
        "fewest": cycle.fewest,
        **people,
        "schemes": [_scheme(row, rules) | _typed_of_scheme(row, rules) for row, rules in by],
        "sheets": [
            _sheet(one)
            | {
                "office": _id(one.sheet.scored_by_office_id),
                "comment": [one.sheet.comment, _id(one.sheet.commented_by_id)],
                "confirmed_by": _id(one.sheet.confirmed_by_id),
                "words": one.sheet.words,
                "scores": [_score(row, again) | _more_of_score(row) for row, again in _scores(one)],
                "replies": [_reply(row) for row in one.replies],
            }
            for one in sheets
        ],
    }


FORMS: Final[dict[int, Form]] = {1: first, 2: second}
NEWEST: Final = max(FORMS)


def _scheme(row: SchemeRow, rules: Scheme) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "subject": row.subject,
        "version": row.version,
        "weights": dict(rules.weights),
        "cap": rules.cap,
        "items": [[one.item.key, one.item.kind, one.source, one.measure, *_numbers(one.item)] for one in rules.lines],
        "grades": [[one.title, one.least, one.coefficient, list(one.opens)] for one in rules.grades],
    }


def _typed_of_scheme(row: SchemeRow, rules: Scheme) -> dict[str, Any]:
    titles = [one.item.title for one in rules.lines]
    return {"title": row.title, "source": row.source, "valid_from": str(row.valid_from), "titles": titles}


def _numbers(item) -> tuple[int, int, int]:
    return item.most, item.step, item.least


def _sheet(one: Whole) -> dict[str, Any]:
    sheet = one.sheet
    facts = {"id": str(sheet.pk), "subject": sheet.subject, "whom": one.whom, "name": sheet.name}
    return {**facts, "scheme": str(sheet.scheme_id), **one.results}


def _scores(one: Whole) -> list[tuple[Score, Scored]]:
    return list(zip(one.scores, one.found, strict=True))


def _score(row: Score, again: Scored) -> dict[str, Any]:
    return {
        "item": row.item.key,
        "points": again.points,
        "counted": again.is_counted,
        "done": row.done,
        "asked": row.asked,
        "late": row.late,
        "number": row.number,
        "rows_of": row.rows_of,
        "rows": [str(one) for one in queries.rows_in(row)],
    }


def _more_of_score(row: Score) -> dict[str, Any]:
    words = {"how": row.words, "why": row.why}
    return {"note": row.note, "by": _id(row.made_by_id), "reply": _id(row.reply_id), "words": words}


def _reply(row: Reply) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "item": _item(row),
        "text": row.text,
        "by": _id(row.made_by_id),
        "wants_review": row.wants_review,
        "decision": row.decision,
        "reason": row.decision_note,
        "decided_by": _id(row.decided_by_id),
    }


def _item(row: Reply) -> str:
    return row.item.key if row.item else ""


def _id(pk: UUID | int | None) -> str | None:
    return None if pk is None else str(pk)
