from menkou.core.actions import policy
from menkou.core.actors import CLOCK, Actor, Role
from menkou.places.models import District
from menkou.plans.models import Version


@policy("只有区司法局可以做派驻方案。")
def draw_up(by: Actor, district: District) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)


@policy("只有区司法局可以做修补方案。")
def propose_repair(by: Actor, district: District) -> bool:
    return by is CLOCK or by.has_role(Role.JUSTICE_BUREAU)


@policy("只有区司法局可以改派驻方案。")
def change(by: Actor, version: Version) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)


@policy("方案要由区司法局的另一个人审定：做方案的人和最后改方案的人都不能审定。")
def approve(by: Actor, version: Version) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU) and by.user_id not in (version.made_by_id, version.changed_by_id)


@policy("只有区司法局可以发布派驻方案。")
def publish(by: Actor, version: Version) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)


@policy("只有区司法局和审计监督可以导出派驻方案。")
def take_out(by: Actor, plan: Version | District) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR)


@policy("只有系统可以计算派驻方案。")
def solve(by: Actor, version: Version) -> bool:
    return by is CLOCK
