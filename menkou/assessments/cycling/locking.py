"""What a cycle says, as bytes: computed again from what was counted and by the scheme, and the same each time."""

from typing import Any
from uuid import UUID

from menkou.assessments import queries
from menkou.assessments.cycling import forms
from menkou.assessments.cycling.forms import Whole
from menkou.assessments.models import Cycle, Reply, Score, Sheet
from menkou.assessments.rules import canonical


def told(cycle: Cycle) -> dict[str, Any]:
    """The whole of a cycle: by which scheme, of whom, each item with what was counted, and what was decided on review;
    in the form in which it was locked, or in the newest."""
    cycle = Cycle.objects.get(pk=cycle.pk)  # whoever asks may hold an old one
    sheets = list(Sheet.objects.filter(cycle=cycle).select_related("scheme").order_by("subject", "id"))
    rows = {one.scheme_id: one.scheme for one in sheets}
    by_scheme = {pk: queries.rules_of(one) for pk, one in sorted(rows.items())}
    scores: dict[UUID, list[Score]] = {}
    for one in queries.scores_of_all(sheets, with_rows=True).iterator(chunk_size=500):
        scores.setdefault(one.sheet_id, []).append(one)
    replies: dict[UUID, list[Reply]] = {}
    for reply in Reply.objects.filter(sheet__cycle=cycle).select_related("item").order_by("id"):
        replies.setdefault(reply.sheet_id, []).append(reply)
    form = forms.NEWEST if cycle.digest is None else cycle.digest_form
    by = [(rows[pk], rules) for pk, rules in by_scheme.items()]
    found = [Whole.of(one, by_scheme[one.scheme_id], scores[one.pk], replies.get(one.pk, [])) for one in sheets]
    return forms.FORMS[form](cycle, by, found)


def seal(cycle: Cycle) -> dict[str, Any]:
    """What a lock keeps of it: SHA-256 of the facts, and in which form they are written."""
    return {"digest": canonical.digest_of(told(cycle)), "digest_form": forms.NEWEST}


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
