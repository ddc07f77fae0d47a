"""What menkou user does inside a district; imported when Django is set up."""

import dataclasses
from collections.abc import Callable

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import models

from menkou.accounts import actions, queries
from menkou.accounts.models import Membership, User
from menkou.advisers import queries as advisers
from menkou.command.problems import Problem
from menkou.core import clock
from menkou.core.actors import INSTALLER, Role
from menkou.places import queries as places
from menkou.places.models import District


@dataclasses.dataclass(frozen=True)
class Target:
    """What a role is held for: the field, where to look, by which code, and what to call it."""

    field: str
    among: Callable[[], models.QuerySet]
    code: str
    word: str


TARGETS = {
    Role.JUDICIAL_OFFICE: Target("township", places.townships, "code", "镇街代码"),
    Role.VILLAGE_CADRE: Target("village", places.villages, "code", "村居代码"),
    Role.INSTITUTION_DIRECTOR: Target("institution", advisers.institutions, "credit_code", "统一社会信用代码"),
    Role.ADVISER: Target("registration", advisers.roster, "adviser__licence_no", "执业证号"),
}


def prepare(username: str, name: str, role: str, code: str) -> tuple[User, Membership]:
    """An account and what it is to hold, not saved yet. Raises Problem."""
    if role not in Role.values:
        known = "、".join(f"{value}（{label}）" for value, label in Role.choices)
        raise Problem(f"没有 {role} 这个身份，可用的有：{known}。")
    user = User(username=username.strip(), name=name.strip())
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as error:
        raise Problem(f"账号没有开设：{' '.join(error.messages)}") from error
    if queries.user_called(user.username):
        raise Problem(f"用户名 {username} 已经有人用了，请换一个。")
    held_for = _target(Role(role), code)
    return user, Membership(user=user, role=role, valid_from=clock.today(), **held_for)


def give_password(user: User, password: str) -> None:
    """Set a password that holds up. Raises Problem."""
    try:
        password.encode()
        validate_password(password, user)
    except UnicodeEncodeError:  # what a terminal of another encoding passed on
        raise Problem("密码不能用：里面有读不出来的字。") from None
    except ValidationError as error:
        raise Problem(f"密码不能用：{' '.join(error.messages)}") from error
    user.set_password(password)


def enrol(district: District, user: User, membership: Membership) -> None:
    """Open the account."""
    actions.enrol(by=INSTALLER, district=district, users=[user], memberships=[membership])


def change_password(username: str, password: str) -> None:
    """A new password for a person of this district who forgot theirs. Raises Problem."""
    user = queries.user_called(username)
    if user is None or not queries.held_by(user).exists():
        raise Problem(f"{username} 在这个区县没有身份，不能换密码。")
    if queries.is_waiting(user):
        raise Problem(f"{username} 还没有启用：请系统运维在“账号”里点“发启用链接”，由本人设密码。")
    if not user.is_active:
        raise Problem(f"{username} 已停用，换了密码也登不进来。")
    give_password(user, password)
    actions.give_password(by=INSTALLER, user=user)


def issue(username: str, purpose: str, days: int) -> str:
    """A token for a person who holds something in this district. Raises Problem."""
    user = queries.user_called(username)
    if user is None or not queries.actor_for(user).is_staff:
        raise Problem(f"{username} 在这个区县没有身份，不能发令牌。")
    if len(purpose) > 60:
        raise Problem("用途最多 60 字，请写短些。")
    return actions.issue_token(by=INSTALLER, user=user, name=purpose, days=days)


def _target(role: Role, code: str) -> dict[str, models.Model]:
    target = TARGETS.get(role)
    if target is None:
        if code:
            raise Problem(f"{role.label}管整个区县，不用写 --for。")
        return {}
    found = target.among().filter(**{target.code: code}).first() if code else None
    if found is None:
        raise Problem(f"{role.label}要用 --for 写明{target.word}，现在写的是「{code}」，没有找到。")
    return {target.field: found}
