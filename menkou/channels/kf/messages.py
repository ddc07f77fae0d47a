"""What 微信客服 brings: the callback that something waits, and the items of a page (security.md 4.3)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from menkou.channels import xml
from menkou.channels.arrived import Arrived, Kind, Unreadable, key_of

WAITING = "kf_msg_or_event"
CUSTOMER = "3"  # origin 消息来源: 3 the customer, 4 the platform's events, 5 staff in the app of 企业微信
SENT = {
    "text": Kind.TEXT,
    "image": Kind.PHOTO,
    "voice": Kind.VOICE,
    "video": Kind.VIDEO,
    "location": Kind.LOCATION,
    "link": Kind.LINK,
}
HAPPENED = {
    "enter_session": Kind.ENTER,
    "msg_send_fail": Kind.LOST,
    "session_status_change": Kind.SESSION,
}
FORMAT = "amr"  # of every voice: we ask for it (voice_format 0)
EPOCH = datetime.fromtimestamp(0, UTC)
LATEST = 1 << 35  # seconds; a time beyond the year 3000 is none
NOT_TOLD = frozenset(("open_kfid", "external_userid", "event_type", "content", "media_id", "menu_id", "scene_param"))

WHY_LOST: dict[str, str] = {  # fail_type 失败类型, from the platform's page on receiving messages
    "0": "原因不明。",
    "1": "微信客服账号已被删除。",
    "2": "应用已被停用。",
    "4": "对方超过 48 小时没有来信。",
    "5": "会话已经结束。",
    "6": "对方来信之后已经发满 5 条。",
    "7": "没有绑定视频号。",
    "8": "单位还没有完成企业认证。",
    "9": "单位还没有完成企业认证，也没有绑定视频号。",
    "10": "对方拒收。",
    "11": "单位没有成员登录企业微信。",
    "12": "这类消息微信客服不能发。",
}


@dataclass(frozen=True)
class Called:
    """回调: an event at the address for callbacks. Where `waits`, fetch the pages of `open_kfid` with `token`."""

    event: str
    open_kfid: str
    token: str = field(repr=False)  # good for 10 min; spares the strict limit on fetching without one
    corpid: str
    at: datetime

    @property
    def waits(self) -> bool:
        """Whether messages of 微信客服 wait to be fetched."""
        return self.event == WAITING and bool(self.open_kfid)


def called(plain: bytes) -> Called:
    """The event in an opened envelope. Raises Unreadable where it is no event at all."""
    fields = xml.read(plain)
    if _word(fields, "MsgType").lower() != "event" or not _word(fields, "Event"):
        raise Unreadable
    return Called(
        event=_word(fields, "Event").lower(),
        open_kfid=_word(fields, "OpenKfId"),
        token=_word(fields, "Token"),
        corpid=_word(fields, "ToUserName"),
        at=_moment(_word(fields, "CreateTime")),
    )


def arrived(item: Mapping[str, Any]) -> Arrived:
    """One item of a page. Never raises: what is not known becomes OTHER, and what is not there stays empty.

    What somebody else than the customer said is OTHER too, and its words are not told as the customer's. `at` is
    1970 where the platform does not say when. The code for a word of welcome is in facts["welcome_code"].
    """
    sort = _word(item, "msgtype").lower()
    inner = item.get(sort)
    said: Mapping[str, Any] = inner if isinstance(inner, Mapping) else {}
    event = _word(said, "event_type").lower() if sort == "event" else ""
    theirs = not event and _word(item, "origin") == CUSTOMER
    choice = _word(said, "menu_id") if theirs and sort == "text" else ""
    kind = Kind.CLICK if choice else HAPPENED.get(event) if event else SENT.get(sort) if theirs else None
    account = _word(item, "open_kfid") or _word(said, "open_kfid")
    return Arrived(
        kind=kind or Kind.OTHER,
        sender=_word(item, "external_userid") or _word(said, "external_userid"),
        key=_key(item, account),
        at=_moment(_word(item, "send_time")),
        account=account,
        event=event or sort,
        text=_text(said, sort) if theirs else "",
        media_id=_word(said, "media_id") if theirs else "",
        media_format=FORMAT if theirs and sort == "voice" else "",
        scene=(_word(said, "scene_param") or _word(said, "scene")) if kind is Kind.ENTER else "",
        choice=choice,
        facts=_facts(said) if theirs or event else {},
    )


def why_lost(lost: Arrived) -> str:
    """Why a message did not arrive after all, in a sentence for an officer; `lost` is of the kind LOST."""
    kind = lost.facts.get("fail_type", "0")
    return WHY_LOST.get(kind) or f"企业微信返回了没有记录的原因 {kind}。"


def _word(fields: Mapping[str, Any], name: str) -> str:
    """A field's text, or its number's digits; empty where it is neither."""
    value = fields.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return xml.UNFIT.sub("", str(value)).strip()


def _moment(seconds: str) -> datetime:
    if not seconds.isascii() or not seconds.isdecimal() or len(seconds) > 11 or int(seconds) > LATEST:
        return EPOCH
    return datetime.fromtimestamp(int(seconds), UTC)


def _key(item: Mapping[str, Any], account: str) -> str:
    """(open_kfid, msgid); where there is no msgid, the whole item, so that nothing is taken for something else."""
    if number := _word(item, "msgid"):
        return key_of("kf", account, number)
    return key_of("kf", account, "", json.dumps(item, sort_keys=True, default=str))


def _text(said: Mapping[str, Any], sort: str) -> str:
    """What a person would say was said: a text as it is, of a place its name, of a link its title and address."""
    if sort == "text":
        content = said.get("content")
        return xml.UNFIT.sub("", content) if isinstance(content, str) else ""
    names = {"location": ("name", "address"), "link": ("title", "desc", "url")}.get(sort, ())
    return "\n".join(filter(None, (_word(said, name) for name in names)))


def _facts(said: Mapping[str, Any]) -> dict[str, str]:
    """The rest by the platform's names; what is nested deeper is of no use to us."""
    return {xml.UNFIT.sub("", name): word for name in said if name not in NOT_TOLD and (word := _word(said, name))}
