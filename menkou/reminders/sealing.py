"""Where a way leads, sealed under the key file's own key: the only module that opens it."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from menkou.channels.wraps import Head
from menkou.core import sealed
from menkou.core.keys import digest
from menkou.reminders.models import Way

Unopenable = sealed.Unsealable


def wrapped(way_id: UUID, leads: Mapping[str, str]) -> bytes:
    """Where it leads, sealed for its row."""
    return sealed.wrap(json.dumps(dict(leads)).encode(), context=_context(way_id))


def opened(way: Way) -> dict[str, str]:
    """Raises Unopenable."""
    return json.loads(sealed.unwrap(bytes(way.sealed), context=_context(way.pk)))


def digest_of(kind: str, leads: Mapping[str, str]) -> bytes:
    """By which the same is known again: of a browser its address. A member's name may be somebody's number."""
    return digest("way", kind, leads["to"].casefold() if "to" in leads else leads["endpoint"])


def wrap_anew(way: Way) -> bytes:
    """The same under the active wrapping key. Raises Unopenable."""
    return wrapped(way.pk, opened(way))


def wrapped_by(name: str) -> int:
    """How many ways of the district would be lost with this wrapping key."""
    return _with_head().filter(head=sealed.wrapped_by(name)).count()


def old() -> QuerySet[Any]:
    """Those that another key than the active one has wrapped."""
    return _with_head().exclude(head=sealed.wrapped_by(sealed.active())).order_by("pk")


def _with_head() -> QuerySet[Any]:
    return Way.objects.annotate(head=Head("sealed"))


def _context(way_id: UUID) -> str:
    return f"reminder-way:{way_id}"
