"""Who may stand before a page of the staff: the guard is core's, so that channels, below accounts, has it as well."""

from menkou.core.actors import Actor, Role
from menkou.core.doors import staff

__all__ = ["shell_of", "staff"]
AT_A_DESK = tuple(role for role in Role if role not in (Role.ADVISER, Role.OPERATOR))


def shell_of(by: Actor) -> str:
    """Which frame a page for several roles stands in: a desk, or the phone of who is an adviser and nothing else."""
    return "desk.html" if by.has_role(*AT_A_DESK) else "adviser.html"
