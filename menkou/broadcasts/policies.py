from menkou.broadcasts import queries
from menkou.broadcasts.models import Delivery, Notice
from menkou.core.actions import policy
from menkou.core.actors import CLOCK, Actor, Role
from menkou.groups.models import Group
from menkou.places.models import District


@policy("推送由区司法局或者司法所起草；司法所只能发到本镇街的群。")
def write(by: Actor, notice: Notice) -> bool:
    return _is_of_its_house(by, notice)


@policy("只有起草的人可以改。")
def edit(by: Actor, notice: Notice) -> bool:
    return _is_of_its_house(by, notice) and by.user_id == notice.made_by_id


@policy("推送要由另一个人批准：区司法局的，或者同一个司法所的；不能批自己起草的。")
def approve(by: Actor, notice: Notice) -> bool:
    return _is_of_its_house(by, notice) and by.user_id != notice.made_by_id


@policy("催发、撤销由区司法局或者发这条推送的司法所来办。")
def manage(by: Actor, notice: Notice) -> bool:
    return _is_of_its_house(by, notice)


@policy("由负责这个群的人确认：群主、服务本村的法律顾问、村干部、司法所或者区司法局。")
def confirm(by: Actor, delivery: Delivery) -> bool:
    return queries.brings(by, delivery.group)


@policy("这一步由系统定时来办。")
def carry(by: Actor, notice: Notice) -> bool:
    return by is CLOCK


@policy("群解散了，推送才到此为止。")
def end_in(by: Actor, group: Group) -> bool:
    return by is CLOCK


@policy("素材由区司法局入库、复看和撤下。")
def keep_library(by: Actor, district: District) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)


@policy("这一页谁都可以看。")
def read(by: Actor, notice: Notice) -> bool:
    return True


def _is_of_its_house(by: Actor, notice: Notice) -> bool:
    """The bureau for all; an office for what goes to its own township only."""
    return by.has_role(Role.JUSTICE_BUREAU) or by.holds(Role.JUDICIAL_OFFICE, notice.township_id)
