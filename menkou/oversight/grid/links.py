"""Addresses of hundreds of villages at once."""

from collections.abc import Callable
from uuid import UUID

from django.urls import reverse

from menkou.places.models import Village

A_CODE, NOBODY = "0" * 12, UUID(int=0)


def link_to(page: str) -> Callable[[Village], str]:
    """How each village's page of this name is addressed."""
    url = link_to_code(page)
    return lambda village: url(village.code)


def link_to_id(page: str) -> Callable[[UUID], str]:
    """How each row's page of this name is addressed: the pattern is resolved once."""
    before, after = reverse(page, args=[NOBODY]).split(str(NOBODY))
    return lambda pk: f"{before}{pk}{after}"


def link_to_code(page: str) -> Callable[[str], str]:
    """The same by its code: the pattern is resolved once, for codes are twelve digits."""
    before, after = reverse(page, args=[A_CODE]).split(A_CODE)
    return lambda code: f"{before}{code}{after}"
