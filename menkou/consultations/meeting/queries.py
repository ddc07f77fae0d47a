"""What can be seen of meetings: by whoever holds the matter, and by its asker."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet

from menkou.consultations import queries as consultations
from menkou.consultations.interests import barring
from menkou.consultations.models import Consultation, Meeting, Spoken
from menkou.consultations.models.meeting import AHEAD
from menkou.core import clock
from menkou.core.actors import Actor
from menkou.postings.models import Absence

MOST_SHOWN = 100
STILL_TO_RECORD = timedelta(days=14)  # a meeting of the last fortnight whose outcome nobody wrote down


def visible_to(by: Actor) -> QuerySet[Meeting]:
    """An adviser sees the meetings of the matters they hold, whoever proposed them."""
    mine = consultations.mine(by).order_by().values("pk")
    found = Meeting.objects.filter(consultation__in=mine)
    return found.select_related("consultation__village", "registration__adviser")


def meeting_for(by: Actor, pk: UUID) -> Meeting:
    """How an adviser's page gets hold of one: what you may not see does not exist."""
    return visible_to(by).get(pk=pk)


def meeting_asked_for(by: Actor, consultation: Consultation, pk: UUID) -> Meeting:
    """How the asker's page gets hold of one of their matter."""
    found = Meeting.objects.filter(consultation=consultation)
    return found.select_related("consultation", "registration__adviser").get(pk=pk)


def ahead(by: Actor) -> list[Meeting]:
    """要去的: an adviser's next meetings, and those whose outcome is not written down yet; the earliest first."""
    since = clock.now() - STILL_TO_RECORD
    return list(visible_to(by).filter(state__in=AHEAD, begins_at__gt=since).order_by("begins_at")[:MOST_SHOWN])


def ahead_of(consultation: Consultation) -> Meeting | None:
    """The one meeting of a matter that is proposed or agreed."""
    found = Meeting.objects.filter(consultation=consultation, state__in=AHEAD)
    return found.select_related("registration__adviser", "registration__institution").first()


def is_taken(registration_id: UUID, begins_at: datetime, ends_at: datetime) -> bool:
    """Whether the adviser meets somebody else in that time."""
    others = Meeting.objects.filter(registration=registration_id, state__in=AHEAD)
    return others.filter(begins_at__lt=ends_at, ends_at__gt=begins_at).exists()


def is_on_leave(registration_id: UUID, begins_at: datetime, ends_at: datetime) -> bool:
    """Whether the adviser has a leave in that time."""
    leaves = Absence.objects.filter(registration=registration_id)
    return leaves.filter(begins_at__lt=ends_at, ends_at__gt=begins_at).exists()


def to_remind(hours: int) -> QuerySet[Meeting]:
    """Agreed, and to begin within so many hours; of matters that their holders may have."""
    now = clock.now()
    kept: dict[str, Any] = {"matter": OuterRef("consultation_id"), "village": OuterRef("consultation__village_id")}
    person = ("consultation__holder__institution_id", "consultation__holder__adviser_id")
    soon = Meeting.objects.filter(state="agreed", begins_at__gt=now, begins_at__lte=now + timedelta(hours=hours))
    return soon.exclude(barring.is_kept_from(*person, **kept)).select_related("consultation")


def recorded_with(once: bytes) -> Spoken | None:
    """What a form has recorded already."""
    return Spoken.objects.filter(once_digest=once).first()
