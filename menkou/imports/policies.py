from menkou.core.actions import policy
from menkou.core.actors import CLOCK, INSTALLER, Actor, Role
from menkou.imports.models import Import
from menkou.places.models import District


@policy("只有区司法局可以导入。")
def drop(by: Actor, district: District) -> bool:
    return by is INSTALLER or by.has_role(Role.JUSTICE_BUREAU)


@policy("只有区司法局可以核对和办理这次导入。")
def decide(by: Actor, dropped: Import) -> bool:
    return by is INSTALLER or by.has_role(Role.JUSTICE_BUREAU)


@policy("只有系统可以读导入的文件。")
def read(by: Actor, dropped: Import) -> bool:
    return by is CLOCK or by is INSTALLER


@policy("只有系统可以清理导入的明细。")
def forget(by: Actor, district: District) -> bool:
    return by is CLOCK
