"""Who sees which suggestions: their own everybody; all of them whoever answers, and auditors."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from menkou.core.actors import Actor, Role
from menkou.core.keys import digest
from menkou.feedback.models import Suggestion

READERS = (Role.JUSTICE_BUREAU, Role.OPERATOR, Role.AUDITOR)


def visible_to(by: Actor) -> QuerySet[Suggestion]:
    """Those that a person sees, newest first."""
    found = Suggestion.objects.select_related("said_by", "answered_by")
    if by.has_role(*READERS):
        return found
    return found.filter(said_by=by.user_id) if by.has_role(*Role) else found.none()


def suggestion_for(by: Actor, pk: UUID) -> Suggestion:
    """How a page gets hold of one."""
    return visible_to(by).get(pk=pk)


def once(form: str) -> Suggestion | None:
    """What this form has said already."""
    return Suggestion.objects.filter(once_digest=digest("once", form)).first()


def course(first: datetime, end: datetime) -> list[dict]:
    """Of each kind what was said between two instants, and what became of it; the district's. Withdrawn ones aside."""
    said = Suggestion.objects.filter(said_at__gte=first, said_at__lt=end).exclude(state=Suggestion.State.WITHDRAWN)
    counts = {state.value: Count("pk", Q(state=state)) for state in Suggestion.State}
    found = said.order_by("kind").values("kind").annotate(count=Count("pk"), **counts)
    return [one | {"title": Suggestion.Kind(one["kind"]).label} for one in found]
