"""What pages of the staff share. Their guard is core's, so that channels, below accounts, has it as well."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from menkou.core.actors import Actor, Role
from menkou.core.doors import staff
from menkou.core.sheets import EXCEL

__all__ = ["attached", "shell_of", "staff"]
AT_A_DESK = tuple(role for role in Role if role not in (Role.ADVISER, Role.OPERATOR))


def shell_of(by: Actor) -> str:
    """Which frame a page for several roles stands in: a desk, or the phone of who is an adviser and nothing else."""
    return "desk.html" if by.has_role(*AT_A_DESK) else "adviser.html"


def attached(made: bytes, name: str, kind: str = EXCEL) -> HttpResponse:
    """A file that a page hands out, saved under that name by whatever browser; Excel where nothing else is said."""
    head = content_disposition_header(True, name) or "attachment"
    return HttpResponse(made, content_type=kind, headers={"Content-Disposition": head})
