from menkou.core.actions import policy
from menkou.core.actors import CLOCK, Actor, Role
from menkou.papers.makers import roles_of
from menkou.papers.models import Batch
from menkou.places.models import District

TAKERS = (Role.JUSTICE_BUREAU, Role.JUDICIAL_OFFICE, Role.AUDITOR, Role.ADVISER, Role.VILLAGE_CADRE)


@policy("只有区司法局可以成批取合同。")
def ask(by: Actor, district: District) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)


@policy("只有区司法局、司法所、审计人员、法律顾问和村居干部可以取文件。")
def ask_of(by: Actor, district: District) -> bool:
    return by.has_role(*TAKERS)


@policy("只有系统可以做合同文件。")
def make(by: Actor, batch: Batch) -> bool:
    return by is CLOCK


@policy("这批文件不是您要的。")
def take(by: Actor, batch: Batch) -> bool:
    return by.has_role(*roles_of(batch.maker)) and batch.asked_by_id == by.user_id


@policy("只有系统可以清理合同文件。")
def forget(by: Actor, district: District) -> bool:
    return by is CLOCK


@policy("只有区司法局可以换合同的模板。")
def change_template(by: Actor, district: District) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)
