"""启用链接: signed with the installation's secret; dead after three days, and once a password is set."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from menkou.accounts.models import User


class _Invitations(PasswordResetTokenGenerator):
    key_salt = "menkou.accounts.invitations"


_invitations = _Invitations()


def token(user: User) -> str:
    """What stands at the end of somebody's link."""
    return _invitations.make_token(user)


def is_good(user: User, told: str) -> bool:
    """Whether this is what stands at the end of somebody's link, now."""
    return _invitations.check_token(user, told)
