"""What menkou city does inside a district; imported when Django is set up."""

from django.core.exceptions import ValidationError

from menkou.accounts import actions as accounts
from menkou.accounts import queries
from menkou.accounts.models import User
from menkou.cities import actions
from menkou.cities import queries as cities
from menkou.command.opening import give_password
from menkou.command.problems import Problem
from menkou.core.actors import INSTALLER
from menkou.places.models import District


def user_called(username: str) -> User | None:
    return queries.user_called(username)


def open_account(district: District, username: str, name: str, password: str) -> User:
    """An account that holds nothing in any district. Raises Problem."""
    user = User(username=username.strip(), name=name.strip())
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as error:
        raise Problem(f"账号没有开设：{' '.join(error.messages)}") from error
    give_password(user, password)
    accounts.enrol(by=INSTALLER, district=district, users=[user], memberships=[])
    return user


def appoint(district: District, user: User, city: str) -> None:
    actions.appoint(by=INSTALLER, district=district, user=user, city=city)


def end(username: str) -> None:
    """Raises Problem where they do not look here."""
    post = cities.running().filter(user__username=username).first()
    if post is None:
        raise Problem(f"{username} 本来就看不到这里的总数。")
    actions.end(by=INSTALLER, post=post)
