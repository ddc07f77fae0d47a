"""Who holds a matter now: found locked, and told."""

from menkou.consultations.models import Consultation
from menkou.core import outbox
from menkou.core.errors import Conflict

CLOSED = "这件事已经办结了。"
ERASED = "提问的人已经删掉了这件事的内容。"
MOVED = "这件事刚刚移交给了另一位法律顾问。"


def locked(consultation: Consultation) -> Consultation:
    """The matter as it is now, and nobody else's till the transaction ends."""
    # without joins: PostgreSQL finds no row for whoever waited while the other one changed the holder
    return Consultation.objects.select_for_update().get(pk=consultation.pk)


def kept(consultation: Consultation) -> Consultation:
    """Locked. Raises Conflict where its asker erased what was said."""
    found = locked(consultation)
    if found.erased_at is not None:
        raise Conflict(ERASED)
    return found


def still_held(consultation: Consultation) -> Consultation:
    """Locked. Raises Conflict where it was handed over after the policy had been asked, or its asker erased it."""
    found = kept(consultation)
    if found.holder_id != consultation.holder_id:
        raise Conflict(MOVED)
    return found


def tell_holder(consultation: Consultation, words: str, key: str) -> None:
    """Send words without content to whoever has the matter now; once for each key."""
    outbox.send(to=f"registration:{consultation.holder_id}", words=words, key=key)
