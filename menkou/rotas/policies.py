from menkou.core.actions import policy
from menkou.core.actors import CLOCK, INSTALLER, Actor, Role
from menkou.places.models import District, Township
from menkou.rotas import queries
from menkou.rotas.models import Asking, Slot


@policy("只有本镇街的司法所和区司法局可以排班。")
def arrange(by: Actor, township: Township) -> bool:
    return by.holds(Role.JUDICIAL_OFFICE, township.pk) or by.has_role(Role.JUSTICE_BUREAU)


@policy("只有本镇街的司法所和区司法局可以改班次、指定人替。")
def change(by: Actor, slot: Slot) -> bool:
    return by.holds(Role.JUDICIAL_OFFICE, slot.township_id) or by.has_role(Role.JUSTICE_BUREAU)


@policy("只有排到的法律顾问本人可以说来不了、记值班、说明。")
def keep(by: Actor, slot: Slot) -> bool:
    return queries.is_theirs(by, slot)


@policy("只有排到的法律顾问本人、本镇街的司法所和区司法局可以请人替。")
def ask(by: Actor, slot: Slot) -> bool:
    return queries.is_theirs(by, slot) or change.allows(by, slot)


@policy("只有被请的法律顾问本人可以答复。")
def answer(by: Actor, asking: Asking) -> bool:
    return by.holds(Role.ADVISER, asking.whom_id) and asking.whom.is_running


@policy("来了没有，由本镇街的司法所说，不能说自己的。")
def tell(by: Actor, slot: Slot) -> bool:
    return by.holds(Role.JUDICIAL_OFFICE, slot.township_id) and not by.holds(Role.ADVISER, slot.adviser_id)


@policy("值班由本镇街的司法所或者本村的干部确认，不能确认自己的。")
def confirm(by: Actor, slot: Slot) -> bool:
    here = slot.village_id in queries.kept_by(by)
    return (here or by.holds(Role.JUDICIAL_OFFICE, slot.township_id)) and not by.holds(Role.ADVISER, slot.adviser_id)


@policy("只有本镇街的司法所和区司法局可以改成有正当理由，不能改自己的。")
def excuse(by: Actor, slot: Slot) -> bool:
    return change.allows(by, slot) and not by.holds(Role.ADVISER, slot.adviser_id)


@policy("只有系统可以替请假的人请人。")
def ask_for_absent(by: Actor, district: District) -> bool:
    return by is CLOCK


@policy("只有系统可以把撤并村的值班带到承接的村。")
def pass_on(by: Actor, district: District) -> bool:
    return by is CLOCK


@policy("只有安装程序可以写入演示记录。")
def replay(by: Actor, district: District) -> bool:
    return by is INSTALLER and district.is_demo
