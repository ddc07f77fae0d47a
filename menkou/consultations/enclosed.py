"""附件: voice and pages of paper. With content.py, which calls it, the only module that reaches the sealed tables.

A clip comes in pieces while somebody speaks, in any order and perhaps twice. Each piece is sealed under the case's key
for its own place, so that no record can be moved. What is sent is bound to its message in the message's transaction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Max, OuterRef, QuerySet, Sum
from django.db.models.functions import JSONObject

from menkou.consultations.models import CaseKey, Consultation, Draft, Enclosure, Message, Piece
from menkou.consultations.rules.packing import PIECE_SECONDS, Packed
from menkou.core import sealed
from menkou.core.errors import Conflict, Invalid
from menkou.core.rows import insert

Kind = Enclosure.Kind
BEGINNINGS = {  # how a file of each kind begins, so that nothing else is handed out as one
    Enclosure.Mime.WEBM: (0, b"\x1a\x45\xdf\xa3"),
    Enclosure.Mime.MP4: (4, b"ftyp"),
    Enclosure.Mime.OGG: (0, b"OggS"),
}
FACTS = ("id", "kind", "number", "mime", "seconds", "size")
SLACK_PIECES = 4  # a phone may cut a little earlier than every five seconds
OTHER = "这一小段和刚才送来的不一样，没有收下。请把这段话删掉，重新说一遍。"
NOT_SOUND = "这不是录下来的声音，没有收下。请在这一页点“说出您的问题”来说。"
MISSING = "第 {nth} 段话还没有全部送上来，请等几秒再送一次。您说的还在手机里。"
NO_PAGE = "第 {nth} 张照片没有送上来，请再拍一次这一页。"


class Limits(NamedTuple):
    """A district's limits, from its rules."""

    clips: int
    clip_seconds: int
    pages: int
    piece_kb: int
    clip_kb: int


@dataclass(frozen=True)
class Enclosed:
    """One clip or page of a message: facts, no content."""

    id: UUID
    kind: str
    number: int
    mime: str
    seconds: int | None
    size: int


@dataclass(frozen=True)
class Part:
    """Some bytes of an enclosure, opened."""

    of: Enclosed
    start: int
    content: bytes


def begin(draft: Draft) -> None:
    """Put a draft on record; a new question's with the key of the coming consultation."""
    if draft.consultation_id:
        insert(draft)
    else:
        wrapped = sealed.wrap(sealed.new_key(), context=f"consultation:{draft.pk}")
        insert(draft, CaseKey(draft=draft, wrapped=wrapped))


def put_piece(draft: Draft, place: tuple[int, int], mime: str, content: bytes, limits: Limits) -> bool:
    """Keep one piece (clip, number) of a draft that is locked; whether it is new. Raises Invalid, Conflict."""
    clip, number = place
    _must_be_sound(mime, number, content, limits)
    enclosure = _enclosure(
        draft, clip, Kind.VOICE, mime, limits.clips, f"一次最多说 {limits.clips} 段。请先送出去，再接着说。"
    )
    kept = Piece.objects.filter(enclosure=enclosure)
    if same := kept.filter(number=number).first():
        if _unsealed(draft, enclosure, [same]) != content:
            raise Conflict(OTHER)
        return False
    if (kept.aggregate(all=Sum("size"))["all"] or 0) + len(content) > limits.clip_kb * 1024:
        raise Invalid("这段话太长，收不下了。请先送出去，再说一段。")
    _keep(draft, enclosure, number, content)
    return True


def put_photo(draft: Draft, number: int, jpeg: bytes, source: bytes, limits: Limits) -> bool:
    """Keep one page of a draft that is locked, made of a file with this digest; another file takes its place."""
    too_many = f"一次最多送 {limits.pages} 张。请先送出去，再接着拍。"
    enclosure = _enclosure(draft, number, Kind.PHOTO, Enclosure.Mime.JPEG, limits.pages, too_many)
    if bytes(enclosure.source_digest) == source and Piece.objects.filter(enclosure=enclosure).exists():
        return False
    Piece.objects.filter(enclosure=enclosure).delete()
    Enclosure.objects.filter(pk=enclosure.pk).update(source_digest=source)
    _keep(draft, enclosure, 0, jpeg)
    return True


