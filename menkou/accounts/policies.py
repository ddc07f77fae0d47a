from menkou.accounts import queries
from menkou.accounts.models import Membership, SavedView, User
from menkou.core.actions import policy
from menkou.core.actors import INSTALLER, Actor, Role
from menkou.places.models import District


@policy("只有区司法局可以开设账号。")
def enrol(by: Actor, district: District) -> bool:
    return by is INSTALLER or by.has_role(Role.JUSTICE_BUREAU)


@policy("只能给自己发接口令牌，或者请系统运维在服务器上发。")
def issue_token(by: Actor, user: User) -> bool:
    return by is INSTALLER or by.user_id == user.pk


@policy("只有系统运维可以发启用链接，而且只发给本区还没有启用的账号。")
def invite(by: Actor, user: User) -> bool:
    return (by is INSTALLER or by.has_role(Role.OPERATOR)) and queries.is_waiting(user)


@policy("启用链接旧了，或者已经用过了。请向系统运维再要一条。")
def enable(by: Actor, user: User) -> bool:
    return by.user_id == user.pk and queries.is_waiting(user)


@policy("忘了密码，请系统运维在服务器上换。")
def give_password(by: Actor, user: User) -> bool:
    return by is INSTALLER and not queries.is_waiting(user)


@policy("区司法局可以结束别人的任职，不能结束自己的；法律顾问请在“离任交接”里登记。")
def end_role(by: Actor, membership: Membership) -> bool:
    return (
        by.has_role(Role.JUSTICE_BUREAU) and membership.user_id != by.user_id and membership.role != Role.ADVISER.value
    )


@policy("只能存、删自己的常用视图。")
def keep_view(by: Actor, view: SavedView) -> bool:
    return by.user_id == view.user_id


@policy("只有在本区任职的人可以取走列表。")
def take_list(by: Actor, district: District) -> bool:
    return by.is_staff
