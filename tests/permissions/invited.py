"""Somebody whose account waits to be opened, and who has the link."""

from menkou.accounts import invitations
from menkou.accounts.models import Membership, User
from menkou.core.actors import Actor, Role
from tests.cast import LONG_AGO


def invite() -> tuple[User, Actor]:
    """The account, with what stands at the end of its link; and whoever opens that link."""
    user = User.objects.create(username="unopened", name="待启用", is_active=False)
    Membership.objects.create(user=user, role=Role.AUDITOR, valid_from=LONG_AGO)
    user.token = invitations.token(user)  # type: ignore[attr-defined]  # what the door's address ends with
    return user, Actor(user.pk, user.name)
