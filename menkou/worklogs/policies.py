from menkou.advisers.models import Registration
from menkou.core.actions import policy
from menkou.core.actors import CLOCK, INSTALLER, Actor, Role
from menkou.places.models import District, Township, Village
from menkou.worklogs.models import Check, Entry


@policy("工作日志只能由法律顾问本人登记。")
def record(by: Actor, author: Registration) -> bool:
    mine = by.holds(Role.ADVISER, author.pk) and author.is_running
    return by is CLOCK or by is INSTALLER or mine


@policy("只有写这条日志的法律顾问可以更正它。")
def amend(by: Actor, entry: Entry) -> bool:
    return by.holds(Role.ADVISER, entry.author_id) and entry.author.is_running


@policy("只有写这条日志的法律顾问，或者录入这张纸页的司法所，可以加照片和材料。")
def attach(by: Actor, entry: Entry) -> bool:
    own = by.holds(Role.ADVISER, entry.author_id) and entry.author.is_running
    typed_in = bool(entry.paper_number) and by.holds(Role.JUDICIAL_OFFICE, entry.village.township_id)
    return own or typed_in


@policy("纸页只能由村居所在镇街的司法所录入。")
def type_in(by: Actor, village: Village) -> bool:
    return by.holds(Role.JUDICIAL_OFFICE, village.township_id)


@policy("只有村居所在镇街的司法所可以处理日志，且不能处理自己的日志。")
def review(by: Actor, entry: Entry) -> bool:
    in_my_township = by.holds(Role.JUDICIAL_OFFICE, entry.village.township_id)
    return in_my_township and entry.recorded_by_id != by.user_id and not by.holds(Role.ADVISER, entry.author_id)


@policy("抽查只能由本镇街的司法所来抽。")
def draw(by: Actor, township: Township) -> bool:
    return by.holds(Role.JUDICIAL_OFFICE, township.pk)


@policy("抽到的日志只能由村居所在镇街的司法所来核，且不能核自己的日志。")
def check(by: Actor, check: Check) -> bool:
    return review.allows(by, check.entry)


@policy("只有写这条日志的法律顾问可以说明。")
def reply(by: Actor, check: Check) -> bool:
    return by.holds(Role.ADVISER, check.entry.author_id) and check.entry.author.is_running


@policy("台账只能由法律顾问、机构负责人、司法所、区司法局和审计人员导出，村干部看不到日志。")
def take_out(by: Actor, district: District) -> bool:
    oversees = by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR, Role.JUDICIAL_OFFICE, Role.INSTITUTION_DIRECTOR)
    return oversees or by.has_role(Role.ADVISER)


@policy("只有安装程序可以写入演示记录。")
def replay(by: Actor, district: District) -> bool:
    return by is INSTALLER and district.is_demo
