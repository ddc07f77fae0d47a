from django.db.models import Q, QuerySet

from menkou.advisers.models import Institution, Presence, Registration
from menkou.advisers.pinyin import ByPinyin
from menkou.core import clock


def roster() -> QuerySet[Registration]:
    """名册: everybody who may hold a post today."""
    today = clock.today()
    running = Q(valid_until=None) | Q(valid_until__gt=today)
    return Registration.objects.filter(running, valid_from__lte=today).select_related("adviser", "institution")


def institutions() -> QuerySet[Institution]:
    """Those that work in this district, by the sound of their names."""
    return Institution.objects.filter(pk__in=Presence.objects.values("institution")).order_by(ByPinyin("name"))
