import secrets
from collections.abc import Iterable
from datetime import timedelta

from menkou.accounts import policies
from menkou.accounts.models import ApiToken, Membership, User
from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
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
