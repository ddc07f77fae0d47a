from menkou.cities.models import CityPost
from menkou.core.actions import policy
from menkou.core.actors import INSTALLER, Actor
from menkou.places.models import District


@policy("让市局看一个区县的总数，只能在服务器上，用 menkou city add。")
def appoint(by: Actor, district: District) -> bool:
    return by is INSTALLER


@policy("市局不再看一个区县的总数，只能在服务器上，用 menkou city end。")
def end(by: Actor, post: CityPost) -> bool:
    return by is INSTALLER
