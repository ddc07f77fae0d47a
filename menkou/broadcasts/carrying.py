"""送: one attempt at a robot's group, or at a task of 企业微信群发. Outside transactions; every bad end is a sentence.

What a platform may have done is not done twice: an attempt that died with its worker after the call had begun, or that
nobody answered, ends as not known, and somebody looks into the group.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from menkou.broadcasts import queries
from menkou.broadcasts.bringing import actions as bringing
from menkou.broadcasts.massing import actions as massing
from menkou.broadcasts.models import Delivery, Notice, Task
from menkou.channels import accounts, ledger
from menkou.channels.accounts import Credentials
from menkou.channels.asking import noted, place, with_token
from menkou.channels.errors import Failed, Final, Later, Spent, Stale, Unclear, Wrong
from menkou.channels.mass import client as mass
from menkou.channels.models import Account
from menkou.channels.robot import client as robot
from menkou.core import clock, outbox
from menkou.core.actors import CLOCK
from menkou.core.models import Outgoing
from menkou.core.outbox import Ended, State
from menkou.core.scope import within
from menkou.places.models import District

BEGUN = "begun"  # the way of a row whose call has begun
AGAIN = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)  # a platform that is away for longer leaves it to people
NOT_KNOWN = "平台没有答复，可能已经发出：请到群里看一眼，没有就复制发，有就按“已发到群里”。"
TASK_NOT_KNOWN = "企业微信没有答复，任务可能已经建了：请群主在企业微信里看一眼，没有就复制发到群里。"
OFF = "这个群的渠道账号停用了，请复制发到群里。"
AWAY = "平台连着几个小时没有回应，请复制发到群里。"
NOT_TAKEN = "平台不让这个机器人发了（被移出群，或者密钥换了），请复制发到群里，再到“渠道”里看看。"
TASK_NOT_TAKEN = "企业微信没有收这个群发任务（权限或者群主变了），请复制发到群里，再到“渠道”里看看。"
log = logging.getLogger("menkou.broadcasts")


@dataclass(frozen=True)
class Ready:
    """What one attempt needs, once it may be made."""

    found: Delivery
    held: Credentials
    words: str


def tell_group(row: Outgoing) -> Ended:
    """One attempt at one group, by its robot."""
    with within(row.district_id):
        ready = _ready(row)
    if isinstance(ready, Ended):
        return ready
    held, words, found = ready.held, ready.words, ready.found
    error = _made(lambda: noted(held, lambda: robot.send_text(held.secrets["key"], words, base=place(held))))
    with within(row.district_id):
        if error is None:
            bringing.note_sent(by=CLOCK, notice=found.notice, delivery=found.pk)
            return Ended(State.SENT, way="robot")
        if isinstance(error, Unclear):
            return _lost(row, found, NOT_KNOWN)
        if until := _again_at(row, error):
            return Ended(State.WAITING, again_at=until, code=str(error.code))
        return _failed(row, found, AWAY if isinstance(error, Later | Spent) else NOT_TAKEN, error)


def _ready(row: Outgoing) -> Ready | Ended:
    """What is called, with one word of the minute reserved; or how the row ends, or waits."""
    found = Delivery.objects.select_related("notice", "group__account").defer("proof").get(pk=_about(row))
    if found.state == Delivery.State.SENT:
        return Ended(State.SENT, way="robot")  # the worker died between the two words
    if not _may_go(row, found.notice) or found.state != Delivery.State.WAITING or found.group.dissolved_on:
        return Ended(State.WITHDRAWN)
    if row.way == BEGUN and row.attempt > row.settled + 1:
        return _lost(row, found, NOT_KNOWN)
    account = found.group.account
    held = _opened(account)
    if account is None or held is None:
        return _failed(row, found, OFF)
    if wait_s := ledger.reserve_in_group(account.pk):
        return Ended(State.WAITING, again_at=clock.now() + timedelta(seconds=wait_s), code=row.code)
    outbox.note_way(row, BEGUN)
    return Ready(found, held, _words(found.notice, row.district_id))


def make_task(row: Outgoing) -> Ended:
    """One attempt at making a task."""
    with within(row.district_id):
        task = Task.objects.select_related("notice", "account").get(pk=_about(row))
        if task.state != Task.State.WAITING:
            return Ended(State.SENT, way="mass")
        chats = _chats(task)
        if not _may_go(row, task.notice) or not chats:
            return Ended(State.WITHDRAWN)
        if row.way == BEGUN and row.attempt > row.settled + 1:
            return _task_failed(task, TASK_NOT_KNOWN, State.UNKNOWN)
        if (held := _opened(task.account)) is None:
            return _task_failed(task, OFF, State.FAILED)
        words = _words(task.notice, row.district_id)
        outbox.note_way(row, BEGUN)
    made: list[mass.Task] = []
    error = _made(lambda: made.append(_added(held, task.sender, chats, words)))
    with within(row.district_id):
        if error is None:
            said = made[0]
            massing.note_made(by=CLOCK, notice=task.notice, task=task, msgid=said.msgid, unreached=said.failed)
            return Ended(State.SENT, way="mass")
        if isinstance(error, Unclear):
            return _task_failed(task, TASK_NOT_KNOWN, State.UNKNOWN, error)
        if until := _again_at(row, error):
            return Ended(State.WAITING, again_at=until, code=str(error.code))
        why = AWAY if isinstance(error, Later | Spent) else TASK_NOT_TAKEN
        return _task_failed(task, why, State.FAILED, error)


def stop_task(row: Outgoing) -> Ended:
    """停止: whoever has not confirmed a task cannot any more. Asked a few times, for it may be asked twice."""
    with within(row.district_id):
        task = Task.objects.select_related("account").get(pk=_about(row))
        held = accounts.opened(task.account)
    error = _made(lambda: _call(held, lambda token: mass.cancel(token, task.msgid, base=place(held))))
    if error is None:
        return Ended(State.SENT, way="mass")
    until = _again_at(row, error) or (clock.now() + AGAIN if isinstance(error, Unclear) and row.attempt < 5 else None)
    return Ended(State.WAITING if until else State.FAILED, again_at=until, code=str(error.code), way="mass")


def read_results(task_id: UUID, district_id: int) -> None:
    """问结果: whether the owner has confirmed, and then what became of it in each group."""
    with within(district_id):
        task = Task.objects.select_related("notice", "account").filter(pk=task_id, state=Task.State.MADE).first()
        if task is None or not task.account.is_on:
            return
        held = accounts.opened(task.account)
    said: dict[str, str] = {}
    error = _made(lambda: said.update(_results(held, task)))
    if error is not None:
        log.warning("results of %s: %s", task.pk, error)
    with within(district_id):
        massing.note_results(by=CLOCK, notice=task.notice, task=task, said=said)


def _results(held: Credentials, task: Task) -> dict[str, str]:
    """By chat, empty for arrived, else why not; nothing while its owner has not confirmed."""
    base = place(held)
    members = _call(held, lambda token: mass.confirmations(token, task.msgid, base=base))
    if not any(one.is_sent and one.member == task.sender for one in members):
        return {}
    found = _call(held, lambda token: mass.results(token, task.msgid, task.sender, base=base))
    return {one.whom: "" if one.is_sent else one.why for one in found if one.whom}


def _added(held: Credentials, sender: str, chats: list[str], words: str) -> mass.Task:
    base = place(held)
    return _call(held, lambda token: mass.add_for_groups(token, sender, chats, words, base=base))


def _call(held: Credentials, call: Callable):
    return noted(held, lambda: with_token(held, call))


def _about(row: Outgoing) -> UUID:
    assert row.about
    return row.about


def _chats(task: Task) -> list[str]:
    waiting = Delivery.objects.filter(task=task, state=Delivery.State.WAITING, group__dissolved_on=None)
    return list(waiting.order_by("group__chat_id").values_list("group__chat_id", flat=True))


def _words(notice: Notice, district_id: int) -> str:
    return queries.words_for_group(notice, District.objects.get(pk=district_id))


def _opened(account: Account | None) -> Credentials | None:
    """What it is called with; None where it is off, or its key is gone."""
    try:
        return accounts.opened(account) if account and account.is_on else None
    except accounts.Unopenable:
        log.error("account %s cannot be opened, its key is gone", account and account.pk)
        return None


def _may_go(row: Outgoing, notice: Notice) -> bool:
    return notice.state == Notice.State.GOING and outbox.still_mine(row)


def _made(call: Callable[[], object]) -> Failed | None:
    """How a call ended badly, if it did."""
    try:
        call()
    except Failed as error:
        return error
    except Exception as error:  # a fault of ours, or of a library: nobody knows whether it went
        log.error("a push: %s", type(error).__name__)
        return Unclear("call", type(error).__name__)
    return None


def _again_at(row: Outgoing, error: Failed):
    """When to try once more what was surely not done; None where that is over."""
    if not isinstance(error, Later | Spent | Stale) or clock.now() > row.made_at + LONGEST_WAIT:
        return None
    after_s = getattr(error, "after_s", None)
    return clock.now() + (timedelta(seconds=after_s) if after_s else AGAIN)


def _failed(row: Outgoing, found: Delivery, why: str, error: Failed | None = None) -> Ended:
    if isinstance(error, Wrong | Final):
        log.error("row %s cannot be sent: %s says %s", row.pk, error.call, error.code)
    bringing.note_failed(by=CLOCK, notice=found.notice, delivery=found.pk, why=why)
    return Ended(State.FAILED, way="robot", code=str(error.code) if error else "")


def _lost(row: Outgoing, found: Delivery, why: str) -> Ended:
    bringing.note_failed(by=CLOCK, notice=found.notice, delivery=found.pk, why=why)
    return Ended(State.UNKNOWN, way="robot", code=row.code)


def _task_failed(task: Task, why: str, state: str, error: Failed | None = None) -> Ended:
    massing.note_not_made(by=CLOCK, notice=task.notice, task=task, why=why)
    return Ended(state, way="mass", code=str(error.code) if error else "")
