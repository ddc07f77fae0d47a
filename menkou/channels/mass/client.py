"""What we ask of 企业微信 for 企业群发 (security.md 4.4; document/path/92135, 93338, 97610)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from menkou.channels.errors import Unclear
from menkou.channels.wecom.client import BASE, post, word

MOST_WORDS: Final = 4000  # bytes
MOST_CUSTOMERS, MOST_GROUPS = 10_000, 2_000  # in one task
A_PAGE, MOST_PAGES = 1000, 100  # of members, at most
SENT = "2"  # of a member's task: 0 not yet, 2 sent
ARRIVED = "1"  # of one customer or group: 0 not yet, 1 sent, 2 no friend any more, 3 has had as many as allowed
WHY_NOT: Final = {"0": "成员还没有发送。", "2": "对方已不是好友。", "3": "对方收到的群发已达上限。"}


@dataclass(frozen=True)
class Link:
    """图文链接 under the text: title at most 128 bytes, address 2,048, `about` 512; `picture` is an address."""

    address: str
    title: str
    about: str = ""
    picture: str = ""


@dataclass(frozen=True)
class Task:
    """群发任务: its number, and who of those named cannot be reached by it."""

    msgid: str
    failed: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class Confirmation:
    """成员确认: whether a member has sent it on, and when."""

    member: str
    is_sent: bool
    at: datetime | None


@dataclass(frozen=True)
class Result:
    """送达结果: whether one customer or group got it from a member; `why` says why not, for an officer."""

    whom: str = field(repr=False)
    is_sent: bool
    why: str


def add_for_groups(
    token: str, sender: str, groups: Sequence[str], words: str, *, link: Link | None = None, base: str = BASE
) -> Task:
    """创建客户群群发: a task for `sender`, who owns these groups (chat_id). Raises ValueError for what does not fit.

    Sent again after Unclear it is a second task, and the member sees both.
    """
    _check(groups, MOST_GROUPS)
    return _add(token, {"chat_type": "group", "sender": sender, "chat_id_list": list(groups)}, words, link, base)


def add_for_customers(
    token: str, customers: Sequence[str], words: str, *, sender: str = "", link: Link | None = None, base: str = BASE
) -> Task:
    """创建客户群发: a task for `sender`, or for whoever knows each of these customers (external_userid)."""
    _check(customers, MOST_CUSTOMERS)
    body: dict[str, Any] = {"chat_type": "single", "external_userid": list(customers)}
    return _add(token, body | ({"sender": sender} if sender else {}), words, link, base)


def confirmations(token: str, msgid: str, *, base: str = BASE) -> tuple[Confirmation, ...]:
    """获取群发成员发送任务列表: each member of the task, and whether they have sent it on."""
    rows = _pages("mass_task", "externalcontact/get_groupmsg_task", token, {"msgid": msgid}, "task_list", base)
    return tuple(
        Confirmation(str(row.get("userid", "")), str(row.get("status")) == SENT, _moment(row.get("send_time")))
        for row in rows
    )


def results(token: str, msgid: str, member: str, *, base: str = BASE) -> tuple[Result, ...]:
    """获取企业群发成员执行结果: what became of it at each customer or group of one member."""
    body = {"msgid": msgid, "userid": member}
    rows = _pages("mass_result", "externalcontact/get_groupmsg_send_result", token, body, "send_list", base)
    return tuple(_result(row) for row in rows)


def remind(token: str, msgid: str, *, base: str = BASE) -> None:
    """提醒成员群发: asks those who have not sent it on; at most three times a task, within a day."""
    post("mass_remind", "externalcontact/remind_groupmsg_send", token, {"msgid": msgid}, base)


def cancel(token: str, msgid: str, *, base: str = BASE) -> None:
    """停止企业群发: whoever has not sent it on cannot any more."""
    post("mass_cancel", "externalcontact/cancel_groupmsg_send", token, {"msgid": msgid}, base)


def _check(whom: Sequence[str], most: int) -> None:
    if not 0 < len(whom) <= most:
        raise ValueError(f"a task is for 1 to {most}")


def _add(token: str, body: dict[str, Any], words: str, link: Link | None, base: str) -> Task:
    if not words.strip() or len(words.encode()) > MOST_WORDS:
        raise ValueError(f"a text has 1 to {MOST_WORDS} bytes")
    body["text"] = {"content": words}
    if link:
        said = {"title": link.title, "desc": link.about, "url": link.address, "picurl": link.picture}
        body["attachments"] = [{"msgtype": "link", "link": {name: value for name, value in said.items() if value}}]
    answer = post("mass_add", "externalcontact/add_msg_template", token, body, base)
    failed = answer.get("fail_list")
    return Task(word("mass_add", answer, "msgid"), tuple(map(str, failed if isinstance(failed, list) else ())))


def _pages(
    call: str, path: str, token: str, body: Mapping[str, Any], listed: str, base: str
) -> Iterator[Mapping[str, Any]]:
    """Every row of every page. Raises Unclear where the pages do not end."""
    cursor = ""
    for _ in range(MOST_PAGES):
        said = post(call, path, token, {**body, "limit": A_PAGE} | ({"cursor": cursor} if cursor else {}), base)
        rows, following = said.get(listed), said.get("next_cursor")
        yield from (row for row in (rows if isinstance(rows, list) else ()) if isinstance(row, Mapping))
        if not following or following == cursor:
            return
        cursor = str(following)
    raise Unclear(call, "no end")


def _result(row: Mapping[str, Any]) -> Result:
    number = str(row.get("status"))
    why = "" if number == ARRIVED else WHY_NOT.get(number, f"企业微信返回了没有记录的结果 {number}。")
    return Result(str(row.get("chat_id") or row.get("external_userid") or ""), number == ARRIVED, why)


def _moment(seconds: object) -> datetime | None:
    said = str(seconds)
    return datetime.fromtimestamp(int(said), UTC) if said.isdecimal() and 0 < int(said) < 1 << 35 else None
