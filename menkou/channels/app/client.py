"""What we ask of 企业微信 to reach a member of staff (security.md 4.4)."""

from typing import Any

from menkou.channels.wecom.client import BASE, post
from menkou.channels.wecom.codes import CODES

UNREACHED = ("invaliduser", "unlicenseduser")  # told beside errcode 0
NOBODY = 81013


def send_text(token: str, agent_id: int, member: str, words: str, *, no_repeat_s: int = 0, base: str = BASE) -> str:
    """发送应用消息: a text of at most 2,048 bytes to one member (UserID); its msgid, empty where none is told.

    With `no_repeat_s` (at most 4 h) the platform drops the same words to the same member within that time: for
    sending again after Unclear, and only where the words differ from notice to notice. Raises Final where the member
    is not there, or not in sight of the application; ValueError where `member` would name several.
    """
    if not member or "|" in member or member.casefold() == "@all":
        raise ValueError("one member")
    body: dict[str, Any] = {"touser": member, "msgtype": "text", "agentid": agent_id, "text": {"content": words}}
    body |= {"enable_duplicate_check": 1, "duplicate_check_interval": no_repeat_s} if no_repeat_s else {}
    said = post("app_send", "message/send", token, body, base)
    if any(said.get(name) for name in UNREACHED):
        raise CODES.failed("app_send", NOBODY)
    number = said.get("msgid")
    return number if isinstance(number, str) else ""
