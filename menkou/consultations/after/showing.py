"""What a page says about time and about what comes after: asked for only where it can be so."""

from typing import Any

from menkou.consultations.after import queries
from menkou.consultations.models import Consultation
from menkou.consultations.timing import queries as timing

State = Consultation.State


def for_asker(consultation: Consultation) -> dict[str, Any]:
    """Facts for the thread: how long it may take, and what can be done once there is an answer, or an end."""
    if consultation.state == State.WAITING:
        return {"standing": timing.standing(consultation)}
    is_unsolved = queries.is_unsolved(consultation)
    is_closed = consultation.state == State.CLOSED
    return {
        "may_reopen": is_closed and queries.may_still_reopen(consultation),
        "is_unsolved": is_unsolved,
        "has_changed": is_unsolved and queries.has_changed(consultation),
        "concern": queries.open_concern(consultation) if is_unsolved else None,
        "revisit": queries.asked_revisit(consultation) if is_closed else None,
    }


def for_holder(consultation: Consultation) -> dict[str, Any]:
    """Facts for the adviser's page: why the deadline is where it is, or the revisit that is to be made."""
    if consultation.state == State.WAITING:
        return {"standing": timing.standing(consultation)}
    return {"revisit": queries.asked_revisit(consultation) if consultation.state == State.CLOSED else None}
