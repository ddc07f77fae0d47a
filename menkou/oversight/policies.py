from menkou.core.actions import policy
from menkou.core.actors import Actor, Role
from menkou.oversight import queries
from menkou.places.models import District, Village


@policy("只有区司法局、司法所、机构负责人和审计人员可以看工作台。")
def oversee(by: Actor, district: District) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR, Role.JUDICIAL_OFFICE, Role.INSTITUTION_DIRECTOR)


@policy("只有区司法局、司法所和审计人员可以看派驻的理由。")
def explain(by: Actor, district: District) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR, Role.JUDICIAL_OFFICE)


@policy("村居档案只给区司法局、审计人员、本镇街司法所、本村（居）干部和在这里服务的机构、顾问看。")
def read_dossier(by: Actor, village: Village) -> bool:
    if by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR):
        return True
    here = by.holds(Role.JUDICIAL_OFFICE, village.township_id) or by.holds(Role.VILLAGE_CADRE, village.pk)
    return here or queries.serves(by, village)
