"""A case in the making, sealed under the key file's own key: the only module that opens its words before masking."""

import json
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from menkou.broadcasts.models import TypicalCase
from menkou.channels.wraps import Head
from menkou.consultations.rules.meant import People, Told
from menkou.core import sealed


@dataclass(frozen=True)
class Draft:
    """What is being written: the words before masking, what they tell of a person, who lives there, and why sent back."""

    text: str
    people: People
    told: Told | None = None
    note: str = ""


def wrapped(case_id: UUID, draft: Draft) -> bytes:
    """The draft, sealed for its row."""
    return sealed.wrap(json.dumps(asdict(draft)).encode(), context=_context(case_id))


def opened(case: TypicalCase) -> Draft:
    """Of a case in the making. Raises Unsealable."""
    assert case.sealed is not None
    said = json.loads(sealed.unwrap(bytes(case.sealed), context=_context(case.pk)))
    told = said["told"] and Told(**said["told"] | {"years": said["told"]["years"] and tuple(said["told"]["years"])})
    people = People(**said["people"] | {"decades": tuple(said["people"]["decades"])})
    return Draft(said["text"], people, told or None, said["note"])


def wrap_anew(case: TypicalCase) -> bytes:
    """The same under the active wrapping key. Raises Unsealable."""
    return wrapped(case.pk, opened(case))


def wrapped_by(name: str) -> int:
    """How many drafts of the district would be lost with this wrapping key."""
    return _with_head().filter(head=sealed.wrapped_by(name)).count()


def old() -> QuerySet[Any]:
    """Those that another key than the active one has wrapped."""
    return _with_head().exclude(head=sealed.wrapped_by(sealed.active())).order_by("pk")


def _with_head() -> QuerySet[Any]:
    return TypicalCase.objects.filter(sealed__isnull=False).annotate(head=Head("sealed"))


def _context(case_id: UUID) -> str:
    return f"typical-case:{case_id}"
