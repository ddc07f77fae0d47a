"""What goes along with a form's words: found in its draft, locked, and made part of what was sent."""

from collections.abc import Sequence
from uuid import UUID

from menkou.consultations import queries
from menkou.consultations.content import Sending
from menkou.consultations.enclosed import Limits
from menkou.consultations.models import Draft
from menkou.consultations.rules.packing import Packed
from menkou.core.errors import Conflict, Invalid
from menkou.core.keys import digest
from menkou.places import queries as places

NOTHING = "还没说话，也没写字。点一下“说出您的问题”，说一两句就行。"
GONE = "刚才说的和拍的没有收到，可能放得太久了。请重新说一遍，或者写字。"


def of(
    form: str, text: str, packed: Sequence[Packed], *, matter: UUID | None = None, author_id: UUID | None = None
) -> Sending:
    """What a form sends, of a new question or in a matter. Raises Invalid where it is nothing at all, Conflict where its
    draft is not there any more."""
    if not text.strip() and not packed:
        raise Invalid(NOTHING)
    draft: Draft | None = queries.draft_with(form).select_for_update().first()
    if draft and (draft.consultation_id, draft.author_id) != (matter, author_id):
        draft = None
    if packed and draft is None:
        raise Conflict(GONE)
    return Sending(draft, packed, limits())


def limits() -> Limits:
    """The district's limits of today."""
    rules = places.rules()
    names = ("clips_in_a_message", "clip_seconds", "pages_in_a_message", "most_kb_of_a_piece", "most_kb_of_a_clip")
    return Limits(*(rules[name] for name in names))


def digest_of(
    form: str, code: str, text: str, may_hand_over: bool, packed: Sequence[Packed], about: Sequence[str] = ()
) -> bytes:
    """Keyed digest of all that a form asked; without enclosures as it has ever been."""
    return digest("asked", form, code, text, str(may_hand_over), *(one.words for one in packed), *about)


def source_of(photo: bytes) -> bytes:
    """Keyed digest of a file that a page is made of."""
    return digest("page", photo.hex())
