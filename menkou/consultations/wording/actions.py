"""存草稿: what an adviser has written and not sent, so that another of their devices goes on with it."""

from datetime import timedelta

from menkou.consultations import content, holding, policies
from menkou.consultations.models import Consultation
from menkou.consultations.wording import sealing
from menkou.consultations.wording.sealing import Kept
from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.places import queries as places
from menkou.places.models import District


@action(policies.answer, audit="consultation.answer_drafted", when=lambda kept: kept.is_new)
def keep(*, by: Actor, consultation: Consultation, text: str, form: str, seen: int) -> Kept:
    """存草稿: over the one before; nothing where the form has answered already, or nothing is written any more.

    Seen is the number of the draft that the page goes on from, 0: none. Raises Conflict where it is closed, or another
    device has kept something since.
    """
    consultation = holding.still_held(consultation)
    if consultation.state == Consultation.State.CLOSED:
        raise Conflict(holding.CLOSED)
    if content.was_sent(form):  # it came late, behind its own answer
        return Kept(0)
    return sealing.keep(consultation, text, form=form, seen=seen, by_id=by.user_id)  # type: ignore[arg-type]  # holders have accounts


@action(policies.forget_drafts, audit="consultation.answer_drafts_forgotten", when=bool)
def forget_old(*, by: Actor, district: District) -> int:
    """清理: what was written and not sent, and nobody touched for the district's days; returns how many."""
    return sealing.destroy_before(clock.now() - timedelta(days=places.rules()["days_an_answer_draft_is_kept"]))
