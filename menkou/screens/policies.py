from menkou.core.actions import policy
from menkou.core.actors import CLOCK, Actor, Role
from menkou.places.models import District
from menkou.screens.models import ScreenLink


@policy("只有区司法局可以发大屏链接。")
def make(by: Actor, district: District) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)


@policy("只有区司法局可以停用大屏链接。")
def revoke(by: Actor, link: ScreenLink) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)


@policy("大屏哪天打开过，由系统自己记。")
def note(by: Actor, link: ScreenLink) -> bool:
    return by is CLOCK
