from django.db.models import Q, QuerySet

from menkou.accounts.models import User
from menkou.cities.models import CityPost
from menkou.core import clock


def running() -> QuerySet[CityPost]:
    """What holds today, in the districts that are being read."""
    today = clock.today()
    found = CityPost.objects.filter(Q(valid_until=None) | Q(valid_until__gt=today), valid_from__lte=today)
    return found.select_related("user", "district").order_by("district__code", "id")


def posts_of(user: User) -> list[CityPost]:
    """The districts that somebody may look at, each once."""
    return list({one.district_id: one for one in running().filter(user=user)}.values())


def running_by_user() -> QuerySet[CityPost]:
    return running().order_by("user__username", "id")
