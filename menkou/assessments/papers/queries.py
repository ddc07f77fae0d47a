"""Of what somebody may have a paper made: the bureau and the auditor of every case that was told, every review decided."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from menkou.assessments import queries
from menkou.assessments.following.queries import places_called
from menkou.assessments.following.seats import Seat
from menkou.assessments.models import Consequence, Cycle, Reply
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.places.models import Village

READERS = (Role.JUSTICE_BUREAU, Role.AUDITOR)


def cycles_for(by: Actor) -> QuerySet[Cycle]:
    """Those that are locked, the latest first."""
    found = queries.cycles().filter(state=Cycle.State.LOCKED)
    return found if by.has_role(*READERS) else found.none()


def cases_for(by: Actor) -> QuerySet[Consequence]:
    """Those that were told, the latest first: before, there is nothing to put on paper."""
    found = Consequence.objects.filter(told_at__isnull=False).select_related("registration__adviser", "institution")
    return found.order_by("-told_at", "-id") if by.has_role(*READERS) else found.none()


def case_for(by: Actor, pk: UUID) -> Consequence:
    return cases_for(by).get(pk=pk)


def reviews_for(by: Actor) -> QuerySet[Reply]:
    """Those that were decided, the latest first."""
    found = Reply.objects.exclude(decision="").select_related("sheet__cycle", "sheet__scheme", "item")
    return found.order_by("-decided_at", "-id") if by.has_role(*READERS) else found.none()


def review_for(by: Actor, pk: UUID) -> Reply:
    return reviews_for(by).get(pk=pk)


def places_in(seats: Iterable[Seat]) -> list[Village]:
    """The villages of these posts, or those that they went into: who is to have a copy."""
    found = Village.objects.filter(pk__in=places_called(one.code for one in seats))
    return list(found.exclude(valid_until__lte=clock.today()).select_related("township").order_by("code"))
