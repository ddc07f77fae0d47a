from menkou.core.actions import policy
from menkou.core.actors import CLOCK, INSTALLER, Actor, Role
from menkou.engagements.models import Contract
from menkou.places.models import District


@policy("只有区司法局可以登记聘用合同。")
def engage(by: Actor, district: District) -> bool:
    return by is INSTALLER or by.has_role(Role.JUSTICE_BUREAU)


@policy("只有区司法局可以续签聘用合同。")
def renew(by: Actor, district: District) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)


@policy("只有系统可以发到期提醒。")
def give_notice(by: Actor, district: District) -> bool:
    return by is CLOCK


@policy("只有区司法局可以终止聘用合同。")
def end(by: Actor, contract: Contract) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)
