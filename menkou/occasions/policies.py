from menkou.core.actions import policy
from menkou.core.actors import CLOCK, INSTALLER, Actor, Role
from menkou.occasions import queries
from menkou.occasions.models import Occasion
from menkou.places.models import District, Village

TAKERS = (
    *(Role.VILLAGE_CADRE, Role.ADVISER, Role.INSTITUTION_DIRECTOR),
    *(Role.JUDICIAL_OFFICE, Role.JUSTICE_BUREAU, Role.AUDITOR),
)


@policy("只有本村的村居干部和本镇街的司法所可以登记村里的事。")
def register(by: Actor, village: Village) -> bool:
    return by.holds(Role.VILLAGE_CADRE, village.pk) or by.holds(Role.JUDICIAL_OFFICE, village.township_id)


@policy("只有本村的村居干部和本镇街的司法所可以改动、取消，说采纳没有。")
def keep(by: Actor, occasion: Occasion) -> bool:
    where = {occasion.village, queries.standing(occasion.village)}
    return any(by.holds(Role.VILLAGE_CADRE, one.pk) or by.holds(Role.JUDICIAL_OFFICE, one.township_id) for one in where)


@policy("只有受邀请的顾问可以答复来不来。")
def reply(by: Actor, occasion: Occasion) -> bool:
    return queries.is_invited(by, occasion)


@policy("只有本村的法律顾问和受邀请的顾问可以记参加、出具意见。")
def advise(by: Actor, occasion: Occasion) -> bool:
    return queries.adviser_at(by, occasion) is not None


@policy("材料只有村里、受邀请的顾问和司法所可以看。")
def take_paper(by: Actor, occasion: Occasion) -> bool:
    return queries.read_by(by).filter(pk=occasion.pk).exists()


@policy("只有系统可以把撤并村的事带到承接的村。")
def pass_on(by: Actor, district: District) -> bool:
    return by is CLOCK


@policy("村里的事只能由看得到的人取成 Excel。")
def take_out(by: Actor, district: District) -> bool:
    return by.has_role(*TAKERS)


@policy("只有安装程序可以写入演示记录。")
def replay(by: Actor, district: District) -> bool:
    return by is INSTALLER and district.is_demo
