from menkou.broadcasts import queries
from menkou.broadcasts.models import Delivery, Notice, TypicalCase
from menkou.consultations import policies as consultations
from menkou.consultations.models import ReviewCopy
from menkou.core.actions import policy
from menkou.core.actors import CLOCK, INSTALLER, Actor, Role
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


@policy("这一步由系统定时来办。")
def forget(by: Actor, district: District) -> bool:
    return by is CLOCK


@policy("素材由区司法局入库、复看和撤下。")
def keep_library(by: Actor, district: District) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)


@policy("这一页谁都可以看。")
def read(by: Actor, notice: Notice) -> bool:
    return True


@policy("居民交出来评查的，只有能看那一份的区司法局的人可以做成案例。")
def make_case(by: Actor, copy: ReviewCopy) -> bool:
    return consultations.review.allows(by, copy)


@policy("典型案例由区司法局来写。")
def write_case(by: Actor, case: TypicalCase) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)


@policy("只有写这个案例的人可以看没遮住的字、可以改。")
def edit_case(by: Actor, case: TypicalCase) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU) and by.user_id == case.made_by_id


@policy("案例要由区司法局的另一个人批准，不能批自己写的。")
def approve_case(by: Actor, case: TypicalCase) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU) and by.user_id != case.made_by_id


@policy("撤下、推送案例由区司法局来办。")
def manage_case(by: Actor, case: TypicalCase) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)


@policy("这一步由系统来办。")
def end_case(by: Actor, case: TypicalCase) -> bool:
    return by is CLOCK


@policy("换密钥由安装程序来办。")
def rewrap(by: Actor, district: District) -> bool:
    return by is INSTALLER


def _is_of_its_house(by: Actor, notice: Notice) -> bool:
    """The bureau for all; an office for what goes to its own township only."""
    return by.has_role(Role.JUSTICE_BUREAU) or by.holds(Role.JUDICIAL_OFFICE, notice.township_id)
