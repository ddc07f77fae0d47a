"""Addresses of hundreds of villages at once."""

from collections.abc import Callable

from django.urls import reverse

from menkou.places.models import Village

A_CODE = "0" * 12


def link_to(page: str) -> Callable[[Village], str]:
    """How each village's page of this name is addressed: the pattern is resolved once, for codes are twelve digits."""
    address = reverse(page, args=[A_CODE])
    return lambda village: address.replace(A_CODE, village.code)
