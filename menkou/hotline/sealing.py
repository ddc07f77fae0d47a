"""What is said of an order, sealed under the key file's own key: the only module that opens it."""

import json
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from menkou.channels.wraps import Head
from menkou.core import sealed
from menkou.core.scope import district_being_written
from menkou.hotline.models import Order


@dataclass(frozen=True)
class Words:
    """What it is about, what was done, why it was sent back last or is void, what 12345 was answered; empty where not said."""

    summary: str = ""
    handled: str = ""
    back: str = ""
    answer: str = ""
    void: str = ""


def wrapped(order_id: UUID, words: Words) -> bytes:
    """The words, sealed for their row."""
    return sealed.wrap(json.dumps(asdict(words)).encode(), context=_context(order_id))


def opened(order: Order) -> Words:
    """Empty where its keeping is over. Raises Unsealable."""
    if order.sealed is None:
        return Words()
    return Words(**json.loads(sealed.unwrap(bytes(order.sealed), context=_context(order.pk))))


def wrap_anew(order: Order) -> bytes:
    """The same under the active wrapping key. Raises Unsealable."""
    return wrapped(order.pk, opened(order))


def packed(text: str, *, reader: UUID | None) -> bytes:
    """A table of orders that a page carries to its button, for whoever looked at it; it is kept nowhere."""
    return sealed.wrap(text.encode(), context=_of_table(reader))


def unpacked(record: bytes, *, reader: UUID | None) -> str | None:
    """None where it is damaged, another's, of another district, or of a key that is gone."""
    try:
        return sealed.unwrap(record, context=_of_table(reader)).decode()
    except sealed.Unsealable:
        return None


def wrapped_by(name: str) -> int:
    """How many orders of the district would lose their words with this wrapping key."""
    return _with_head().filter(head=sealed.wrapped_by(name)).count()


def old() -> QuerySet[Any]:
    """Those that another key than the active one has wrapped."""
    return _with_head().exclude(head=sealed.wrapped_by(sealed.active())).order_by("pk")


def _with_head() -> QuerySet[Any]:
    return Order.objects.filter(sealed__isnull=False).annotate(head=Head("sealed"))


def _of_table(reader: UUID | None) -> str:
    return f"hotline-table:{district_being_written()}:{reader}"


def _context(order_id: UUID) -> str:
    return f"hotline-order:{order_id}"
