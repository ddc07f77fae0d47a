from menkou.core.actions import policy
from menkou.core.actors import INSTALLER, Actor, Role
from menkou.places.models import District


@policy("审计记录只能由区司法局、审计人员或者系统运维在服务器上取走。")
def take(by: Actor, district: District) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR) or by is INSTALLER
