"""推送: drafted by one, agreed to by another, sent from its day on, taken back while any of it has not gone."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import F

from menkou.broadcasts import policies, queries, spreading
from menkou.broadcasts.models import MOST_WORDS, Article, CaseMask, Delivery, Notice, Rise, Task, TypicalCase
from menkou.broadcasts.rules import composing
from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid
from menkou.core.rows import insert
from menkou.core.scope import district_being_written
from menkou.groups.models import Group
from menkou.places.models import District

STOP = "push-stop"  # the outbox's channel by which a task of 企业微信群发 is stopped
State = Notice.State
CHANGED = "这条推送的状态刚才变了，请刷新这一页再办。"
OTHER_EDITION = "您看的不是最新的一稿：起草的人改过了。请看过新的再批。"
WITHDRAWN = "推送撤销了。"
AS_APPROVED = "标题、正文和类别是批准过的案例，不能在这里改。要改，请另写一个案例；不想带它，请撤销这条，另起草一条。"
CASE_GONE = "这条推送带的案例撤下了，不能再用。"
OF_A_CASE = ("kind", "title", "text", "speech")
WRITTEN = ("kind", "title", "text", "speech", "link", "levels", "towns", "grades", "go_on")


@action(policies.write, audit="broadcast.drafted", when=bool)
def draft(*, by: Actor, notice: Notice) -> bool:
    """起草, once for its id, which its form has named. Returns whether it was not there yet. Raises Invalid."""
    if Notice.objects.filter(pk=notice.pk).exists():
        return False
    _demand_fit(notice)
    _demand_case(notice)
    assert by.user_id
    notice.made_at, notice.made_by_id, notice.state = clock.now(), by.user_id, State.DRAFT
    insert(notice, once=True)
    return True


@action(policies.edit, audit="broadcast.amended")
def amend(*, by: Actor, notice: Notice, facts: Mapping[str, Any]) -> None:
    """改: a draft only; the words of a case stay as they were approved. Raises Invalid, Conflict."""
    if notice.case_id and any(getattr(notice, name) != facts[name] for name in OF_A_CASE):
        raise Invalid(AS_APPROVED)
    for name in WRITTEN:
        setattr(notice, name, facts[name])
    _demand_fit(notice)
    _move(notice, State.DRAFT, State.DRAFT, **{name: facts[name] for name in WRITTEN})


@action(policies.edit, audit="broadcast.handed_in")
def hand_in(*, by: Actor, notice: Notice) -> None:
    """送审: from now on nobody changes a word of it. Raises Invalid where it could not go out, Conflict."""
    found = Notice.objects.get(pk=notice.pk)
    _demand_fit(found)
    _demand_case(found)
    _demand_article(found)
    if not queries.audience(found).exists():
        raise Invalid("现在没有一个群符合选的范围。请换范围，或者先在“群登记”里登记群。")
    _move(found, State.DRAFT, State.WAITING, edition=F("edition") + 1, note="")
    to = f"township:{found.township_id}" if found.township_id else "bureau"
    outbox.send(
        to=to, words="有一条推送等着另一个人批准，请登录查看。", key=f"push-asked:{found.pk}:{found.edition + 1}"
    )


@action(policies.edit, audit="broadcast.taken_back")
def take_back(*, by: Actor, notice: Notice) -> None:
    """拿回来改. Raises Conflict where it was decided on."""
    _move(notice, State.WAITING, State.DRAFT)


@action(policies.approve, audit="broadcast.sent_back")
def send_back(*, by: Actor, notice: Notice, note: str) -> None:
    """退回: the author reads why. Raises Invalid without a reason, Conflict."""
    if not note.strip():
        raise Invalid("请写为什么退回，起草的人才知道改哪里。")
    _move(notice, State.WAITING, State.DRAFT, note=note.strip())


@action(policies.approve, audit="broadcast.approved")
def approve(*, by: Actor, notice: Notice, edition: int) -> None:
    """批准 of the very edition that was read. Raises Conflict where it was decided on, or is another one by now.

    Where its day has come, a job begins at once.
    """
    if Notice.objects.filter(pk=notice.pk, state=State.WAITING).exclude(edition=edition).exists():
        raise Conflict(OTHER_EDITION)
    _demand_case(notice)
    _move(notice, State.WAITING, State.APPROVED, edition=edition, approved_at=clock.now(), approved_by=by.user_id)
    if notice.go_on <= clock.today():
        spreading.ask_for(notice.pk)


@action(policies.manage, audit="broadcast.cancelled")
def cancel(*, by: Actor, notice: Notice) -> None:
    """撤销: what has not gone does not go; what is in a group already stays there. Raises Conflict where it was."""
    if not _cancelled(by, notice):
        raise Conflict("这条推送已经撤销了。")


@action(policies.carry, audit="broadcast.stopped", when=bool)
def stop(*, by: Actor, notice: Notice) -> bool:
    """停: the case that it brings is not used any more. Returns whether it was not cancelled yet."""
    return _cancelled(by, notice)


def _cancelled(by: Actor, notice: Notice) -> bool:
    begun = Notice.objects.select_for_update().get(pk=notice.pk)
    if begun.state == State.CANCELLED:
        return False
    facts = {"state": State.CANCELLED, "cancelled_at": clock.now(), "cancelled_by": by.user_id}
    Notice.objects.filter(pk=notice.pk).update(**facts)
    waiting = Delivery.objects.filter(notice=notice, state__in=Delivery.OPEN)
    waiting.update(state=Delivery.State.CANCELLED, why=WITHDRAWN)
    for task in Task.objects.filter(notice=notice, state=Task.State.MADE):
        outbox.send(to=f"task:{task.pk}", words="", key=f"push-stop:{task.pk}", channel=STOP, about=task.pk)
    return True


@action(policies.carry, audit="broadcast.begun", when=bool)
def begin(*, by: Actor, notice: Notice) -> bool:
    """到日子了. Returns whether it had not begun."""
    mine = Notice.objects.filter(pk=notice.pk, state=State.APPROVED, go_on__lte=clock.today())
    return bool(mine.update(state=State.GOING))


@action(policies.end_in, audit="broadcast.group_dissolved", count=int, when=bool)
def end_in(*, by: Actor, group: Group) -> int:
    """群解散了: what was to go into it ends, and says why. Returns how much that is."""
    waiting = Delivery.objects.filter(group=group, state__in=Delivery.OPEN)
    return waiting.update(state=Delivery.State.CANCELLED, why="这个群解散了。")


@action(policies.carry, audit="broadcast.taken_in", count=len)
def take_in(
    *,
    by: Actor,
    notice: Notice,
    deliveries: list[Delivery],
    rise: Rise | None = None,
    masks: Sequence[CaseMask] = (),
) -> list[Delivery]:
    """A notice that went out before, with its case, what became of it and what it was begun from, as a demo has it."""
    if notice.case:
        notice.case.save(force_insert=True)
        CaseMask.objects.bulk_create(masks)
    notice.save(force_insert=True)
    if rise:
        rise.notice = notice
        insert(rise)
    return Delivery.objects.bulk_create(deliveries, batch_size=500)


def _demand_fit(notice: Notice) -> None:
    """Raises Invalid where no group could be given it, or it is for a day that is over."""
    district = District.objects.get(pk=district_being_written())
    if problem := composing.fault(queries.words_for_group(notice, district)):
        raise Invalid(problem)
    if len(notice.text) > MOST_WORDS:
        raise Invalid(f"发到群里的话最多 {MOST_WORDS} 字，请写短些；长的放在链接里。")
    if not isinstance(notice.go_on, date) or notice.go_on < clock.today():
        raise Invalid("发的日子已经过了，请换一天。")
    if notice.township_id and Group.Level.DISTRICT in notice.levels:
        raise Invalid("司法所的推送到不了区一级的群。请去掉“区”。")


def _demand_case(notice: Notice) -> None:
    """Raises Conflict where its case is not approved, or not any more; nobody takes it down meanwhile."""
    if notice.case_id:
        found = TypicalCase.objects.select_for_update().get(pk=notice.case_id)
        if found.state != TypicalCase.State.APPROVED:
            raise Conflict(CASE_GONE)


def _demand_article(notice: Notice) -> None:
    """Raises Invalid where what it was made from is withdrawn; nobody withdraws it until this is committed."""
    if notice.article_id is None:
        return
    article = Article.objects.select_for_update(no_key=True).get(pk=notice.article_id)
    if article.withdrawn_at:
        raise Invalid("这条用的素材撤下了，不能再交。请重新起草一条。")


def _move(notice: Notice, was: str, to: str, **facts: Any) -> None:
    """Two hands at once: one moves it, the other is told. Raises Conflict."""
    mine = Notice.objects.filter(pk=notice.pk, state=was)
    if "edition" in facts and isinstance(facts["edition"], int):
        mine = mine.filter(edition=facts["edition"])
    if not mine.update(state=to, **facts):
        raise Conflict(CHANGED)
    notice.state = to
