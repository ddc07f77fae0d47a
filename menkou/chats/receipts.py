"""回执: a platform says afterwards that something of ours did not arrive. It goes on by the next way, once.

A gateway of SMS names the text, and is believed by channels.texted.

微信客服 names the message by our own number. 公众号 names a notice by a number that it did not tell when it took it, so
the newest one to this person is meant; each holds the same words, and one that is said twice is kept once (inbox).
"""

from datetime import datetime, timedelta
from uuid import UUID

from menkou.channels import ledger
from menkou.channels.allowance import left
from menkou.channels.arrived import Arrived
from menkou.channels.models import Account
from menkou.chats import queries
from menkou.chats.models import Chat
from menkou.chats.rules.ways import AGAIN, Way
from menkou.core import clock, outbox
from menkou.core.models import Outgoing

SLOW = timedelta(minutes=1)  # a notice may have ended there before its call did here
RECENT = timedelta(hours=1)  # an older one is not meant: it is said within seconds, and tried again within minutes
MOST_CODE = 40  # characters of a platform's word


def note_lost(chat: Chat, arrived: Arrived, at: datetime) -> bool:
    """Whether anything of ours is meant, and goes another way now."""
    account, said = chat.correspondent.account, arrived.facts
    gone: tuple[str, ...]
    to = f"chat:{chat.pk}"
    if account.kind == Account.Kind.KF:
        lost, gone, then = _ours(to, said.get("fail_msgid", "")), (Way.CHAT, AGAIN), Way.NOTICE
    elif said.get("TemplateId", account.facts.get("template")) == account.facts.get("template"):
        lost = outbox.last_gone(to, way=Way.NOTICE, since=at - RECENT, before=at + SLOW)
        gone, then = (Way.NOTICE,), Way.CHAT if _is_open(chat) else Way.SMS
    else:
        return False  # of another template: somebody else's notice
    code = said.get("fail_type") or said.get("ErrorCode") or said.get("Status", "")
    code = "" if then is Way.CHAT else code  # what waits for the chat with a number waits for a platform that is down
    return lost is not None and outbox.note_lost(lost, gone=gone, way=then, code=code[:MOST_CODE])


def note_text_lost(row: Outgoing, code: str) -> bool:
    """The same of a text: somebody calls, unless its person has written meanwhile and can be told in the chat."""
    chat = queries.chat_at(row.address)
    then = Way.CHAT if chat and _is_open(chat) else Way.TASK
    return outbox.note_lost(row.pk, gone=(Way.SMS,), way=then, code="" if then is Way.CHAT else code[:MOST_CODE])


def _is_open(chat: Chat) -> bool:
    """Whether its person has written since: what costs nothing goes first again."""
    return chat.correspondent.follows and left(ledger.openings(chat.correspondent), clock.now()) > 0


def _ours(to: str, number: str) -> UUID | None:
    """The row that a platform's number of a message names, where it is one of ours to this person."""
    try:
        named = UUID(hex=number)
    except ValueError:
        return None
    return named if outbox.is_to(to, named) else None
