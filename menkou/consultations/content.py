"""What was said. With enclosed.py, which it calls, the only module that reaches the sealed tables (a guard sees to it).

Each consultation has a key of its own, wrapped by the key file; each message is sealed for its consultation and its
own id, so that no record can be moved. Whoever calls has passed a policy; nothing here goes into logs or errors.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import BinaryField, Exists, Func, Max, Min, Model, OuterRef, Q, QuerySet, Subquery

from menkou.consultations import enclosed
from menkou.consultations.enclosed import Enclosed, Limits, Part
from menkou.consultations.models import CaseKey, Consultation, Draft, Message, Party
from menkou.consultations.rules import ranges
from menkou.consultations.rules.names import normalised
from menkou.consultations.rules.packing import Packed
from menkou.core import clock, replies, sealed
from menkou.core.errors import Conflict
from menkou.core.keys import digest
from menkou.core.rows import insert

SURELY_UNSEEN = timedelta(seconds=1)  # so long before it is seen it may be taken back: the deletion commits first
LONGEST_TEXT = 5000  # characters of one message


@dataclass(frozen=True)
class Said:
    """One opened message."""

    id: UUID
    text: str
    author_id: UUID | None  # None: the asker
    at: datetime
    enclosures: tuple[Enclosed, ...] = ()


@dataclass(frozen=True)
class Sending:
    """What a form sends beside its words: what it packed, out of its draft, which is locked."""

    draft: Draft | None
    packed: Sequence[Packed]
    limits: Limits


@dataclass(frozen=True)
class Thread:
    """A consultation with all that was said: text, author (None: the asker), when."""

    consultation: Consultation
    lines: tuple[tuple[str, UUID | None, datetime], ...]


def lay_down(consultation: Consultation, text: str, *beside: Model, sending: Sending | None = None) -> None:
    """Put a new consultation on record, with what stands beside it: sealed under a fresh key, or its draft's."""
    message = Message(consultation=consultation, visible_at=consultation.asked_at)
    if sending and sending.draft:
        key = enclosed.key_of(sending.draft)
        message.sealed = sealed.seal(key, text, context=_context(consultation, message.pk))
        insert(consultation, message, *beside)
    else:
        key = sealed.new_key()
        case_key = CaseKey(consultation=consultation, wrapped=sealed.wrap(key, context=_context(consultation)))
        message.sealed = sealed.seal(key, text, context=_context(consultation, message.pk))
        insert(consultation, case_key, message, *beside)
    if sending:
        enclosed.bind(sending.draft, message, sending.packed, sending.limits)


def lay_down_many(threads: Iterable[Thread]) -> None:
    """Seal whole threads at once. For the demo."""
    keys, messages = [], []
    for thread in threads:
        consultation, key = thread.consultation, sealed.new_key()
        keys.append(CaseKey(consultation=consultation, wrapped=sealed.wrap(key, context=_context(consultation))))
        for text, author_id, at in thread.lines:
            message = Message(consultation=consultation, author_id=author_id, visible_at=at)
            message.sealed = sealed.seal(key, text, context=_context(consultation, message.pk))
            messages.append(message)
    CaseKey.objects.bulk_create(keys, batch_size=500)
    Message.objects.bulk_create(messages, batch_size=500)


def add(
    consultation: Consultation,
    text: str,
    *,
    author_id: UUID | None,
    delay_s: int = 0,
    once: bytes | None = None,
    sending: Sending | None = None,
    only_thanks: bool = False,
) -> UUID:
    """Seal one more message; the other side sees it after the delay. Return its id."""
    visible_at = clock.now() + (timedelta(seconds=delay_s) + SURELY_UNSEEN if delay_s else timedelta())
    facts = {"author_id": author_id, "visible_at": visible_at, "once_digest": once, "only_thanks": only_thanks}
    message = _add(consultation, _key_of(consultation), text, **facts)
    if sending:
        enclosed.bind(sending.draft, message, sending.packed, sending.limits)
    return message.pk


def is_said(consultation: Consultation, once: bytes, text: str, packed: Sequence[Packed] = ()) -> bool:
    """Whether the form with this digest has said this before. Raises Conflict where it said something else."""
    message = Message.objects.filter(once_digest=once).first()
    if message is None:
        return False
    is_ours = message.consultation_id == consultation.pk and enclosed.is_same(message, packed)
    if not is_ours or _open(consultation, [message])[0].text != text:
        raise Conflict("刚才那一条已经送到了。这一条和它不一样，还要送的话，请再点一次。")
    return True


