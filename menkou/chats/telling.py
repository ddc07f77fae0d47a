"""回话: what follows in a chat from what happens to a matter; in the transaction of what happened, without content."""

from datetime import datetime
from uuid import UUID

from menkou.chats import queries
from menkou.consultations.models import Consultation
from menkou.core import outbox

CLOSED = "您问的一件事办结了。您觉得怎么样？回“满意”“一般”或者“不满意”。还有要问的，直接说。"


def tell(consultation: Consultation, message_id: UUID, visible_at: datetime) -> None:
    """有回复了: once for each chat that the matter is bound to; not before it can be read."""
    for chat in queries.chats_of(consultation):
        key, about = _key(message_id, chat.pk), consultation.pk
        outbox.send(to=f"chat:{chat.pk}", channel="answer", words="", key=key, about=about, not_before=visible_at)


def take_back(consultation: Consultation, message_id: UUID) -> None:
    """撤回: nobody is told of it any more."""
    for chat in queries.chats_of(consultation):
        outbox.withdraw_one(_key(message_id, chat.pk))


def ask_rating(consultation: Consultation) -> None:
    """办结了: asked once, where it is what the chat speaks of."""
    for chat in queries.chats_of(consultation):
        if chat.matter_id == consultation.pk and queries.may_be_rated(consultation):
            key = f"closed:{consultation.pk}:{chat.pk}"
            outbox.send(to=f"chat:{chat.pk}", channel="chat", words=CLOSED, key=key)


def _key(message_id: UUID, chat_id: UUID) -> str:
    return f"answer:{message_id}:{chat_id}"
