"""What came from a person by a channel, in the same words whatever the platform. No rule, no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256


class Unreadable(Exception):
    """读不懂: what came is no message at all. Its text holds nothing of what came."""

    def __init__(self) -> None:
        super().__init__("no message")


class Kind(StrEnum):
    """来的是什么: what a person sent or did; whatever else a platform tells is OTHER, and never an error."""

    TEXT = "text"  # 文字
    VOICE = "voice"  # 语音
    PHOTO = "photo"  # 图片
    VIDEO = "video"  # 视频
    LOCATION = "location"  # 位置, sent by hand
    LINK = "link"  # 链接
    FOLLOW = "follow"  # 关注
    UNFOLLOW = "unfollow"  # 取消关注
    SCAN = "scan"  # 扫码, by who follows already
    CLICK = "click"  # 点菜单, or an item of a menu message
    VIEW = "view"  # 点菜单里的网页
    ENTER = "enter"  # 进入会话 (微信客服)
    LOST = "lost"  # 未送达: what was sent did not arrive after all, a message or a notice
    SESSION = "session"  # 会话状态变了 (微信客服)
    NOTICE = "notice"  # 订阅通知: a yes or no to notices, or how one ended
    OTHER = "other"  # 其他


@dataclass(frozen=True)
class Arrived:
    """One message or event. What it says and who says it stay out of its repr, and so out of logs.

    `key` is the same for every repeat of one thing and for nothing else of the same account: see `key_of`.
    `at` is the platform's time, in UTC.
    """

    kind: Kind
    sender: str = field(repr=False)  # openid, or external_userid of 微信客服
    key: str = field(repr=False)
    at: datetime
    account: str = ""  # ToUserName (gh_…), or open_kfid
    event: str = ""  # the platform's own word for it: MsgType, or the event's name
    text: str = field(repr=False, default="")
    media_id: str = field(repr=False, default="")
    media_format: str = ""  # amr, speex; empty where the platform does not say
    heard: str = field(repr=False, default="")  # what the platform's speech recognition took a voice for
    scene: str = field(repr=False, default="")  # of the code or link by which the person came, as we gave it
    choice: str = field(repr=False, default="")  # of a menu: the key that we gave to what was clicked
    consents: Mapping[str, bool] = field(repr=False, default_factory=dict, hash=False)  # notice template: yes or no
    facts: Mapping[str, str] = field(repr=False, default_factory=dict, hash=False)  # the rest, by the platform's names


def key_of(*parts: str) -> str:
    """A key of fixed length, from which nobody is read: SHA-256 over the parts, each behind its length."""
    digest = sha256()
    for part in parts:
        said = part.encode("utf-8", "surrogatepass")
        digest.update(len(said).to_bytes(4, "big") + said)
    return digest.hexdigest()
