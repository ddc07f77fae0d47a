from uuid import UUID

from django.db.models import QuerySet

from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.keys import digest
from menkou.screens.models import ScreenLink

READERS = (Role.JUSTICE_BUREAU, Role.AUDITOR)


def visible_to(by: Actor) -> QuerySet[ScreenLink]:
    """The bureau and the auditor see all there are and were, the latest first."""
    found = ScreenLink.objects.select_related("made_by", "revoked_by").order_by("-made_at", "-id")
    return found if by.has_role(*READERS) else found.none()


def link_for(by: Actor, pk: UUID) -> ScreenLink:
    """How a page gets hold of one."""
    return visible_to(by).get(pk=pk)


def link_of(token: str) -> ScreenLink | None:
    """The link that a screen was opened with; None where there is none, or it is over or revoked."""
    good = ScreenLink.objects.filter(revoked_at=None, valid_until__gt=clock.now())
    return good.filter(digest=digest("screen", token)).first()