def pages_of(draft: Draft) -> list[int]:
    """The numbers of a draft's pages."""
    return list(Enclosure.objects.filter(draft=draft, kind=Kind.PHOTO).values_list("number", flat=True))


def key_of(draft: Draft) -> bytes:
    """The key under which a draft's pieces are sealed."""
    owner = {"consultation": draft.consultation_id} if draft.consultation_id else {"draft": draft.pk}
    return sealed.unwrap(bytes(CaseKey.objects.get(**owner).wrapped), context=f"consultation:{_case_of(draft)}")


def bind(draft: Draft | None, message: Message, packed: Sequence[Packed], limits: Limits) -> None:
    """What the form packed becomes the message's; the rest of the draft is forgotten. Raises Conflict, Invalid.

    The draft is locked, and the message is on record. Of a clip every piece has to be there.
    """
    found = {one.number: one for one in Enclosure.objects.filter(draft=draft)} if draft else {}
    if packed:
        _must_be_whole(found, packed, limits)
        sent = [found[thing.number] for thing in packed]
        sizes = dict(
            Piece.objects.filter(enclosure__in=sent).values_list("enclosure").annotate(all=Sum("size")).order_by()
        )
        for one, thing in zip(sent, packed, strict=True):
            one.draft, one.message, one.size = None, message, sizes[one.pk]
            one.seconds = thing.seconds if one.kind == Kind.VOICE else None
        Enclosure.objects.bulk_update(sent, ["draft", "message", "size", "seconds"])
    if draft:
        if not draft.consultation_id:
            CaseKey.objects.filter(draft=draft).update(draft=None, consultation=message.consultation_id)
        forget(Draft.objects.filter(pk=draft.pk))


def with_enclosed(messages: QuerySet[Message]) -> QuerySet[Message]:
    """Messages that know what they enclose, in one question to the database."""
    beside = Enclosure.objects.filter(message_id=OuterRef("pk")).order_by("number")
    return messages.annotate(beside=ArraySubquery(beside.values_list(JSONObject(**{name: name for name in FACTS}))))


def of_message(message: Message) -> tuple[Enclosed, ...]:
    """What a message encloses, in order."""
    found = getattr(message, "beside", ())
    return tuple(Enclosed(**{**one, "id": UUID(one["id"])}) for one in found)


def is_same(message: Message, packed: Sequence[Packed]) -> bool:
    """Whether a message encloses just this."""
    kept = {one.number: one for one in Enclosure.objects.filter(message=message)}
    if set(kept) != {one.number for one in packed}:
        return False
    return all(not one.source or bytes(kept[one.number].source_digest) == one.source for one in packed)


def one_of(messages: QuerySet[Message], enclosure_id: UUID) -> Enclosed:
    """An enclosure of one of these messages. Raises DoesNotExist."""
    return _facts(Enclosure.objects.get(message__in=messages, pk=enclosure_id))


def opened(consultation: Consultation, key: bytes, one: Enclosed, start: int, stop: int) -> bytes:
    """Some bytes of an enclosure, half open; only the pieces that hold them are unsealed."""
    at, skipped, wanted = 0, 0, []
    for pk, size in Piece.objects.filter(enclosure=one.id).values_list("pk", "size"):
        if at + size <= start:
            skipped = at + size
        elif at < stop:
            wanted.append(pk)
        at += size
    pieces = Piece.objects.filter(pk__in=wanted)
    plain = b"".join(
        sealed.unseal_bytes(key, bytes(piece.sealed), context=_context(consultation.pk, one.id, piece.number))
        for piece in pieces
    )
    return plain[start - skipped : stop - skipped]


def remove(messages: QuerySet[Message]) -> None:
    """Forget what messages enclose, with every piece of it."""
    _remove(Enclosure.objects.filter(message__in=messages))


def forget(drafts: QuerySet[Draft]) -> int:
    """Forget drafts with all that is in them; returns how many."""
    pks = list(drafts.values_list("pk", flat=True))
    _remove(Enclosure.objects.filter(draft__in=pks))
    CaseKey.objects.filter(draft__in=pks).delete()
    return Draft.objects.filter(pk__in=pks).delete()[0]


