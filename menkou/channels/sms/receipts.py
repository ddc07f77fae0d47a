"""回执: what a gateway says later about a text: it arrived, or why not. The number is not kept: our id finds it.

Nobody signs receipts. Whoever takes them in hides the address, believes a receipt only about an id of ours, and lets
it change nothing but the state of that text.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from menkou.core.clock import SHANGHAI

MOST = 1 << 20  # bytes
LONGEST_ID = 256  # letters; what a gateway calls a text is compared with what it called it before, so it is not cut

REASONS = {  # by all operators (CMPP), and by Aliyun's 回执错误码
    "EXPIRED": "超时未送达，多为长时间关机或不在服务区。",
    "UNDELIV": "无法送达，多为停机、空号或暂停服务。",
    "REJECTD": "被运营商拒收。",
    "DELETED": "被运营商删除。",
    "ACCEPTD": "运营商已收下，没有说是否送达。",
    "UNKNOWN": "运营商没有说明原因。",
    "MOBILE_NOT_ON_SERVICE": "手机停机、空号、关机或不在服务区。",
    "INVALID_NUMBER": "号码状态异常，多为空号、停机或号码有误。",
    "MOBILE_ACCOUNT_ABNORMAL": "机主账户异常，多为欠费或携号转网。",
    "MOBILE_SEND_LIMIT": "这个号码收到的短信超过了运营商的次数限制。",
    "MOBILE_IN_BLACK": "号码在黑名单里，多为机主退订过。",
    "MOBLLE_TERMINAL_ERROR": "手机本身的问题，多为短信已满。",  # spelt so by Aliyun
    "USER_REJECT": "机主已退订。",
    "CONTENT_KEYWORD": "内容被运营商的关键字拦截。",
    "REQUEST_SUCCESS": "运营商没有给回执，多为手机状态异常。",
    "NO_ROUTE": "没有可用的发送通道，请查看签名是否已完成实名报备。",
    "IS_CLOSE": "发送通道被关停，请联系短信平台。",
}


class Unreadable(ValueError):
    """读不懂的回执: not what this gateway sends."""


class State(StrEnum):
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True)
class Receipt:
    """One text's end: `id` as `send` returned it, `once` where the gateway echoes it."""

    id: str
    state: State
    code: str
    once: str = ""
    at: datetime | None = None

    @property
    def words(self) -> str:
        """For an officer: 已送达, or why not."""
        if self.state == State.DELIVERED:
            return "已送达。"
        return REASONS.get(self.code, f"未送达，运营商代码 {self.code}。" if self.code else "未送达，原因不明。")


def packed(receipt: Receipt) -> bytes:
    """As it is kept until it is believed, or not."""
    return json.dumps({**asdict(receipt), "at": receipt.at and receipt.at.isoformat()}).encode()


def unpacked(kept: bytes) -> Receipt:
    """The same again."""
    said = json.loads(kept)
    at = datetime.fromisoformat(said["at"]) if said["at"] else None
    return Receipt(said["id"], State(said["state"]), said["code"], said["once"], at)


def read(body: bytes) -> list[Mapping[str, Any]]:
    """The list that a gateway pushes; one alone may come without a list. Raises Unreadable."""
    try:
        said = json.loads(body) if len(body) <= MOST else None
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    listed = [said] if isinstance(said, dict) else said
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise Unreadable
    return listed


def word(said: Any, most: int = 64) -> str:
    """A short plain word out of an answer, or nothing."""
    return said[:most] if isinstance(said, str) and said.isprintable() else ""


def moment(said: Any) -> datetime | None:
    """2017-01-01 00:00:00 in Shanghai; None for anything else."""
    try:
        return datetime.strptime(said, "%Y-%m-%d %H:%M:%S").replace(tzinfo=SHANGHAI)
    except (TypeError, ValueError):
        return None
