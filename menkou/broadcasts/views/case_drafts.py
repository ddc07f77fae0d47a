"""What the page of a case in the making shows to its author."""

from typing import Any

from menkou.broadcasts.cases import queries, sealing
from menkou.broadcasts.models import TypicalCase
from menkou.broadcasts.rules import casing
from menkou.broadcasts.views import case_forms as forms
from menkou.consultations.rules import meant
from menkou.consultations.rules.masking.found import WORDS, Kind, Sure


def drafting(case: TypicalCase, **filled: Any) -> dict[str, Any]:
    """The words with every mask in its place, the test, and what keeps it from going on."""
    draft, masks = sealing.opened(case), queries.masks_of(case)
    placed, fewest = queries.placed(masks), queries.fewest()
    many = meant.could_be_meant(draft.told, draft.people) if draft.told else None
    return {
        "case": case,
        "note": draft.note,
        "lacks_title": draft.text.lstrip().startswith(casing.FIRST_LINE),
        "parts": casing.parts(draft.text, placed),
        "masks": [
            (number, one, draft.text[one.start : one.end], WORDS[Kind(one.kind)], one.sure == Sure.PERHAPS)
            for number, one in enumerate(masks, 1)
        ],
        "unchecked": sum(not one.said for one in masks),
        "checked": sum(bool(one.said) for one in masks),
        "words": casing.final(draft.text, placed),
        "meant": many,
        "fewest": fewest,
        "steps": [words for words, _ in meant.offered(draft.told)] if draft.told and (many or 0) < fewest else [],
        "problem": casing.fault(draft.text, placed, draft.told, draft.people, fewest),
        "text_form": filled.get("text") or forms.TextForm(initial={"text": draft.text}),
        "add_form": filled.get("add") or forms.AddForm(),
        "tell_form": filled.get("tell") or forms.TellForm(initial=forms.as_told(draft)),
    }
