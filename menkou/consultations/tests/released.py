"""An asker who looks at the words as they are now, and releases them."""

from typing import Any

from menkou.consultations.models import Consultation, ReviewCopy
from menkou.consultations.reviewing import actions, queries
from menkou.core.actors import Actor


def release(*, by: Actor, consultation: Consultation, **said: Any) -> ReviewCopy:
    """交出来评查, in one go."""
    seen = queries.mark_of(queries.words_to_copy(consultation))
    return actions.release(by=by, consultation=consultation, seen=seen, **said)
