"""What can be seen of inspections: by the bureau and auditors all of them, by an adviser those of what they hold."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, DateTimeField, DurationField, ExpressionWrapper, F, Q, QuerySet, Value

from menkou.consultations import content
from menkou.consultations import queries as consultations
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.keys import digest
from menkou.inspections.models import Inspection

DAY = Value(timedelta(days=1), output_field=DurationField())


class Why(NamedTuple):
    """What was sealed beside the matter; empty where the matter has been erased."""

    reason: str
    basis: str
    instrument: str


def visible_to(by: Actor) -> QuerySet[Inspection]:
    if not by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR):
        return Inspection.objects.none()
    return Inspection.objects.select_related("consultation__village", "asked_by", "decided_by")


def to_decide(by: Actor) -> QuerySet[Inspection]:
    """待批 for somebody: asked for, and not by themselves."""
    return visible_to(by).filter(state=Inspection.State.ASKED).exclude(asked_by=by.user_id)


def inspection_for(by: Actor, pk: UUID) -> Inspection:
    """How a page gets hold of one."""
    return visible_to(by).get(pk=pk)


def why(inspection: Inspection) -> Why:
    """Reason, legal basis and the paper that lets the notice wait, for whoever decides or audits."""
    said = {name: getattr(inspection, name) for name in Why._fields}
    opened = (_opened(inspection, name, record) for name, record in said.items())
    return Why(*opened)


def of_mine(by: Actor) -> QuerySet[Inspection]:
    """An adviser sees those of matters that they hold, once these may be told."""
    told = Inspection.objects.filter(
        told_at__isnull=False, consultation__in=consultations.held_by(by.held(Role.ADVISER))
    )
    return told.select_related("consultation__village", "asked_by")


def opened_since(first: datetime, second: datetime) -> tuple[int, int]:
    """For everybody: how many matters were opened so from one instant to another, and since. Of the district only."""
    lately = Inspection.objects.filter(opened_at__gte=first)
    found = lately.aggregate(before=Count("pk", Q(opened_at__lt=second)), now=Count("pk", Q(opened_at__gte=second)))
    return found["before"], found["now"]


def to_tell() -> QuerySet[Inspection]:
    """Read, and not told of yet, though the time has come."""
    due = ExpressionWrapper(F("opened_at") + F("defer_days") * DAY, output_field=DateTimeField())
    return Inspection.objects.annotate(due=due).filter(told_at=None, due__lte=clock.now())


def once(form: str) -> Inspection | None:
    """What this form has asked for already."""
    return Inspection.objects.filter(once_digest=digest("once", form)).first()


def _opened(inspection: Inspection, name: str, record) -> str:
    return content.open_beside(inspection.consultation, f"inspection:{inspection.pk}:{name}", record) if record else ""