def was_sent(form: str) -> bool:
    """Whether a form has said something already, also where that was taken back."""
    once = digest("once", form)
    return Message.objects.filter(once_digest=once).exists() or replies.is_undone(once)


def sent_with(form: str) -> tuple[UUID, datetime]:
    """The message that a form has sent, and when the other side sees it."""
    return Message.objects.values_list("pk", "visible_at").get(once_digest=digest("once", form))


def open_for_adviser(consultation: Consultation) -> list[Said]:
    """All that was said, with answers that can still be taken back."""
    return _open(consultation, enclosed.with_enclosed(_with_key(Message.objects.filter(consultation=consultation))))


def open_for_asker(consultation: Consultation) -> list[Said]:
    """What has arrived."""
    arrived = Message.objects.filter(consultation=consultation, visible_at__lte=clock.now())
    return _open(consultation, enclosed.with_enclosed(_with_key(arrived)))


def take_back(consultation: Consultation, message_id: UUID, author_ids: set[UUID]) -> str | None:
    """Remove an answer that the asker has not seen, and return its text; None where it is too late."""
    mine = Message.objects.filter(consultation=consultation, pk=message_id, author_id__in=author_ids)
    unseen = mine.filter(visible_at__gt=clock.now() + SURELY_UNSEEN)
    message = unseen.select_for_update().first()
    if message is None:
        return None
    text = sealed.unseal(_key_of(consultation), bytes(message.sealed), context=_context(consultation, message.pk))
    enclosed.remove(unseen)
    replies.note_undone(bytes(message.once_digest or b""))
    return text if unseen.delete()[0] else None


def enclosure_for_adviser(consultation: Consultation, enclosure_id: UUID, wanted: str) -> Part | None:
    """Part of what is enclosed in a message, as a player asks for it; None: no such part. Raises DoesNotExist."""
    return _part(consultation, Message.objects.filter(consultation=consultation), enclosure_id, wanted)


def enclosure_for_asker(consultation: Consultation, enclosure_id: UUID, wanted: str) -> Part | None:
    """The same, of what has arrived."""
    arrived = Message.objects.filter(consultation=consultation, visible_at__lte=clock.now())
    return _part(consultation, arrived, enclosure_id, wanted)


def _part(consultation: Consultation, among: QuerySet[Message], enclosure_id: UUID, wanted: str) -> Part | None:
    one = enclosed.one_of(among, enclosure_id)
    part = ranges.part(wanted, one.size)
    if part is None:
        return None
    return Part(one, part[0], enclosed.opened(consultation, _key_of(consultation), one, *part))


def seal_beside(consultation: Consultation, place: str, text: str) -> bytes:
    """Seal words of others about this matter under its own key, for one place: they are erased with it."""
    return sealed.seal(_key_of(consultation), text, context=f"{_context(consultation)}/{place}")


def open_beside(consultation: Consultation, place: str, record: bytes) -> str:
    """The words that were sealed beside the matter; empty once it has been erased."""
    if not CaseKey.objects.filter(consultation=consultation).exists():
        return ""
    return sealed.unseal(_key_of(consultation), bytes(record), context=f"{_context(consultation)}/{place}")


def destroy(consultation: Consultation) -> None:
    """Crypto-erase: the key and all that was said under it. Nothing brings it back once its wrapping key is gone too."""
    enclosed.remove(Message.objects.filter(consultation=consultation))
    enclosed.forget(Draft.objects.filter(consultation=consultation))
    Party.objects.filter(consultation=consultation).delete()  # their digests would tell names to a guess
    CaseKey.objects.filter(consultation=consultation).delete()
    Message.objects.filter(consultation=consultation).delete()


def rewrap(after: UUID | None, most: int) -> tuple[int, UUID | None]:
    """Wrap the next so many keys with the active key where another one does. How many, and where to go on; None: done."""
    keys = CaseKey.objects.order_by("pk").select_for_update()
    found = list((keys.filter(pk__gt=after) if after else keys)[:most])
    head = sealed.wrapped_by(sealed.active())
    old = [one for one in found if not bytes(one.wrapped).startswith(head)]
    for one in old:
        context = f"consultation:{one.consultation_id or one.draft_id or one.copy_id}"  # each key under its owner's id
        one.wrapped = sealed.wrap(sealed.unwrap(bytes(one.wrapped), context=context), context=context)
    CaseKey.objects.bulk_update(old, ["wrapped"])
    return len(old), found[-1].pk if len(found) == most else None


