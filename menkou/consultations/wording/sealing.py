"""没发出的答复, sealed. The only module that reaches them (a guard test sees to it)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from menkou.consultations.models import CaseKey, Consultation, Wording
from menkou.core import clock, sealed
from menkou.core.errors import Conflict
from menkou.core.keys import digest

ELSEWHERE = "另一台设备上改过这份草稿，这一页的没有盖上去。请先复制这里写的，再重新打开这一页。"


@dataclass(frozen=True)
class Kept:
    """A wording as it was kept: its number, 0 where there is none; and whether it is the first of its matter."""

    number: int
    is_new: bool = False


@dataclass(frozen=True)
class Opened:
    """What was written so far."""

    text: str
    number: int
    at: datetime


def keep(consultation: Consultation, text: str, *, form: str, seen: int, by_id: UUID) -> Kept:
    """Seal what the holder of a matter, which is locked, has written so far, over what they wrote before.

    Raises Conflict where another page has kept something since, which this one has not seen.
    """
    once, found = digest("wording", form), _of(consultation).first()
    if found and seen != found.number and bytes(found.form_digest) != once:
        raise Conflict(ELSEWHERE)
    if not text.strip():
        _of(consultation).delete()
        return Kept(0)
    row = found or Wording(consultation=consultation, author_id=consultation.holder_id, number=0)
    row.sealed = sealed.seal(_key_of(consultation), text, context=_context(row))
    row.number, row.form_digest, row.kept_at, row.kept_by_id = row.number + 1, once, clock.now(), by_id
    row.save(force_insert=found is None)
    return Kept(row.number, is_new=found is None)


def open_for(consultation: Consultation, readers: Iterable[UUID]) -> Opened | None:
    """What the holder has written so far, for themselves and nobody else."""
    if consultation.holder_id not in set(readers):
        return None
    found = _of(consultation).first()
    if found is None:
        return None
    text = sealed.unseal(_key_of(consultation), bytes(found.sealed), context=_context(found))
    return Opened(text, found.number, found.kept_at)


def destroy(consultation: Consultation) -> None:
    """Whatever anybody has written and not sent about a matter."""
    Wording.objects.filter(consultation=consultation).delete()


def destroy_before(moment: datetime) -> int:
    """Those that nobody has touched since; returns how many."""
    return Wording.objects.filter(kept_at__lt=moment).delete()[0]


def count(before: datetime | None = None) -> int:
    """How many there are, or nobody has touched since a moment: a number for the report of what is kept."""
    found = Wording.objects.all()
    return (found.filter(kept_at__lt=before) if before else found).count()


def _of(consultation: Consultation):
    return Wording.objects.filter(consultation=consultation, author_id=consultation.holder_id)


def _key_of(consultation: Consultation) -> bytes:
    wrapped = CaseKey.objects.get(consultation=consultation).wrapped
    return sealed.unwrap(bytes(wrapped), context=f"consultation:{consultation.pk}")


def _context(row: Wording) -> str:
    return f"consultation:{row.consultation_id}/wording:{row.pk}"
