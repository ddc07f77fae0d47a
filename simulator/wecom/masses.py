"""企业群发: add_msg_template makes a task; nothing is sent before its member says yes in WeCom (document/path/92135).

A customer, or a group, gets per month as many as the month has days. What is over that is not brought, and the result says so.
"""

import calendar
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from ..exchanges import Wrong
from ..world import World
from .corps import Corp, Task
from .refusals import refused

CUSTOMERS, GROUPS = 10_000, 2_000  # of one task
CHINA = timezone(timedelta(hours=8))
UNSENT, SENT, LIMITED = 0, 1, 3  # status in get_groupmsg_send_result; document/path/93338
DONE = 2  # status of a member's task in get_groupmsg_task; the same document
REMINDERS = 3  # of a task; document/path/97610


def month_of(at: float) -> tuple[int, int]:
    """Year and month in China."""
    day = datetime.fromtimestamp(at, UTC).astimezone(CHINA)
    return day.year, day.month


def room_left(had: list[float], at: float) -> int:
    """How many more a customer may get in this month, who had some at these times."""
    month = month_of(at)
    return calendar.monthrange(*month)[1] - sum(month_of(when) == month for when in had)


def propose(world: World, corp: Corp, body: dict[str, Any]) -> dict[str, Any]:
    """externalcontact/add_msg_template: the task of one member (sender) for named customers, or for groups of theirs."""
    kind, attached = body.get("chat_type", "single"), body.get("attachments", [])
    text = str(body.get("text", {}).get("content", ""))
    is_for_groups = kind == "group"
    asked = [str(one) for one in body.get("chat_id_list" if is_for_groups else "external_userid", [])]
    if kind not in ("single", "group") or len(asked) > (GROUPS if is_for_groups else CUSTOMERS):
        raise refused(40058, "chat_type, chat_id_list or external_userid")
    if not text and not attached:
        raise refused(44004)
    member = str(body.get("sender") or ("" if is_for_groups else next(iter(corp.members))))  # a group's has to be named
    if member not in corp.members:
        raise refused(46004)
    known = [one for one in asked if (corp.chats.get(one) == member if is_for_groups else one in corp.customers)]
    if not known:
        raise refused(40096)
    links = [str(one.get("link", {}).get("url", "")) for one in attached]
    task = Task("msg" + world.letters(32), member, known, text, links, world.now(), is_for_groups=is_for_groups)
    corp.tasks[task.id] = task
    world.note("mass task", corp=corp.id, task=task.id, member=member, customers=len(known))
    return {"msgid": task.id, "fail_list": [one for one in asked if one not in known]}


def confirm(world: World, corp: Corp, task_id: str) -> Task:
    """The member presses 发送: each customer who has room gets it, once. Raises Wrong when nothing waits."""
    task, now = corp.tasks.get(task_id), world.now()
    if task is None or task.confirmed is not None or task.cancelled:
        raise Wrong("no such task waits")
    task.confirmed = now
    for customer in task.customers:
        had = corp.masses.setdefault(customer, [])
        task.reached[customer] = room_left(had, now) > 0
        if task.reached[customer]:
            had.append(now)
            world.deliver(corp.id, customer, "mass", "text", content=task.text, links=task.links, member=task.member)
    world.note("mass confirmed", corp=corp.id, task=task.id, reached=sum(task.reached.values()))
    return task


def known_task(corp: Corp, body: dict[str, Any]) -> Task:
    """The task of a call. Refused 40058 for one that there is not."""
    task = corp.tasks.get(str(body.get("msgid", "")))
    if task is None:
        raise refused(40058, "msgid")
    return task


def members_of(world: World, corp: Corp, body: dict[str, Any]) -> dict[str, Any]:
    """externalcontact/get_groupmsg_task: whether the member has sent it on."""
    task = known_task(corp, body)
    row: dict[str, Any] = {"userid": task.member, "status": UNSENT}
    if task.confirmed is not None:
        row |= {"status": DONE, "send_time": int(task.confirmed)}
    return {"next_cursor": "", "task_list": [row]}


def remind(world: World, corp: Corp, body: dict[str, Any]) -> dict[str, Any]:
    """externalcontact/remind_groupmsg_send: at most three times a task, within a day of it (document/path/97610)."""
    task = known_task(corp, body)
    if task.reminded >= REMINDERS or world.now() - task.at >= 86400:
        raise refused(45009, "remind")
    task.reminded += 1
    world.deliver(corp.id, task.member, "app", "text", content=f"请确认群发：{task.text}")
    return {}


def cancel(world: World, corp: Corp, body: dict[str, Any]) -> dict[str, Any]:
    """externalcontact/cancel_groupmsg_send: who has not sent it on cannot any more."""
    known_task(corp, body).cancelled = True
    return {}


def result(world: World, corp: Corp, body: dict[str, Any]) -> dict[str, Any]:
    """externalcontact/get_groupmsg_send_result: what became of a task, customer by customer."""
    task = known_task(corp, body)
    if body.get("userid", task.member) != task.member:
        raise refused(40058, "userid")
    return {"next_cursor": "", "send_list": [fate(task, customer) for customer in task.customers]}


def fate(task: Task, customer: str) -> dict[str, Any]:
    """What became of a task for one customer."""
    whom = "chat_id" if task.is_for_groups else "external_userid"
    row: dict[str, Any] = {whom: customer, "userid": task.member, "status": UNSENT}
    if task.confirmed is None:
        return row
    if not task.reached[customer]:
        return row | {"status": LIMITED}
    return row | {"status": SENT, "send_time": int(task.confirmed)}
