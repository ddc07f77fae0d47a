from menkou.consultations.models import Consultation
from menkou.core.actions import policy
from menkou.core.actors import CLOCK, Actor, Role
from menkou.inspections.models import Inspection


@policy("只有区司法局和审计监督的人可以申请特别查阅。")
def request(by: Actor, consultation: Consultation) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR)


@policy("特别查阅要由区司法局或审计监督的另一个人来批，不能批自己的。")
def decide(by: Actor, inspection: Inspection) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR) and by.user_id != inspection.asked_by_id


@policy("只有申请的人可以打开，别人不行。")
def look(by: Actor, inspection: Inspection) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR) and by.user_id == inspection.asked_by_id


@policy("只有系统可以补发告知。")
def tell(by: Actor, inspection: Inspection) -> bool:
    return by is CLOCK