def count_wrapped_by(name: str) -> int:
    """How many matters of the district would be lost with this wrapping key."""
    head = sealed.wrapped_by(name)
    beginning = Func("wrapped", 1, len(head), function="substring", output_field=BinaryField())
    return CaseKey.objects.annotate(head=beginning).filter(head=head).count()


def name_sides(consultation: Consultation, names: Mapping[str, str]) -> None:
    """当事人: seal the names that an asker gave, by side; a name of marks only is none."""
    key = _key_of(consultation)
    for side, name in names.items():
        if kept := normalised(name):
            party = Party(consultation=consultation, side=side, name_digest=digest("party", kept))
            party.sealed = sealed.seal(key, name.strip(), context=_context(consultation, party.pk))
            party.save(force_insert=True)


def names_sides() -> Exists:
    """A condition over consultations: that their asker gave a name."""
    return Exists(Party.objects.filter(consultation_id=OuterRef("pk"), district_id=OuterRef("district_id")))


def sides_of(consultation: Consultation) -> dict[str, str]:
    """The names that the asker gave, by side, for whoever may read what was said."""
    parties = list(Party.objects.filter(consultation=consultation))
    key = _key_of(consultation) if parties else b""
    return {one.side: _name(one, key, consultation) for one in parties}


def has_namesakes(consultation: Consultation, others: QuerySet[Consultation]) -> bool:
    """Whether one of its sides is a side of another of these matters; two who ask are not each other's other side."""
    own = dict(Party.objects.filter(consultation=consultation).values_list("side", "name_digest"))
    theirs = Party.objects.filter(consultation__in=others).exclude(consultation=consultation)
    met = Q(pk=None)
    if digest_of_other := own.get(Party.Side.OTHER):
        met |= Q(name_digest=digest_of_other)
    if digest_of_asker := own.get(Party.Side.ASKER):
        met |= Q(name_digest=digest_of_asker, side=Party.Side.OTHER)
    return bool(own) and theirs.filter(met).exists()


def answers_span(consultation: Consultation) -> tuple[datetime | None, datetime | None]:
    """When the first and the last answer were, or will be, seen."""
    answers = Message.objects.filter(consultation=consultation, author__isnull=False)
    span = answers.aggregate(first=Min("visible_at"), last=Max("visible_at"))
    return span["first"], span["last"]


def is_answered(consultation: Consultation, since: datetime | None = None) -> bool:
    """Whether the last word but thanks is the adviser's: by when it was written, for it is seen some seconds later.

    Where a moment is named, one that was seen before it does not count.
    """
    last = Message.objects.filter(consultation=consultation, only_thanks=False).order_by("-id").first()
    return last is not None and last.author_id is not None and (since is None or last.visible_at >= since)


def _add(consultation: Consultation, key: bytes, text: str, **facts: Any) -> Message:
    message = Message(consultation=consultation, **facts)
    message.sealed = sealed.seal(key, text, context=_context(consultation, message.pk))
    try:
        message.save(force_insert=True)
    except IntegrityError as error:  # the same form at the same moment, for another consultation
        raise Conflict("这一页已经送出过了，请回到列表再看。") from error
    return message


def _open(consultation: Consultation, messages: Iterable[Message]) -> list[Said]:
    said = list(messages)
    if not said:
        return []  # erased, perhaps only now
    wrapped = getattr(said[0], "wrapped", None)
    key = sealed.unwrap(bytes(wrapped), context=_context(consultation)) if wrapped else _key_of(consultation)
    texts = ((m, sealed.unseal(key, bytes(m.sealed), context=_context(consultation, m.pk))) for m in said)
    return [Said(m.pk, text, m.author_id, m.visible_at, enclosed.of_message(m)) for m, text in texts]


def _with_key(messages: QuerySet[Message]) -> QuerySet[Message]:
    """Each with its wrapped key, in the same round trip: a page opens a matter at every showing."""
    key = CaseKey.objects.filter(consultation=OuterRef("consultation"), district=OuterRef("district"))
    return messages.annotate(wrapped=Subquery(key.values("wrapped")[:1]))


def _key_of(consultation: Consultation) -> bytes:
    wrapped = CaseKey.objects.get(consultation=consultation).wrapped
    return sealed.unwrap(bytes(wrapped), context=_context(consultation))


def _name(party: Party, key: bytes, consultation: Consultation) -> str:
    return sealed.unseal(key, bytes(party.sealed), context=_context(consultation, party.pk))


def _context(consultation: Consultation, message_id: UUID | None = None) -> str:
    return f"consultation:{consultation.pk}" + (f"/message:{message_id}" if message_id else "")
