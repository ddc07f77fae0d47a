"""送达: each group is put down once, words set out by the way that the group has, and what becomes of them is kept."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection
from django.db.models import Case, Count, Exists, Max, OuterRef, Q, QuerySet, Value, When
from uuid_utils.compat import uuid7

from menkou.broadcasts import policies, queries
from menkou.broadcasts.models import Delivery, Notice, Task
from menkou.channels.mass.client import MOST_GROUPS
from menkou.core import clock, outbox, pictures
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid
from menkou.groups.models import Group
from menkou.places import queries as places
from menkou.places.models import District

State, Means = Delivery.State, Group.Means
ROBOT = "push-group"  # the outbox's channel into a group of 企业微信 by its robot
MASS = "push-task"  # and that by which a task of 企业微信群发 is made
A_BATCH = 2000  # groups of one transaction
MOST_PROOF_BYTES = 150_000
BEGUN = "有一条要发到群里的推送，请登录查看。"
URGED = "有一条推送还没有发到您负责的群里，请登录查看。"
OVER = "这条推送刚才已经有了结果，请刷新这一页。"
SPENT = "这个群本月的企业微信群发次数用完了，请复制发到群里。"
ONE_MORE = """
insert into broadcasts_reading (id, notice_id, day, times) values (%s, %s, %s, 1)
on conflict (district_id, notice_id, day) do update set times = broadcasts_reading.times + 1
"""


@action(policies.carry, audit="broadcast.spread", count=int, when=bool)
def spread(*, by: Actor, notice: Notice, most: int = A_BATCH) -> int:
    """排到每个群: the next so many groups that it is not put down for yet. Returns how many; 0 where all are.

    Killed in the middle it goes on with what is left, and puts no group down twice.
    """
    found = Notice.objects.select_for_update().get(pk=notice.pk)
    if found.state != Notice.State.GOING or found.spread_at:
        return 0
    groups = list(_held(queries.not_put_down(found))[:most])
    spent = _spent({one.pk for one in groups if one.means == Means.MASS})
    rows = [_put_down(found, one, one.pk in spent) for one in groups]
    _put_into_tasks(found, rows, groups)
    Delivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    _set_out(found, rows, groups)
    done = {"spread_at": clock.now()} if len(groups) < most else {"spread_to": groups[-1].pk}
    Notice.objects.filter(pk=found.pk).update(**done)
    return len(rows)


@action(policies.confirm, audit="broadcast.confirmed")
def confirm(*, by: Actor, delivery: Delivery, photo: bytes = b"") -> None:
    """已发到群里: one tap, with a picture of it or without. Raises Invalid for no picture, Conflict where it is over."""
    proof = pictures.page(photo, MOST_PROOF_BYTES) if photo else None
    facts = {"confirmed_at": clock.now(), "confirmed_by": by.user_id, "proof": proof, "why": ""}
    if _open(delivery).update(state=State.CONFIRMED, **facts):
        return
    if not Delivery.objects.filter(pk=delivery.pk, state=State.CONFIRMED).exists():  # pressed twice is pressed once
        raise Conflict(OVER)


@action(policies.confirm, audit="broadcast.unconfirmed")
def unconfirm(*, by: Actor, delivery: Delivery) -> None:
    """点错了: it is not there after all; only by whoever said so. Raises Conflict."""
    mine = Delivery.objects.filter(pk=delivery.pk, state=State.CONFIRMED, confirmed_by=by.user_id)
    going = mine.filter(notice__state=Notice.State.GOING, group__dissolved_on=None)
    is_asked = Exists(Task.objects.filter(pk=OuterRef("task"), state=Task.State.MADE))  # its owner may still press
    was = Case(When(is_asked, then=Value(State.TASK.value)), default=Value(State.WAITING.value))
    back = {"state": was, "confirmed_at": None, "confirmed_by": None, "proof": None}
    if not Delivery.objects.filter(pk__in=going.values("pk")).update(**back):
        raise Conflict("只有确认的人自己能改回来，而且推送没有撤销、群没有解散。")


@action(policies.confirm, audit="broadcast.not_brought")
def give_up(*, by: Actor, delivery: Delivery, why: str) -> None:
    """发不了, and why: seen by whoever sent it out. Raises Invalid without a reason, Conflict."""
    if not why.strip():
        raise Invalid("请写为什么发不了。")
    if not _open(delivery).update(state=State.FAILED, why=why.strip()[:120]):
        raise Conflict(OVER)


@action(policies.manage, audit="broadcast.urged", count=int, when=bool)
def urge(*, by: Actor, notice: Notice, deliveries: Iterable[Delivery]) -> int:
    """催一下: whoever is to bring it there is reminded, once a day each, without a word of it. Returns of how many groups."""
    today = clock.today()
    fresh = Q(urged_on=None) | Q(urged_on__lt=today)
    rows = Delivery.objects.select_for_update(of=("self",)).filter(fresh, pk__in=[one.pk for one in deliveries])
    rows = rows.filter(notice=notice, notice__state=Notice.State.GOING, state__in=Delivery.OPEN)
    found = list(rows.select_related("group").defer("proof"))
    for address in sorted(set(queries.addresses(one.group for one in found).values())):
        outbox.send(to=address, words=URGED, key=f"push-urged:{notice.pk}:{address}:{today}")
    return Delivery.objects.filter(pk__in=[one.pk for one in found]).update(urged_on=today)


@action(policies.carry, audit="broadcast.arrived", when=bool)
def note_sent(*, by: Actor, notice: Notice, delivery: UUID) -> bool:
    """发到了, as the platform says; also where it was taken back in the same second. Returns whether that is new."""
    mine = Delivery.objects.filter(pk=delivery, notice=notice, state__in=[*Delivery.OPEN, State.CANCELLED])
    return bool(mine.update(state=State.SENT, sent_at=clock.now(), why=""))


@action(policies.carry, audit="broadcast.failed", when=bool)
def note_failed(*, by: Actor, notice: Notice, delivery: UUID, why: str) -> bool:
    """没有发成: why, and that somebody may still bring it there by hand. Returns whether that is new."""
    mine = Delivery.objects.filter(pk=delivery, notice=notice, state__in=[State.WAITING, State.TASK])
    return bool(mine.update(state=State.FAILED, why=why))


@action(policies.forget, audit="broadcast.proofs_forgotten", count=int, when=bool)
def forget_proofs(*, by: Actor, district: District) -> int:
    """截图: kept for some weeks, for they may show more than our own words; the confirmation stays. Returns how many."""
    return queries.old_proofs().update(proof=None)


@action(policies.read, audit="broadcast.read", when=bool)
def read(*, by: Actor, notice: Notice) -> None:
    """看: one more today. Whose phone it was is written down nowhere, the audit log included."""
    with connection.cursor() as cursor:
        cursor.execute(ONE_MORE, [uuid7(), notice.pk, clock.today()])


def _held(groups: QuerySet[Group]) -> QuerySet[Group]:
    """Whoever dissolves one of them waits until it is put down for it, and then ends that as well."""
    return groups.select_for_update(of=("self",), no_key=True)


def _put_down(notice: Notice, group: Group, is_spent: bool) -> Delivery:
    row = Delivery(notice=notice, group=group, means=group.means)
    if is_spent:
        row.state, row.why = State.FAILED, SPENT
    return row


def _spent(group_ids: set[UUID]) -> set[UUID]:
    """Those that have had as many by 企业微信群发 in this month as they may."""
    if not group_ids:
        return set()
    this_month, most = clock.today().replace(day=1), places.rules()["mass_sends_to_a_group_a_month"]
    had = Delivery.objects.filter(group__in=group_ids, means=Means.MASS, state__in=[State.TASK, State.SENT])
    counted = had.filter(notice__go_on__gte=this_month).order_by().values_list("group").annotate(Count("pk"))
    return {group for group, number in counted if number >= most}


def _set_out(notice: Notice, rows: list[Delivery], groups: list[Group]) -> None:
    """Robots get their words in a job; whoever brings the others there is told that there is something."""
    for row in rows:
        if row.means == Means.ROBOT:
            outbox.send(to=f"delivery:{row.pk}", words="", key=f"push:{row.pk}", channel=ROBOT, about=row.pk)
    by_people = [one for one in groups if one.means == Means.HAND]
    for address in sorted(set(queries.addresses(by_people).values())):
        outbox.send(to=address, words=BEGUN, key=f"push:{notice.pk}:{address}")


def _put_into_tasks(notice: Notice, rows: Sequence[Delivery], groups: Sequence[Group]) -> None:
    """Deliveries by 企业微信群发 get a task: one for each owner, of as many groups as a task may have."""
    waiting: dict[tuple[UUID, str], list[Delivery]] = defaultdict(list)
    for row, group in zip(rows, groups, strict=True):
        if row.means == Group.Means.MASS and row.state == State.WAITING and group.account_id:
            waiting[group.account_id, group.sender].append(row)
    if not waiting:
        return
    counted = Task.objects.filter(notice=notice).order_by().values_list("account", "sender").annotate(Max("part"))
    last = {(account, sender): part for account, sender, part in counted}
    for (account, sender), mine in waiting.items():
        for number, start in enumerate(range(0, len(mine), MOST_GROUPS), last.get((account, sender), 0) + 1):
            task = Task.objects.create(notice=notice, account_id=account, sender=sender, part=number)
            for row in mine[start : start + MOST_GROUPS]:
                row.task = task
            outbox.send(to=f"task:{task.pk}", words="", key=f"push-task:{task.pk}", channel=MASS, about=task.pk)


def _open(delivery: Delivery):
    """The row, while somebody may still bring it there."""
    going = Delivery.objects.filter(pk=delivery.pk, state__in=Delivery.OPEN, notice__state=Notice.State.GOING)
    return Delivery.objects.filter(pk__in=going.values("pk"), state__in=Delivery.OPEN)
