"""What advisers noted for themselves. The only module that reaches the notes (a guard test sees to it)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from uuid_utils.compat import uuid7

from menkou.consultations.models import CaseKey, Consultation, Note
from menkou.core import clock, sealed
from menkou.core.errors import Conflict

WRITTEN = "这一页写的已经记下过了。这一段和它不一样，还要记的话，请再点一次。"


@dataclass(frozen=True)
class Noted:
    """One opened note."""

    id: UUID
    text: str
    author_id: UUID
    at: datetime
    is_for_hand_over: bool
    opinion_of: str = ""  # 会诊意见: the colleague's name


def add(
    consultation: Consultation,
    text: str,
    *,
    by_id: UUID | None,
    once: bytes,
    is_for_hand_over: bool = False,
    opinion_of: UUID | None = None,
) -> UUID:
    """Seal a note of the matter's holder, or the opinion of a colleague.

    Return its id; that of the note which the same form has written. Raises Conflict where that is another one.
    """
    if written := Note.objects.filter(once_digest=once).select_related("author__adviser").first():
        is_same = written.consultation_id == consultation.pk and _opened(consultation, [written])[0].text == text
        if not is_same:
            raise Conflict(WRITTEN)
        return written.pk
    pk = uuid7()
    record = sealed.seal(_key_of(consultation), text, context=_context(consultation, pk))
    facts = {"is_for_hand_over": is_for_hand_over, "written_at": clock.now(), "written_by_id": by_id}
    Note.objects.create(
        pk=pk,
        consultation=consultation,
        author_id=opinion_of or consultation.holder_id,
        is_opinion=opinion_of is not None,
        sealed=record,
        once_digest=once,
        **facts,
    )
    return pk


def open_for(consultation: Consultation, readers: Iterable[UUID]) -> list[Noted]:
    """What these advisers, who hold the matter, may read: their own, opinions, and what was marked for who takes over."""
    mine = Q(author_id__in=list(readers)) | Q(is_for_hand_over=True) | Q(is_opinion=True)
    found = Note.objects.filter(mine, consultation=consultation)
    return _opened(consultation, found.select_related("author__adviser"))


def open_opinions_of(consultation: Consultation, author_id: UUID) -> list[Noted]:
    """会诊意见 that one colleague has written, for them alone."""
    own = Note.objects.filter(consultation=consultation, author=author_id, is_opinion=True)
    return _opened(consultation, own.select_related("author__adviser"))


def _opened(consultation: Consultation, notes: Iterable[Note]) -> list[Noted]:
    found = list(notes)
    key = _key_of(consultation) if found else b""
    return [
        Noted(
            one.pk,
            sealed.unseal(key, bytes(one.sealed), context=_context(consultation, one.pk)),
            one.author_id,
            one.written_at,
            one.is_for_hand_over,
            str(one.author) if one.is_opinion else "",
        )
        for one in found
    ]


def remove(consultation: Consultation, note_id: UUID, authors: Iterable[UUID]) -> bool:
    """Destroy a note of one's own; False where there is none by that name."""
    own = Note.objects.filter(consultation=consultation, pk=note_id, author_id__in=list(authors))
    return bool(own.delete()[0])


def destroy(consultation: Consultation) -> None:
    """All notes of a matter that is erased."""
    Note.objects.filter(consultation=consultation).delete()


def _key_of(consultation: Consultation) -> bytes:
    wrapped = CaseKey.objects.get(consultation=consultation).wrapped
    return sealed.unwrap(bytes(wrapped), context=f"consultation:{consultation.pk}")


def _context(consultation: Consultation, note_id: UUID) -> str:
    return f"consultation:{consultation.pk}/note:{note_id}"
