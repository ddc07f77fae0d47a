from menkou.accounts.models import User
from menkou.cities import policies, queries
from menkou.cities.models import CityPost
from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.places.models import District


@action(policies.appoint, audit="cities.appointed")
def appoint(*, by: Actor, district: District, user: User, city: str) -> CityPost:
    """From today on somebody of a city's bureau sees this district's aggregates. Raises Conflict where they do already."""
    if queries.running().filter(user=user).exists():
        raise Conflict(f"{user.username} 已经能看{district}的总数了。")
    return CityPost.objects.create(user=user, city=city, valid_from=clock.today())


@action(policies.end, audit="cities.ended")
def end(*, by: Actor, post: CityPost) -> None:
    """From today on they do not. Raises Conflict."""
    if not CityPost.objects.filter(pk=post.pk, valid_until=None).update(valid_until=clock.today()):
        raise Conflict("已经不看了。")
