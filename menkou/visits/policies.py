from menkou.advisers.models import Registration
from menkou.core.actions import policy
from menkou.core.actors import INSTALLER, Actor, Role
from menkou.places.models import District, Township
from menkou.visits.models import Visit


@policy("到村只能由法律顾问本人登记。")
def log(by: Actor, registration: Registration) -> bool:
    return by.holds(Role.ADVISER, registration.pk) and registration.is_running


@policy("要请村里的人点，您自己点不算。")
def confirm(by: Actor, visit: Visit) -> bool:
    return not by.holds(Role.ADVISER, visit.registration_id)


@policy("提示只能由本镇街的司法所或者区司法局看过以后记下。")
def look(by: Actor, township: Township) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU) or by.holds(Role.JUDICIAL_OFFICE, township.pk)


@policy("只有安装程序可以写入演示记录。")
def replay(by: Actor, district: District) -> bool:
    return by is INSTALLER and district.is_demo
