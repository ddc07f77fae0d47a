"""Somebody whose account waits to be opened, and who has the link; and what some people hold."""

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


def roles(actors: dict[str, Actor]) -> dict[str, Membership]:
    """What a cadre, somebody of the bureau and an adviser hold."""
    whose = {"cadre_role": "cadre", "bureau_role": "bureau", "adviser_role": "adviser_a"}
    return {name: Membership.objects.get(user_id=actors[actor].user_id) for name, actor in whose.items()}
