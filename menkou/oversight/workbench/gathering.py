"""等我处理: what waits for somebody, of all that they hold, each kind asked for once. Facts only, nothing of a matter."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse

from menkou.assessments.progress import Line
from menkou.complaints.models import Complaint
from menkou.complaints.timing import queries as clocks
from menkou.consultations import worklist
from menkou.consultations.timing import queries as timing
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.departures import queries as departures
from menkou.hotline import queries as hotline
from menkou.hotline.models import Order
from menkou.hotline.timing import queries as orders
from menkou.oversight import numbers
from menkou.oversight.workbench import asking
from menkou.oversight.workbench.asking import MOST_OF_A_KIND, NUDGERS
from menkou.oversight.workbench.items import Due, Item, Late, in_order, words_for, words_for_complaint, words_for_order
from menkou.places import queries as places

Lines = list[Item]
Counts = Mapping[str, int]


def waiting_for(by: Actor, counts: Counts, *, villages: Iterable[UUID] = (), assessed: Iterable[Line] = ()) -> Lines:
    """All of it, by the law of the clock; `villages` are those that somebody oversees, where they are known already."""
    found = [one for gather in GATHERED for one in gather(by, counts)]
    late = late_people(by) if counts["late"] else []
    return in_order([*late, *found, *_gaps(by, villages), *map(_assessed, assessed)])


def late_people(by: Actor, most: int | None = MOST_OF_A_KIND) -> Lines:
    """超时没回: whom to call or to nudge, one line to a person."""
    if not by.has_role(*NUDGERS, Role.AUDITOR):
        return []
    rows = numbers.overdue_by_adviser(by)
    who = [row["holder_id"] for row in rows]
    mine = set(timing.may_be_nudged(by)) if rows and by.has_role(*NUDGERS) else set()
    nudged = timing.nudges_today(who) if rows else {}
    return [_late(by, row, row["holder_id"] in mine, nudged.get(row["holder_id"])) for row in rows[:most]]


def _late(by: Actor, row: dict[str, Any], may_nudge: bool, nudged: Any) -> Item:
    name, over = row["holder__adviser__name"], (clock.now() - row["since"]).days
    words = words_for(name, row["count"], over, by.name)
    house, phone = row["holder__institution__name"], row["holder__phone"]
    late = Late(row["holder_id"], name, house, phone, words, may_nudge, nudged)
    return Item("超时没回", f"{row['count']} 条", "催办", "", row["since"], f"{name}（{house}）", late)


def _answers(by: Actor, counts: Counts) -> Lines:
    if not by.has_role(Role.ADVISER):
        return []
    rows = worklist.listed_waiting(by)
    due = min((one.due_at for one in rows), default=None)
    return [Item("要回的咨询", f"{len(rows)} 条", "去答复", reverse("consultations:today"), due)] if rows else []


def _complaints(by: Actor, counts: Counts) -> Lines:
    rows = [
        Item(
            "投诉",
            Complaint.State(state).label,
            "去办",
            reverse("complaints:complaint", args=[pk]),
            due,
            Complaint.Kind(kind).label,
        )
        for pk, state, kind, due in (asking.first_complaints(by) if counts["complaints"] else ())
    ]
    rows = _as_many_as_fit(rows, counts["complaints"], reverse("complaints:complaints"))
    return [*rows, *_complaints_late(by)] if counts["complaints_late"] else rows


def _as_many_as_fit(rows: Lines, count: int, url: str) -> Lines:
    """The first of them; how many more there are is a line of its own, as urgent as the first of those."""
    if len(rows) <= MOST_OF_A_KIND:
        return rows
    first, more = rows[MOST_OF_A_KIND], count - MOST_OF_A_KIND
    return [*rows[:MOST_OF_A_KIND], Item(first.title, f"还有 {more} 件", "看全部", url, first.due, "这里列不下")]


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


def _orders(by: Actor, counts: Counts) -> Lines:
    rows = [
        Item(
            "12345工单",
            Order.State(state).label,
            "去办",
            reverse("hotline:order", args=[pk]),
            due,
            f"{number}，{Order.Kind(kind).label}",
        )
        for pk, number, state, kind, due in (asking.first_orders(by) if counts["orders"] else ())
    ]
    rows = _as_many_as_fit(rows, counts["orders"], reverse("hotline:orders"))
    late = _orders_late(by) if counts["orders_late"] else []
    return [*rows, *late, *_orders_to_finish(by)] if counts["orders_to_finish"] else [*rows, *late]


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
    states = asking.states_to_finish(by)
    url = f"{reverse('hotline:orders')}?state={states[0]}" if states else ""
    note = "答复过了，等回访、评价、办结"
    return [Item("12345工单", f"{len(states)} 件", "去办", url, note=note)] if states else []


def _plain(by: Actor, counts: Counts) -> Lines:
    """What is told by its number alone: it has no one deadline, and its own page says the rest."""
    return [
        Item(title, f"{count} {of}", act, reverse(page), note=note)
        for kinds, title, of, act, page, note in PLAIN
        if (count := sum(counts[kind] for kind in kinds))
    ]


def _logs(by: Actor, counts: Counts) -> Lines:
    if not counts["logs"]:
        return []
    note = "".join(f"最早一条 {clock.in_words(day)}" for day in asking.first_log(by))
    return [Item("待核实日志", f"{counts['logs']} 条", "去核实", reverse("worklogs:inbox"), note=note)]


def _contracts(by: Actor, counts: Counts) -> Lines:
    """聘用合同 that end soon with nothing behind them: for the bureau, and for the director who is asked."""
    url = f"{reverse('engagements:contracts')}?state=expiring"
    act = "去续签" if by.has_role(Role.JUSTICE_BUREAU) else "去看"
    ends = asking.first_contract(by) if counts["contracts"] else []
    return [
        Item("快到期的合同", f"{counts['contracts']} 份", act, url, clock.start_of(first), "还没有续签")
        for first in ends
    ]


def _told(by: Actor, counts: Counts) -> Lines:
    """结果运用 that a director may still answer."""
    ends = asking.first_told(by) if counts["told"] else []
    url, value, note = reverse("consequences:consequences"), f"{counts['told']} 件", "告知了本机构"
    return [Item("可以陈述申辩", value, "去看", url, first, note) for first in ends]


def _assessed(one: Line) -> Item:
    return Item(one.title, one.value, "去看", address_of(one), one.until, one.cycle)


def address_of(one: Line) -> str:
    """Where a line of an assessment leads."""
    return reverse(one.page, args=[one.of] if one.of else [])


def _brought(by: Actor, counts: Counts) -> Lines:
    """要发到群里的, since the day on which it began to go out."""
    days = asking.first_push(by) if counts["brought"] else []
    url, value = reverse("broadcasts:mine"), f"{counts['brought']} 条"
    return [Item("要发到群里的", value, "去发", url, note=f"最早 {clock.in_words(day)} 起") for day in days]


def _occasions(by: Actor, counts: Counts) -> Lines:
    """Village meetings that are over, where nobody has put down whether the adviser came."""
    count, url = counts["occasions"], f"{reverse('occasions:occasions')}?show=open"
    return [Item("村里的事", f"{count} 件", "去记", url, note="开过了，顾问来了没有")] if count else []


def _gaps(by: Actor, villages: Iterable[UUID]) -> Lines:
    """Posts ahead without anybody, for those who see to them."""
    if not by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR, Role.JUDICIAL_OFFICE):
        return []
    found = departures.gaps_ahead(by, villages=list(villages) or None)
    if not found:
        return []
    first, within = min(one.since for one in found), f"{places.rules()['gaps_ahead_days']} 天内"
    return [Item("要空的岗位", f"{len(found)} 处", "去看", reverse("departures:gaps"), clock.start_of(first), within)]


GATHERED: tuple[Callable[[Actor, Counts], Lines], ...] = (
    _answers,
    _complaints,
    _orders,
    _logs,
    _plain,
    _contracts,
    _told,
    _brought,
    _occasions,
)
PLAIN = (  # of which counts, what it is called, counted how, what to do about it, where, and why it waits
    (("untold",), "值班来了没有", "次", "去记", "rotas:slots", "等您说一句"),
    (("concerns",), "居民说没解决", "件", "去跟进", "concerns:concerns", "等您跟进"),
    (("unheld",), "待指定", "条", "去指定", "unheld", "没有顾问能接的咨询"),
    (("consequences",), "结果运用", "件", "去办", "consequences:consequences", "等告知、决定或者办结"),
    (("plans",), "派驻方案", "个", "去审定", "plans:plans", "等另一个人审定"),
    (("inspections",), "特别查阅", "件", "去批", "inspections:inspections", "等另一个人批"),
    (("arrangements",), "待安排", "件", "去安排", "concerns:arrangements", "等您找别家的顾问"),
    (("notices", "cases"), "等您批的", "条", "去批", "broadcasts:notices", "推送和典型案例"),
    (("boards",), "公示牌", "块", "去换", "boards:boards", "要印、要挂、要撤下"),
)
