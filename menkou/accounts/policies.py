from menkou.accounts.models import User
from menkou.core.actions import policy
from menkou.core.actors import INSTALLER, Actor, Role
from menkou.places.models import District


@policy("只有区司法局可以开设账号。")
def enrol(by: Actor, district: District) -> bool:
    return by is INSTALLER or by.has_role(Role.JUSTICE_BUREAU)


@policy("只能给自己发接口令牌，或者请系统运维在服务器上发。")
def issue_token(by: Actor, user: User) -> bool:
    return by is INSTALLER or by.user_id == user.pk
