from menkou.core.actions import policy
from menkou.core.actors import CLOCK, INSTALLER, Actor, Role
from menkou.groups.keeping import queries
from menkou.groups.models import Group
from menkou.places.models import District


@policy("登记、核对一个群，由区司法局、本镇街司法所、群主和服务本村的法律顾问来办。")
def keep(by: Actor, group: Group) -> bool:
    return _answers_for(by, group) or queries.serves(by, group)


@policy("移交群主、接通渠道、注销登记，由区司法局或者本镇街司法所来办。")
def arrange(by: Actor, group: Group) -> bool:
    return _answers_for(by, group)


@policy("村（社区）合并以后，群跟着走，由系统来办。")
def follow(by: Actor, district: District) -> bool:
    return by is CLOCK


@policy("整批登记群，由区司法局来办。")
def take_in(by: Actor, district: District) -> bool:
    return by is INSTALLER or by.has_role(Role.JUSTICE_BUREAU)


def _answers_for(by: Actor, group: Group) -> bool:
    """The bureau for all, an office for those of its township."""
    return by.has_role(Role.JUSTICE_BUREAU) or by.holds(Role.JUDICIAL_OFFICE, group.town_id)
