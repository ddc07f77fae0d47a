"""A file that a page hands out, under a name in Chinese."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from menkou.core.sheets import EXCEL


def attached(made: bytes, name: str, kind: str = EXCEL) -> HttpResponse:
    """Saved under that name by whatever browser; Excel where nothing else is said."""
    head = content_disposition_header(True, name) or "attachment"
    return HttpResponse(made, content_type=kind, headers={"Content-Disposition": head})
