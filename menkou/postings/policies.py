from menkou.core.actions import policy
from menkou.core.actors import INSTALLER, Actor, Role
from menkou.engagements.models import Contract
from menkou.places.models import District


@policy("只有区司法局可以发布派驻方案。")
def publish(by: Actor, district: District) -> bool:
    return by is INSTALLER or by.has_role(Role.JUSTICE_BUREAU)


@policy("只有区司法局可以撤下岗位。")
def end(by: Actor, contract: Contract) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)
