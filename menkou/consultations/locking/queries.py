"""What this phone has behind a 暗号: that there is something, and nothing of it."""

from uuid import UUID

from django.db.models import QuerySet

from menkou.consultations.locking.conditions import is_theirs
from menkou.consultations.models import Consultation
from menkou.core.actors import Actor


def locked_of(by: Actor) -> QuerySet[Consultation]:
    """Behind a 暗号, said or not: a list shows them as nothing but that."""
    return Consultation.objects.filter(is_theirs(by), lock__isnull=False, is_unlinked=False).order_by("-asked_at")


def locked_for(by: Actor, pk: UUID) -> Consultation:
    """How the page that asks for the 暗号 gets hold of one. Raises DoesNotExist."""
    return locked_of(by).get(pk=pk)
