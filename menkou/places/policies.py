from menkou.core.actions import policy
from menkou.core.actors import INSTALLER, Actor, Role
from menkou.places.models import District


@policy("只有区司法局可以设置镇街、村居和地方规则。")
def arrange(by: Actor, district: District) -> bool:
    return by is INSTALLER or by.has_role(Role.JUSTICE_BUREAU)