def _remove(enclosures: QuerySet[Enclosure]) -> None:
    pks = list(enclosures.values_list("pk", flat=True))
    Piece.objects.filter(enclosure__in=pks).delete()
    Enclosure.objects.filter(pk__in=pks).delete()


def _must_be_sound(mime: str, number: int, content: bytes, limits: Limits) -> None:
    at, beginning = BEGINNINGS.get(Enclosure.Mime(mime), (0, b"")) if mime in BEGINNINGS else (0, b"")
    if not beginning or (number == 0 and content[at : at + len(beginning)] != beginning):
        raise Invalid(NOT_SOUND)
    if number >= _most_pieces(limits):
        raise Invalid(f"一段最多说 {limits.clip_seconds} 秒。请先送出去，再说一段。")
    if not 0 < len(content) <= limits.piece_kb * 1024:
        raise Invalid("这一小段声音太大，收不下。请重新说一遍，或者写字、打电话。")


def _most_pieces(limits: Limits) -> int:
    return -(-limits.clip_seconds // PIECE_SECONDS) + SLACK_PIECES


def _enclosure(draft: Draft, number: int, kind: str, mime: str, most: int, too_many: str) -> Enclosure:
    """The draft's enclosure of this number, begun if need be."""
    mine = Enclosure.objects.filter(draft=draft)
    found = mine.filter(number=number).first()
    if found is None:
        # those that were left out again stay till the draft is sent: a few more than can be sent
        if mine.filter(kind=kind).count() >= 3 * most or not 1 <= number <= 99:
            raise Invalid(too_many)
        return Enclosure.objects.create(draft=draft, kind=kind, number=number, mime=mime)
    if (found.kind, found.mime) != (kind, mime):
        raise Conflict(OTHER)
    return found


def _keep(draft: Draft, enclosure: Enclosure, number: int, content: bytes) -> None:
    context = _context(_case_of(draft), enclosure.pk, number)
    record = sealed.seal_bytes(key_of(draft), content, context=context)
    Piece.objects.create(enclosure=enclosure, number=number, size=len(content), sealed=record)


def _must_be_whole(found: dict[int, Enclosure], packed: Sequence[Packed], limits: Limits) -> None:
    """All that was packed is there with all its pieces, and no more of them than may be sent at once."""
    counted = Piece.objects.filter(enclosure__in=found.values()).values("enclosure")
    pieces = {one["enclosure"]: one for one in counted.annotate(count=Count("pk"), last=Max("number")).order_by()}
    spoken = pages = 0
    for thing in packed:
        one = found.get(thing.number)
        is_voice = thing.seconds > 0 if one is None else one.kind == Kind.VOICE
        spoken, pages = spoken + is_voice, pages + (not is_voice)
        here = pieces.get(one.pk) if one else None
        if here is None or here["count"] < thing.pieces or here["last"] + 1 != thing.pieces:
            raise Conflict(MISSING.format(nth=spoken) if is_voice else NO_PAGE.format(nth=pages))
        if is_voice and thing.seconds > limits.clip_seconds + PIECE_SECONDS:
            raise Invalid(f"一段最多说 {limits.clip_seconds} 秒。请分几段说。")
    if spoken > limits.clips:
        raise Invalid(f"一次最多说 {limits.clips} 段。请先送出去，再接着说。")
    if pages > limits.pages:
        raise Invalid(f"一次最多送 {limits.pages} 张。请先送出去，再接着拍。")


def _unsealed(draft: Draft, enclosure: Enclosure, pieces: Iterable[Piece]) -> bytes:
    key, case = key_of(draft), _case_of(draft)
    return b"".join(
        sealed.unseal_bytes(key, bytes(one.sealed), context=_context(case, enclosure.pk, one.number)) for one in pieces
    )


def _facts(one: Enclosure) -> Enclosed:
    return Enclosed(**{name: getattr(one, name) for name in FACTS})


def _case_of(draft: Draft) -> UUID:
    return draft.consultation_id or draft.pk


def _context(case: UUID, enclosure_id: UUID, number: int) -> str:
    return f"consultation:{case}/enclosure:{enclosure_id}/piece:{number}"
