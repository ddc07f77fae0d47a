"""What a cycle says, as bytes: computed again from what was counted and by the scheme, and the same each time."""

from typing import Any
from uuid import UUID

from menkou.assessments import queries
from menkou.assessments.models import Cycle, Reply, Score, Sheet
from menkou.assessments.rules import canonical, schemes
from menkou.assessments.rules.items import Scored, scored
from menkou.assessments.rules.schemes import Scheme


def told(cycle: Cycle) -> dict[str, Any]:
    """The whole of a cycle: by which scheme, of whom, each item with what was counted, and what was decided on review."""
    sheets = list(Sheet.objects.filter(cycle=cycle).select_related("scheme").order_by("subject", "id"))
    rules = {one.scheme_id: one.scheme for one in sheets}
    by_scheme = {pk: queries.rules_of(one) for pk, one in sorted(rules.items())}
    scores: dict[UUID, list[Score]] = {}
    for one in queries.scores_of_all(sheets, with_rows=True).iterator(chunk_size=500):
        scores.setdefault(one.sheet_id, []).append(one)
    decided: dict[UUID, list[Reply]] = {}
    for reply in Reply.objects.filter(sheet__cycle=cycle).exclude(decision="").select_related("item").order_by("id"):
        decided.setdefault(reply.sheet_id, []).append(reply)
    return {
        "period": cycle.period,
        "schemes": [_scheme(rules[pk], one) for pk, one in by_scheme.items()],
        "sheets": [_sheet(one, by_scheme[one.scheme_id], scores[one.pk], decided.get(one.pk, [])) for one in sheets],
    }


def digest_of(cycle: Cycle) -> bytes:
    """SHA-256 of it."""
    return canonical.digest_of(told(cycle))


def differing(cycle: Cycle, told: dict[str, Any]) -> int:
    """How many sheets hold other points, another grade or coefficient than what is computed again. What follows from
    an assessment goes by the sheet, so that nobody may change it alone."""
    sheets = list(Sheet.objects.filter(cycle=cycle))
    points: dict[UUID, list[int]] = {}
    for sheet, one in queries.scores_of_all(sheets).values_list("sheet", "points"):
        points.setdefault(sheet, []).append(one)
    held = {str(one.pk): (one.points, one.grade, one.coefficient, points.get(one.pk, [])) for one in sheets}
    return sum(held[one["id"]] != _results(one) for one in told["sheets"])


def _results(sheet: dict[str, Any]) -> tuple[int, str, int, list[int]]:
    return sheet["points"], sheet["grade"], sheet["coefficient"], [one["points"] for one in sheet["scores"]]


def _scheme(row, rules: Scheme) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "subject": row.subject,
        "version": row.version,
        "weights": dict(rules.weights),
        "cap": rules.cap,
        "items": [[one.item.key, one.item.kind, one.source, one.measure, *_numbers(one.item)] for one in rules.lines],
        "grades": [[one.title, one.least, one.coefficient, list(one.opens)] for one in rules.grades],
    }


def _numbers(item) -> tuple[int, int, int]:
    return item.most, item.step, item.least


def _sheet(sheet: Sheet, rules: Scheme, scores: list[Score], decided: list[Reply]) -> dict[str, Any]:
    found = _again(rules, scores)
    total = schemes.total(rules, found)
    grade = schemes.grade_of(rules, total.points)
    whom = sheet.registration_id or sheet.institution_id or sheet.village_id or sheet.township_id
    return {
        "id": str(sheet.pk),
        "subject": sheet.subject,
        "whom": str(whom),
        "name": sheet.name,
        "scheme": str(sheet.scheme_id),
        "points": total.points,
        "words": total.words,
        "grade": grade.title,
        "coefficient": grade.coefficient,
        "scores": [_score(row, one) for row, one in zip(scores, found, strict=True)],
        "reviews": [[one.item.key if one.item else "", one.decision] for one in decided],
    }


def _again(rules: Scheme, scores: list[Score]) -> list[Scored]:
    """The points once more, from what was counted."""
    return [scored(line.item, queries.fact_of(one)) for line, one in zip(rules.lines, scores, strict=True)]


def _score(row: Score, again: Scored) -> dict[str, Any]:
    return {
        "item": row.item.key,
        "points": again.points,
        "counted": again.is_counted,
        "words": again.words,
        "done": row.done,
        "asked": row.asked,
        "late": row.late,
        "number": row.number,
        "rows_of": row.rows_of,
        "rows": [str(one) for one in queries.rows_in(row)],
    }
