from menkou.basis import queries
from menkou.core.actions import policy
from menkou.core.actors import INSTALLER, Actor, Role
from menkou.core.dated import Dated
from menkou.places.models import District


@policy(
    "这一项由区司法局登记。机构负责人可以登记本机构的人擅长什么、常驻哪里和本机构的意愿，村居干部可以登记本村（居）的意愿。"
)
def record(by: Actor, fact: Dated) -> bool:
    return by is INSTALLER or by.has_role(Role.JUSTICE_BUREAU) or queries.speaks_for(by, fact)


@policy("只有区司法局和审计监督可以导出派驻依据。")
def take_out(by: Actor, district: District) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR)


@policy("只有区司法局可以成批登记派驻依据。")
def take_in(by: Actor, district: District) -> bool:
    return by is INSTALLER or by.has_role(Role.JUSTICE_BUREAU)
