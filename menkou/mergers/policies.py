from menkou.core.actions import policy
from menkou.core.actors import CLOCK, INSTALLER, Actor, Role
from menkou.mergers.models import Change
from menkou.places.models import District


@policy("只有区司法局可以登记区划调整。")
def draw_up(by: Actor, district: District) -> bool:
    return by is INSTALLER or by.has_role(Role.JUSTICE_BUREAU)


@policy("只有区司法局可以核对、执行或者撤回区划调整。")
def decide(by: Actor, change: Change) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)


@policy("只有系统可以把撤并村的咨询带到承接的村。")
def bring_along(by: Actor, district: District) -> bool:
    return by is CLOCK
