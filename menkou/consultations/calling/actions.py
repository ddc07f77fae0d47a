"""请回电话: the holder notes that they called, and the asker takes the number back."""

from menkou.consultations import holding, policies
from menkou.consultations.calling import sealing
from menkou.consultations.models import Consultation
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict

NOBODY_TO_CALL = "不用打了：已经打通过，或者对方不要回电话了。"


@action(policies.answer, audit="consultation.called")
def note_call(*, by: Actor, consultation: Consultation, is_reached: bool) -> Consultation:
    """打过了，没人接 or 打通了. What was said on the telephone is recorded as a spoken answer.

    Raises Conflict where nobody wants to be called any more.
    """
    consultation = holding.still_held(consultation)
    if not sealing.note_call(consultation, is_reached=is_reached):
        raise Conflict(NOBODY_TO_CALL)
    return consultation


@action(policies.follow_up, audit="consultation.call_withdrawn", when=bool)
def withdraw_call(*, by: Actor, consultation: Consultation) -> bool:
    """不用打了: the number is gone at once. Returns whether there was one: twice is once."""
    return sealing.destroy(holding.locked(consultation))
