import secrets
from collections.abc import Iterable
from datetime import timedelta

from menkou.accounts import invitations, policies
from menkou.accounts.models import ApiToken, Membership, User
from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.core.keys import digest
from menkou.places.models import District

TOKEN_BYTES = 32


@action(policies.enrol, audit="accounts.enrolled")
def enrol(*, by: Actor, district: District, users: Iterable[User], memberships: Iterable[Membership]) -> None:
    """开设账号: people with what they hold; the caller has set their passwords with set_password."""
    User.objects.bulk_create(users)
    Membership.objects.bulk_create(memberships)


@action(policies.issue_token, audit="accounts.token_issued")
def issue_token(*, by: Actor, user: User, name: str, days: int) -> str:
    """发接口令牌: the secret is shown this once; only its keyed digest is kept."""
    secret = secrets.token_urlsafe(TOKEN_BYTES)
    until = clock.now() + timedelta(days=days)
    ApiToken.objects.create(user=user, name=name, digest=digest("api-token", secret), valid_until=until)
    return secret


@action(policies.invite, audit="accounts.invited")
def invite(*, by: Actor, user: User) -> str:
    """发启用链接: what stands at its end; whoever it is for sets a password with it, once, within three days."""
    return invitations.token(user)


@action(policies.enable, audit="accounts.enabled")
def enable(*, by: Actor, user: User, password: str) -> None:
    """启用: the person's own password, which nobody else has seen; from now on they can sign in. Raises Conflict."""
    user.set_password(password)
    unopened = User.objects.filter(pk=user.pk, is_active=False, last_login=None)
    if not unopened.update(password=user.password, is_active=True):
        raise Conflict("这个账号刚刚启用过了，请直接登录。")
