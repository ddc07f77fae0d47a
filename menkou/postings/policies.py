from menkou.advisers.models import Registration
from menkou.core.actions import policy
from menkou.core.actors import CLOCK, INSTALLER, Actor, Role
from menkou.engagements.models import Contract
from menkou.places.models import District
from menkou.postings import queries
from menkou.postings.models import Absence, Plan


@policy("只有区司法局可以发布派驻方案。")
def publish(by: Actor, district: District) -> bool:
    return by is INSTALLER or by.has_role(Role.JUSTICE_BUREAU)


@policy("只有区司法局可以登记在岗的法律顾问。")
def record(by: Actor, district: District) -> bool:
    return by is INSTALLER or by.has_role(Role.JUSTICE_BUREAU)


@policy("只有区司法局可以让岗位随合同延续。")
def stand_under(by: Actor, district: District) -> bool:
    return by is INSTALLER or by.has_role(Role.JUSTICE_BUREAU)


@policy("只有区司法局可以撤下派驻方案。")
def withdraw(by: Actor, plan: Plan) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)


@policy("只有区司法局可以撤下岗位。")
def end(by: Actor, contract: Contract) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)


@policy("只有区司法局和所在机构的负责人可以还回岗位。")
def give_back(by: Actor, registration: Registration) -> bool:
    led = registration.institution_id in by.held(Role.INSTITUTION_DIRECTOR)
    return by is CLOCK or led or by.has_role(Role.JUSTICE_BUREAU)


@policy("只有本人、所在机构的负责人和区司法局可以登记请假。")
def be_away(by: Actor, registration: Registration) -> bool:
    return by is INSTALLER or queries.answers_for(by, registration)


@policy("只有本人、所在机构的负责人和区司法局可以改请假。")
def come_back(by: Actor, absence: Absence) -> bool:
    return queries.answers_for(by, absence.registration)
