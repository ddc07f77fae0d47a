"""群登记: put on record, looked at, connected, handed on, dissolved. Nothing here reads a group."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from menkou.core import clock, pictures
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid
from menkou.core.news import announce
from menkou.core.rows import insert
from menkou.groups import policies
from menkou.groups.models import Group
from menkou.groups.news import GroupDissolved
from menkou.places import queries as places
from menkou.places.models import District

MOST_QR_BYTES = 120_000
QR_DAYS = 7  # what WeChat's own code of a group lasts
GONE = "这个群已经解散了，不能再改。要用，请重新登记一个。"
MOVED = "群主刚才已经换过了，请看清现在是谁再换。"
TAKEN = "这个机器人（或者这个客户群ID）已经登记给另一个群了，请核对。"
OWNER = {
    True: "我们建的群要有一位群主：法律顾问或者工作人员，选一位。",
    False: "村里自己的群，群主不归我们管，不用填。",
}


@action(policies.keep, audit="group.registered", when=bool)
def register(*, by: Actor, group: Group) -> bool:
    """登记一个群, once for its id, which its form has named. Returns whether it was not there yet.

    Raises Invalid for a group of ours without one owner, or a village's own with one.
    """
    if sum(one is not None for one in (group.registration_id, group.owner_id)) != int(group.is_ours):
        raise Invalid(OWNER[group.is_ours])
    if Group.objects.filter(pk=group.pk).exists():
        return False
    group.looked_on = clock.today()
    insert(group, once=True)
    return True


@action(policies.keep, audit="group.amended")
def amend(*, by: Actor, group: Group, name: str, form: str, admission: str) -> None:
    """更正: how it is called, of which kind it is, and how people get in. Raises Conflict."""
    if group.means == Group.Means.MASS and form != Group.Form.WECOM:
        raise Conflict("这个群接着企业微信群发，只能是企业微信群。先改成复制发群，再改种类。")
    _change(group, name=name, form=form, admission=admission)


@action(policies.keep, audit="group.looked_at")
def look(*, by: Actor, group: Group, counts: Mapping[str, int], has_adviser: bool, active_month: date | None) -> None:
    """核对: how many of each kind are in it, whether the adviser is, and in which month somebody last spoke.

    A kind that is not counted keeps its number, and the month stands where none is named.

    Raises Invalid for more people than any group holds, or a month to come; Conflict.
    """
    told: dict[str, object] = {kind: counts[kind] for kind in Group.KINDS if kind in counts}
    if sum(counts.get(kind, getattr(group, kind)) for kind in Group.KINDS) > Group.MOST:
        raise Invalid(f"一个群最多 {Group.MOST} 人，请核对人数。")
    if active_month and active_month > clock.today():
        raise Invalid("这个月份还没到，请核对。")
    if active_month:
        told["active_month"] = active_month.replace(day=1)
    _change(group, **told, has_adviser=has_adviser, looked_on=clock.today())


@action(policies.keep, audit="group.qr_put_in")
def put_qr(*, by: Actor, group: Group, photo: bytes) -> None:
    """进群的码: written anew, for as long as WeChat lets it be used. Raises Invalid, Conflict."""
    picture = pictures.page(photo, MOST_QR_BYTES)
    _change(group, qr=picture, qr_until=clock.today() + timedelta(days=QR_DAYS))


@action(policies.arrange, audit="group.connected")
def connect(*, by: Actor, group: Group, means: str, account=None, chat_id: str = "", sender: str = "") -> None:
    """接通: how what is pushed reaches it from now on. Raises Invalid for what does not fit, Conflict where it is taken."""
    wants_ids = means == Group.Means.MASS
    kinds = {Group.Means.HAND.value: None, Group.Means.ROBOT.value: "robot", Group.Means.MASS.value: "mass"}
    if (
        means not in kinds
        or (account.kind if account else None) != kinds[means]
        or wants_ids != bool(chat_id and sender)
    ):
        raise Invalid("群机器人要选它的账号；企业微信群发要选账号、填客户群ID和群主的账号；复制发群都不用。")
    if wants_ids and group.form != Group.Form.WECOM:
        raise Invalid("企业微信群发只能到企业微信群，请先把群的种类改成企业微信群。")
    try:
        with transaction.atomic():
            _change(group, means=means, account=account, chat_id=chat_id, sender=sender)
    except IntegrityError:
        raise Conflict(TAKEN) from None


@action(policies.arrange, audit="group.handed_on")
def hand_on(*, by: Actor, group: Group, registration=None, owner=None) -> None:
    """移交群主. Raises Invalid where it is nobody or two, Conflict where it was handed on meanwhile or is dissolved."""
    if not group.is_ours or (registration is None) == (owner is None):
        raise Invalid(OWNER[group.is_ours])
    mine = Group.objects.filter(pk=group.pk, dissolved_on=None, registration=group.registration_id)
    mine = mine.filter(owner=group.owner_id)
    if not mine.update(registration=registration, owner=owner):
        raise Conflict(MOVED)
    group.registration, group.owner = registration, owner


@action(policies.arrange, audit="group.dissolved")
def dissolve(*, by: Actor, group: Group) -> None:
    """注销: the group is there no more; what was to go into it ends. Raises Conflict where it was."""
    _change(group, dissolved_on=clock.today())
    announce(GroupDissolved(group))


@action(policies.follow, audit="group.followed_villages", count=int, when=bool)
def follow(*, by: Actor, district: District) -> int:
    """村并了: groups of villages that have been merged are those of the villages that go on. Returns how many."""
    heirs: dict[UUID | None, UUID] = {one: heir for one, heir in places.heirs().items()}  # noqa: C416  # its key's type
    left = list(Group.objects.filter(village__in=list(heirs)).only("pk", "district", "village"))
    for group in left:
        group.village_id = heirs[group.village_id]
    return Group.objects.bulk_update(left, ["village"], batch_size=500)


@action(policies.take_in, audit="group.taken_in", count=int)
def take_in(*, by: Actor, district: District, groups: Iterable[Group]) -> int:
    """整批登记: as a demo or an office's own list has them. Returns how many."""
    return len(Group.objects.bulk_create(groups, batch_size=500))


def _change(group: Group, **facts: object) -> None:
    """Raises Conflict where it is dissolved."""
    if not Group.objects.filter(pk=group.pk, dissolved_on=None).update(**facts):
        raise Conflict(GONE)
    for name, value in facts.items():
        setattr(group, name, value)
