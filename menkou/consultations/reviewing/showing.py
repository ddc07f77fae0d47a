"""What the pages of the two sides say about a copy for review: asked for only where there is one."""

from typing import Any

from menkou.consultations.models import Consultation
from menkou.consultations.reviewing import queries, sealing
from menkou.consultations.rules.notices import PUBLISH, REVIEW


def for_asker(consultation: Consultation) -> dict[str, Any]:
    """Facts for the thread: one may be released, waits for the asker's word, or is with the bureau."""
    copy = _standing_of(consultation)
    if copy is None:
        lapsed = queries.lapsed_with_a_case(consultation) if consultation.has_copy else None  # type: ignore[attr-defined]
        return {"may_release": queries.may_be_copied(consultation), "lapsed": lapsed, "publish_text": PUBLISH.short}
    waits = copy.state == copy.State.PROPOSED
    return {
        "copy": copy,
        "copy_words": sealing.words_of(copy) if waits else "",
        "review_text": REVIEW,
        "publish_text": PUBLISH.short,
        "may_publish": not copy.is_guarded,  # type: ignore[attr-defined]  # annotated
        "review_until": queries.kept_until(),
    }


def for_holder(consultation: Consultation) -> dict[str, Any]:
    """Facts for the adviser's page: one may be proposed, waits, or is with the bureau, with what it thinks."""
    copy = _standing_of(consultation)
    is_with_bureau = copy is not None and copy.state == copy.State.OPEN
    return {
        "copy": copy,
        "may_propose": not is_with_bureau and queries.may_be_copied(consultation),
        "copy_opinion": sealing.opinion_of(copy) if copy and copy.verdict else "",
    }


def _standing_of(consultation: Consultation):
    has_any = consultation.has_copy  # type: ignore[attr-defined]  # beside.for_asker
    return queries.standing_of(consultation) if has_any else None
