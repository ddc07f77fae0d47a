"""Every step takes hold of a case the same way: locked, where the step finds it, in its time, with the asker's yes."""

from menkou.broadcasts.cases import queries
from menkou.broadcasts.models import TypicalCase
from menkou.consultations.reviewing.queries import may_be_a_case
from menkou.core.errors import Conflict

CHANGED = "这个案例的状态刚才变了，请刷新这一页再办。"
NO_CONSENT = "居民收回了同意，这个案例不能再用。"
OVER = "那一份评查副本的日子到了，草稿跟着删掉了。"


def locked(case: TypicalCase, *states: str) -> TypicalCase:
    """As it is now. Raises Conflict where it stands elsewhere, or its time is over."""
    found = TypicalCase.objects.select_for_update().get(pk=case.pk)
    if found.state not in states:
        raise Conflict(CHANGED)
    if queries.is_over(found):
        raise Conflict(OVER)
    return found


def demand_consent(case: TypicalCase) -> None:
    """Raises Conflict where whom it happened to does not agree any more: asked at every step, not remembered."""
    if case.consent and not may_be_a_case(case.consent):
        raise Conflict(NO_CONSENT)
