from menkou.core.actions import policy
from menkou.core.actors import CLOCK, INSTALLER, Actor
from menkou.places.models import District
from menkou.reminders.models import Way


@policy("提醒办法只能由本人设置。")
def keep(by: Actor, way: Way) -> bool:
    return by.user_id == way.user_id


@policy("这一步由系统定时来办。")
def refuse(by: Actor, way: Way) -> bool:
    return by is CLOCK


@policy("这一步由系统定时来办。")
def forget(by: Actor, district: District) -> bool:
    return by is CLOCK


@policy("换密钥只能在服务器上，用 menkou keys rotate。")
def rewrap(by: Actor, district: District) -> bool:
    return by is INSTALLER


@policy("恢复以后放行，只能在服务器上，用 menkou restore --release。")
def release(by: Actor, district: District) -> bool:
    return by is INSTALLER
