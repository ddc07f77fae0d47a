from menkou.core.actions import policy
from menkou.core.actors import CLOCK, INSTALLER, Actor, Role
from menkou.hotline import queries
from menkou.hotline.models import Order
from menkou.places.models import District


@policy("工单由区司法局登记。")
def enter(by: Actor, district: District) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)


@policy("工单由区司法局受理、派单、答复、回访和办结，反映自己的除外。")
def manage(by: Actor, order: Order) -> bool:
    return queries.managed_by(by).filter(pk=order.pk).exists()


@policy("一起受理、派单由区司法局办。")
def go_on_with_many(by: Actor, district: District) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)


@policy("这件工单不由您办理。")
def handle(by: Actor, order: Order) -> bool:
    return queries.handled_by(by).filter(pk=order.pk).exists()


@policy("工单的内容只有办的人、区司法局和审计监督可以看。")
def read(by: Actor, order: Order) -> bool:
    return queries.visible_to(by).filter(pk=order.pk).exists()


@policy("工单的时限由系统提醒。")
def keep_time(by: Actor, order: Order) -> bool:
    return by is CLOCK


@policy("工单的列表只有区司法局、审计监督和办的人可以取走。")
def take_out(by: Actor, district: District) -> bool:
    return by.has_role(*queries.SUPERVISORS, Role.JUDICIAL_OFFICE, Role.INSTITUTION_DIRECTOR)


@policy("工单的内容到了保存期限，由系统定时删除。")
def forget(by: Actor, district: District) -> bool:
    return by is CLOCK


@policy("换密钥只能在服务器上，用 menkou keys rotate。")
def rewrap(by: Actor, district: District) -> bool:
    return by is INSTALLER
