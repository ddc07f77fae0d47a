from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from menkou.advisers.models import Institution, Presence, Registration
from menkou.advisers.pinyin import ByPinyin
from menkou.core.dated import holding


def roster(on: date | None = None) -> QuerySet[Registration]:
    """名册: everybody who may hold a post on a day, today if none is named."""
    return holding(Registration.objects.select_related("adviser", "institution"), on)


def institutions() -> QuerySet[Institution]:
    """Those that work in this district, by the sound of their names."""
    return Institution.objects.filter(pk__in=Presence.objects.values("institution")).order_by(ByPinyin("name"))


def kind_of(registration_id: UUID) -> str:
    """A lawyer, a legal service worker or another: whose secrecy rests on what."""
    return Registration.objects.values_list("adviser__kind", flat=True).get(pk=registration_id)
