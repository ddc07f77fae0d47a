"""等我处理: what waits for somebody, of all that they hold, each kind asked for once. Facts only, nothing of a matter."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.urls import reverse

from menkou.assessments.following import queries as consequences
from menkou.assessments.progress import Line
from menkou.boards import queries as boards
from menkou.broadcasts import queries as broadcasts
from menkou.broadcasts.cases import queries as cases
from menkou.complaints import queries as complaints
from menkou.complaints.timing import queries as clocks
from menkou.consultations import worklist
from menkou.consultations.after import queries as after
from menkou.consultations.arranging import queries as arranging
from menkou.consultations.interests import queries as interests
from menkou.consultations.timing import queries as timing
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.departures import queries as departures
from menkou.engagements import queries as engagements
from menkou.hotline import queries as hotline
from menkou.hotline.timing import queries as orders
from menkou.inspections import queries as inspections
from menkou.inspections.models import Inspection
from menkou.occasions import queries as occasions
from menkou.oversight import numbers
from menkou.oversight.workbench.items import Due, Item, Late, in_order, words_for, words_for_complaint, words_for_order
from menkou.places import queries as places
from menkou.places.models import Village
from menkou.plans import queries as plans
from menkou.plans.models import Version
from menkou.rotas import queries as rotas
from menkou.worklogs import queries as worklogs

MOST_OF_A_KIND = 20
NUDGERS = (Role.JUSTICE_BUREAU, Role.JUDICIAL_OFFICE, Role.INSTITUTION_DIRECTOR)
Lines = list[Item]


def waiting_for(by: Actor, *, villages: Iterable[Village] = (), assessed: Iterable[Line] = ()) -> Lines:
    """All of it, by the law of the clock; `villages` are those that somebody oversees, where they are known already."""
    found = [one for gather in GATHERED for one in gather(by)]
    return in_order([*late_people(by), *found, *_gaps(by, villages), *map(_assessed, assessed)])


def late_people(by: Actor, most: int | None = MOST_OF_A_KIND) -> Lines:
    """超时没回: whom to call or to nudge, one line to a person."""
    if not by.has_role(*NUDGERS, Role.AUDITOR):
        return []
    rows = numbers.overdue_by_adviser(by)
    who = [row["holder_id"] for row in rows]
    mine = set(timing.late_people(by).values_list("pk", flat=True)) if rows and by.has_role(*NUDGERS) else set()
    nudged = timing.nudges_today(who) if rows else {}
    return [_late(by, row, row["holder_id"] in mine, nudged.get(row["holder_id"])) for row in rows[:most]]


def _late(by: Actor, row: dict[str, Any], may_nudge: bool, nudged: Any) -> Item:
    name, over = row["holder__adviser__name"], (clock.now() - row["since"]).days
    words = words_for(name, row["count"], over, by.name)
    house, phone = row["holder__institution__name"], row["holder__phone"]
    late = Late(row["holder_id"], name, house, phone, words, may_nudge, nudged)
    return Item("超时没回", f"{row['count']} 条", "催办", "", row["since"], f"{name}（{house}）", late)


def _answers(by: Actor) -> Lines:
    if not by.has_role(Role.ADVISER):
        return []
    rows = worklist.listed_waiting(by)
    due = min((one.due_at for one in rows), default=None)
    return [Item("要回的咨询", f"{len(rows)} 条", "去答复", reverse("consultations:today"), due)] if rows else []


def _complaints(by: Actor) -> Lines:
    if not by.has_role(Role.JUSTICE_BUREAU, Role.JUDICIAL_OFFICE):
        return []
    found = complaints.waiting_for(by)[:MOST_OF_A_KIND]
    rows = [
        Item(
            "投诉", one.get_state_display(), "去办", reverse("complaints:complaint", args=[one.pk]), one.due,
            one.get_kind_display(),
        )
        for one in found
    ]  # fmt: skip
    return [*rows, *_complaints_late(by)] if by.has_role(Role.JUSTICE_BUREAU) else rows


def _complaints_late(by: Actor) -> Lines:
    """What an office has not accepted in time: whom to call, and 催办."""
    found = list(clocks.to_nudge(by)[:MOST_OF_A_KIND])
    nudged, phones = (clocks.nudged_today([one.pk for one in found]), orders.phones()) if found else ({}, {})
    return [_complaint_late(by, one, nudged.get(one.pk), phones) for one in found]


def _complaint_late(by: Actor, one: Any, step: Any, phones: dict) -> Item:
    town, due = one.consultation.village.township, one.reply_due_at
    name, at = f"{town}司法所", reverse("complaints:complaint", args=[one.pk])
    words = words_for_complaint(name, clock.to_the_minute(due), (clock.now() - due).days, by.name)
    said = (step.taken_at, step.taken_by.name) if step else None
    late = Due(one.pk, name, phones.get(town.pk, ""), words, reverse("complaints:nudge", args=[one.pk]), said)
    return Item("投诉没受理", name, "催办", at, due, one.get_kind_display(), of=late)


def _orders(by: Actor) -> Lines:
    if not by.has_role(Role.JUSTICE_BUREAU, Role.JUDICIAL_OFFICE, Role.INSTITUTION_DIRECTOR):
        return []
    found = hotline.waiting_for(by)[:MOST_OF_A_KIND]
    rows = [
        Item(
            "12345工单", one.get_state_display(), "去办", reverse("hotline:order", args=[one.pk]), one.due,
            one.get_kind_display(),
        )
        for one in found
    ]  # fmt: skip
    return [*rows, *_orders_late(by), *_orders_to_finish(by)] if by.has_role(Role.JUSTICE_BUREAU) else rows


def _orders_late(by: Actor) -> Lines:
    """What others are late with: whom to call, and 催办."""
    found = list(orders.to_urge(by)[:MOST_OF_A_KIND])
    urged, phones = (orders.urged_today([one.pk for one in found]), orders.phones()) if found else ({}, {})
    return [_order_late(by, one, urged.get(one.pk), phones) for one in found]


def _order_late(by: Actor, one: Any, urged: Any, phones: dict) -> Item:
    name, url = hotline.to_whom(one), reverse("hotline:order", args=[one.pk])
    phone = one.to_institution.phone if one.to_institution else phones.get(one.to_township_id, "")
    words = words_for_order(name, one.number, clock.to_the_minute(one.due), (clock.now() - one.due).days, by.name)
    said = (urged.made_at, urged.made_by.name) if urged else None
    late = Due(one.pk, name, phone, words, reverse("hotline:urge", args=[one.pk]), said)
    return Item("12345工单超时", name, "催办", url, one.due, one.get_kind_display(), of=late)


def _orders_to_finish(by: Actor) -> Lines:
    if not (counts := hotline.to_finish(by)):
        return []
    url = f"{reverse('hotline:orders')}?state={next(iter(sorted(counts)))}"
    note = "答复过了，等回访、评价、办结"
    return [Item("12345工单", f"{sum(counts.values())} 件", "去办", url, note=note)]


def _offices(by: Actor) -> Lines:
    """What a judicial office looks at and puts down."""
    if not by.has_role(Role.JUDICIAL_OFFICE):
        return []
    found = []
    logs = worklogs.awaiting_review(by).order_by().aggregate(count=Count("pk"), since=Min("done_on"))
    if logs["count"]:
        note = f"最早一条 {clock.in_words(logs['since'])}"
        found.append(Item("待核实日志", f"{logs['count']} 条", "去核实", reverse("worklogs:inbox"), note=note))
    if untold := rotas.to_tell(by).order_by().count():
        found.append(Item("值班来了没有", f"{untold} 次", "去记", reverse("rotas:slots"), note="等您说一句"))
    if concerns := after.concerns_waiting(by):
        found.append(Item("居民说没解决", f"{concerns} 件", "去跟进", reverse("concerns:concerns"), note="等您跟进"))
    return found


def _bureaus(by: Actor) -> Lines:
    """What the bureau alone decides."""
    if not by.has_role(Role.JUSTICE_BUREAU):
        return []
    found = []
    if unheld := interests.unheld_for(by).count():
        found.append(Item("待指定", f"{unheld} 条", "去指定", reverse("unheld"), note="没有顾问能接的咨询"))
    if due := consequences.to_do(by):
        url, note = reverse("consequences:consequences"), "等告知、决定或者办结"
        found.append(Item("结果运用", f"{due} 件", "去办", url, note=note))
    ready = plans.versions_for(by).filter(state=Version.State.READY).exclude(made_by=by.user_id)
    if drafts := ready.exclude(changed_by=by.user_id).count():
        found.append(Item("派驻方案", f"{drafts} 个", "去审定", reverse("plans:plans"), note="等另一个人审定"))
    return found


def _inspections(by: Actor) -> Lines:
    asked = inspections.visible_to(by).filter(state=Inspection.State.ASKED).exclude(asked_by=by.user_id)
    if not by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR) or not (count := asked.count()):
        return []
    return [Item("特别查阅", f"{count} 件", "去批", reverse("inspections:inspections"), note="等另一个人批")]


def _arrangements(by: Actor) -> Lines:
    if not by.has_role(Role.JUSTICE_BUREAU, Role.JUDICIAL_OFFICE):
        return []
    count = arranging.waiting_for(by).count()
    url = reverse("concerns:arrangements")
    return [Item("待安排", f"{count} 件", "去安排", url, note="等您找别家的顾问")] if count else []


def _agreed(by: Actor) -> Lines:
    if not by.has_role(Role.JUSTICE_BUREAU, Role.JUDICIAL_OFFICE):
        return []
    count, url = cases.waiting_for(by), reverse("broadcasts:notices")
    return [Item("等您批的", f"{count} 条", "去批", url, note="推送和典型案例")] if count else []


def _contracts(by: Actor) -> Lines:
    """聘用合同 that end soon with nothing behind them: for the bureau, and for the director who is asked."""
    if not by.has_role(Role.JUSTICE_BUREAU, Role.INSTITUTION_DIRECTOR):
        return []
    ends = engagements.listed(by, state="expiring").order_by().aggregate(count=Count("pk"), first=Min("valid_until"))
    if not ends["count"]:
        return []
    url = f"{reverse('engagements:contracts')}?state=expiring"
    act = "去续签" if by.has_role(Role.JUSTICE_BUREAU) else "去看"
    return [Item("快到期的合同", f"{ends['count']} 份", act, url, clock.start_of(ends["first"]), "还没有续签")]


def _told(by: Actor) -> Lines:
    """结果运用 that a director may still answer."""
    if by.has_role(Role.JUSTICE_BUREAU) or not by.has_role(Role.INSTITUTION_DIRECTOR):
        return []
    ends = consequences.to_answer(by).order_by().aggregate(count=Count("pk"), first=Min("answer_until"))
    url = reverse("consequences:consequences")
    note = "告知了本机构"
    return [Item("可以陈述申辩", f"{ends['count']} 件", "去看", url, ends["first"], note)] if ends["count"] else []


def _assessed(one: Line) -> Item:
    return Item(one.title, one.value, "去看", address_of(one), one.until, one.cycle)


def address_of(one: Line) -> str:
    """Where a line of an assessment leads."""
    return reverse(one.page, args=[one.of] if one.of else [])


def _boards(by: Actor) -> Lines:
    """公示牌 to be printed, hung or taken down, for those who do it."""
    if not by.has_role(Role.VILLAGE_CADRE, Role.JUDICIAL_OFFICE):
        return []
    count = boards.due_count(by)
    return [Item("公示牌", f"{count} 块", "去换", reverse("boards:boards"), note="要印、要挂、要撤下")] if count else []


def _brought(by: Actor) -> Lines:
    """要发到群里的, since the day on which it began to go out."""
    if not by.has_role(Role.VILLAGE_CADRE, Role.JUDICIAL_OFFICE):
        return []
    found = _counted(broadcasts.mine(by), "notice__go_on")
    if not found["count"]:
        return []
    note = f"最早 {clock.in_words(found['first'])} 起"
    return [Item("要发到群里的", f"{found['count']} 条", "去发", reverse("broadcasts:mine"), note=note)]


def _occasions(by: Actor) -> Lines:
    """Village meetings that are over, where nobody has put down whether the adviser came."""
    if not by.has_role(Role.VILLAGE_CADRE):
        return []
    count, url = occasions.listed(by, "open").order_by().count(), f"{reverse('occasions:occasions')}?show=open"
    return [Item("村里的事", f"{count} 件", "去记", url, note="开过了，顾问来了没有")] if count else []


def _gaps(by: Actor, villages: Iterable[Village]) -> Lines:
    """Posts ahead without anybody, for those who see to them."""
    if not by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR, Role.JUDICIAL_OFFICE):
        return []
    found = departures.gaps_ahead(by, villages=list(villages) or None)
    if not found:
        return []
    first, within = min(one.since for one in found), f"{places.rules()['gaps_ahead_days']} 天内"
    return [Item("要空的岗位", f"{len(found)} 处", "去看", reverse("departures:gaps"), clock.start_of(first), within)]


def _counted(found: QuerySet, since: str) -> dict[str, Any]:
    return found.order_by().aggregate(count=Count("pk"), first=Min(since))


GATHERED: tuple[Callable[[Actor], Lines], ...] = (
    *(_answers, _complaints, _orders, _offices, _bureaus, _inspections, _arrangements, _agreed, _contracts, _told),
    *(_boards, _brought, _occasions),
)
