"""回执: a platform says afterwards that something of ours did not arrive. It goes on by the next way, once.

微信客服 names the message by our own number. 公众号 names a notice by a number that it did not tell when it took it, so
the newest one to this person is meant; each holds the same words, and one that is said twice is kept once (inbox).
"""

from datetime import datetime, timedelta
from uuid import UUID

from menkou.channels.arrived import Arrived
from menkou.channels.models import Account
from menkou.chats.models import Chat
from menkou.chats.rules.ways import AGAIN, Way
from menkou.core import outbox

SLOW = timedelta(minutes=1)  # a notice may have ended there before its call did here
MOST_CODE = 40  # characters of a platform's word


def note_lost(chat: Chat, arrived: Arrived, at: datetime) -> bool:
    """Whether anything of ours is meant, and goes another way now."""
    account, said = chat.correspondent.account, arrived.facts
    gone: tuple[str, ...]
    if account.kind == Account.Kind.KF:
        lost, gone, then = _ours(said.get("fail_msgid", "")), (Way.CHAT, AGAIN), Way.NOTICE
    elif said.get("TemplateId", account.facts.get("template")) == account.facts.get("template"):
        to = f"chat:{chat.pk}"
        lost, gone, then = outbox.last_gone(to, way=Way.NOTICE, before=at + SLOW), (Way.NOTICE,), Way.SMS
    else:
        return False  # of another template: somebody else's notice
    code = said.get("fail_type") or said.get("ErrorCode") or said.get("Status", "")
    return lost is not None and outbox.note_lost(lost, gone=gone, way=then, code=code[:MOST_CODE])


def _ours(number: str) -> UUID | None:
    """The row that a platform's number of a message names, where it is one of ours."""
    try:
        return UUID(hex=number)
    except ValueError:
        return None
