"""群发任务: groups of one owner go into one task; it is made by a job, confirmed by the owner, and its results are read."""

from collections.abc import Iterable, Mapping

from menkou.broadcasts import policies
from menkou.broadcasts.actions import STOP
from menkou.broadcasts.models import Delivery, Notice, Task
from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.groups.models import Group

State = Delivery.State
UNREACHED = "企业微信说这个群不能群发（群主、群或者权限变了），请复制发到群里。"


@action(policies.carry, audit="broadcast.task_made", when=bool)
def note_made(*, by: Actor, notice: Notice, task: Task, msgid: str, unreached: Iterable[str]) -> bool:
    """建成了: its owner has it to confirm now; who cannot be reached by it is told. Returns whether that is new.

    Where the notice was taken back while the platform was asked, the task is stopped.
    """
    found = Notice.objects.select_for_update(no_key=True).get(pk=notice.pk)  # whoever takes it back waits, or has
    facts = {"state": Task.State.MADE, "msgid": msgid[:128], "made_at": clock.now()}
    if not Task.objects.filter(pk=task.pk, notice=notice, state=Task.State.WAITING).update(**facts):
        return False
    mine = Delivery.objects.filter(task=task, state=State.WAITING)
    gone = Group.objects.filter(chat_id__in=list(unreached)).values("pk")
    mine.filter(group__in=gone).update(state=State.FAILED, why=UNREACHED)
    mine.update(state=State.TASK)
    if found.state == Notice.State.CANCELLED:
        outbox.send(to=f"task:{task.pk}", words="", key=f"push-stop:{task.pk}", channel=STOP, about=task.pk)
    return True


@action(policies.carry, audit="broadcast.task_failed", when=bool)
def note_not_made(*, by: Actor, notice: Notice, task: Task, why: str) -> bool:
    """没有建成: each of its groups says why, and somebody brings it there by hand. Returns whether that is new."""
    if not Task.objects.filter(pk=task.pk, notice=notice, state=Task.State.WAITING).update(state=Task.State.FAILED):
        return False
    Delivery.objects.filter(task=task, state=State.WAITING).update(state=State.FAILED, why=why)
    return True


@action(policies.carry, audit="broadcast.task_polled", when=bool)
def note_results(*, by: Actor, notice: Notice, task: Task, said: Mapping[str, str]) -> bool:
    """结果: by chat, empty for arrived and else why not; said twice it changes nothing. Returns whether anything is new."""
    Task.objects.filter(pk=task.pk, notice=notice).update(polled_at=clock.now())
    mine = Delivery.objects.filter(task=task, state__in=[State.TASK, State.CANCELLED])
    arrived = [chat for chat, why in said.items() if not why]
    there = Group.objects.filter(chat_id__in=arrived).values("pk")
    new = mine.filter(group__in=there).update(state=State.SENT, sent_at=clock.now(), why="")
    for why in sorted({why for why in said.values() if why}):
        gone = Group.objects.filter(chat_id__in=[chat for chat, one in said.items() if one == why]).values("pk")
        new += Delivery.objects.filter(task=task, state=State.TASK, group__in=gone).update(state=State.FAILED, why=why)
    if not Delivery.objects.filter(task=task, state=State.TASK).exists():
        Task.objects.filter(pk=task.pk, state=Task.State.MADE).update(state=Task.State.ENDED)
    return bool(new)
