from menkou.core.actions import policy
from menkou.core.actors import Actor, Role
from menkou.places.models import District


@policy("只有区司法局、司法所、机构负责人和审计人员可以看工作台。")
def oversee(by: Actor, district: District) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR, Role.JUDICIAL_OFFICE, Role.INSTITUTION_DIRECTOR)


@policy("只有区司法局、司法所和审计人员可以看派驻的理由。")
def explain(by: Actor, district: District) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR, Role.JUDICIAL_OFFICE)
