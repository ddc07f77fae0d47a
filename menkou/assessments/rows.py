"""数从哪来: the rows behind a number, one for each that was counted; what somebody may not open is a row without words.

Consultations are a reference, a month and whether it was in time, and none at all where there are few (decision 25).
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import Q

from menkou.assessments import queries
from menkou.assessments.measuring import records
from menkou.assessments.models import Score
from menkou.broadcasts import queries as broadcasts
from menkou.broadcasts.models import Delivery
from menkou.consultations.interests import barring
from menkou.consultations.models import Consultation
from menkou.core import clock
from menkou.core.actors import Actor
from menkou.engagements import queries as engagements
from menkou.engagements.models import MissedDuty
from menkou.groups.keeping import queries as groups
from menkou.occasions import queries as occasions
from menkou.occasions.models import Occasion
from menkou.places import queries as places
from menkou.worklogs import queries as worklogs
from menkou.worklogs.models import Check


class Row(NamedTuple):
    """Its cells, and the page that it opens with what stands in that page's address."""

    cells: tuple[str, ...]
    page: str = ""
    of: UUID | str | None = None


@dataclass(frozen=True)
class Rows:
    """All rows of a number: those that can be read, how many cannot, and whether there are too few to list."""

    columns: tuple[str, ...]
    readable: list[Row]
    closed: int = 0
    is_too_few: bool = False

    @property
    def count(self) -> int:
        return len(self.readable) + self.closed


Known = dict[UUID, Row]


def behind(by: Actor, score: Score) -> Rows | None:
    """The rows of a score as somebody may read them, in the order in which they were counted; None where it has none."""
    ids = queries.rows_in(score)
    if score.rows_of not in KINDS or not ids:
        return None
    columns, read = KINDS[score.rows_of]
    if score.rows_of == records.CONSULTATION and len(ids) < places.rules()["fewest_in_a_list"]:
        return Rows(columns, [], is_too_few=True)
    known = read(by, ids)
    found = [known[one] for one in ids if one in known]
    if score.rows_of == records.CONSULTATION:
        found.sort()  # by reference: in no telling order
    return Rows(columns, found, len(ids) - len(found))


def _entries(by: Actor, ids: Collection[UUID]) -> Known:
    found = worklogs.visible_to(by).filter(pk__in=ids)
    return {
        one.pk: Row(
            (
                *(_day(one.done_on), places.called_on(one.village, one.done_on), one.get_kind_display()),
                *(str(one.minutes), one.get_outcome_display() or "待核实"),
            ),
            "worklogs:entry",
            one.pk,
        )
        for one in found
    }


def _occasions(by: Actor, ids: Collection[UUID]) -> Known:
    return {one.pk: _occasion(one) for one in occasions.visible_to(by).filter(pk__in=ids)}


def _occasion(one: Occasion) -> Row:
    title = "" if one.kind == Occasion.Kind.DISPUTE else one.title  # which may name its people
    came = one.get_presence_display() or ("有法律意见" if one.opinion else "没有记录")
    facts = (_day(one.happens_at.astimezone(clock.SHANGHAI).date()), one.village.short_name, one.get_kind_display())
    said = f"村里说{one.get_seen_display()}" if one.seen else ""
    return Row((*facts, title, came, said), "occasions:occasion", one.pk)


def _checks(by: Actor, ids: Collection[UUID]) -> Known:
    seen = worklogs.visible_to(by).order_by().values("pk")
    found = Check.objects.filter(pk__in=ids, entry__in=seen).select_related("entry__village")
    return {
        one.pk: Row(
            (
                *(_day(one.entry.done_on), places.called_on(one.entry.village, one.entry.done_on)),
                *(one.entry.get_kind_display(), one.get_ending_display()),
            ),
            "worklogs:entry",
            one.entry_id,
        )
        for one in found
    }


def _contracts(by: Actor, ids: Collection[UUID]) -> Known:
    return {
        one.pk: Row(
            (one.village.short_name, _day(one.valid_from), _day(one.signed_on) if one.signed_on else ""),
            "engagements:contract",
            one.pk,
        )
        for one in engagements.contracts_for(by).filter(pk__in=ids)
    }


def _missed(by: Actor, ids: Collection[UUID]) -> Known:
    seen = engagements.contracts_for(by).order_by().values("pk")
    found = MissedDuty.objects.filter(pk__in=ids, contract__in=seen).select_related("contract__village")
    return {
        one.pk: Row((_day(one.day), one.contract.village.short_name, one.what), "engagements:contract", one.contract_id)
        for one in found
    }


def _deliveries(by: Actor, ids: Collection[UUID]) -> Known:
    seen = Q(broadcasts.brought_by(by)) | Q(group__in=groups.visible_to(by).order_by().values("pk"))
    found = Delivery.objects.filter(seen, pk__in=ids).defer("proof").select_related("notice", "group")
    return {
        one.pk: Row((_day(one.notice.go_on), one.notice.title, one.group.name, _there(one)), "published", one.notice_id)
        for one in found
    }


def _there(one: Delivery) -> str:
    there = one.sent_at or one.confirmed_at
    if there is None:
        return "没有发到"
    return "当天发到" if there.astimezone(clock.SHANGHAI).date() <= one.notice.go_on else "晚了"


def _villages(by: Actor, ids: Collection[UUID]) -> Known:
    return {one.pk: Row((one.short_name, one.township.name), "village", one.code) for one in places.villages_ever(ids)}


def _consultations(by: Actor, ids: Collection[UUID]) -> Known:
    """What was erased since, or has an interest, is counted and not named."""
    found = barring.without_interests(Consultation.objects.filter(pk__in=ids, erased_at=None))
    return {one.pk: _consultation(one) for one in found}


def _consultation(one: Consultation) -> Row:
    first = one.first_answered_at
    month = one.asked_at.astimezone(clock.SHANGHAI)
    timely = "按时" if first is not None and first <= one.due_at else "没有按时"
    return Row((one.reference, f"{month.year}年{month.month}月", timely))


def _day(day: date) -> str:
    return clock.in_words(day)


KINDS: Final[dict[str, tuple[tuple[str, ...], Callable[[Actor, Collection[UUID]], Known]]]] = {
    records.ENTRY: (("日期", "村（社区）", "事项", "分钟", "核实"), _entries),
    records.OCCASION: (("日期", "村（社区）", "什么事", "名称", "顾问", "村里"), _occasions),
    records.CHECK: (("日期", "村（社区）", "事项", "结果"), _checks),
    records.CONTRACT: (("村（社区）", "起始日", "签订日"), _contracts),
    records.MISSED: (("日期", "村（社区）", "应当到场的事"), _missed),
    records.DELIVERY: (("日期", "推送", "群", "发到没有"), _deliveries),
    records.VILLAGE: (("村（社区）", "镇街"), _villages),
    records.CONSULTATION: (("编号", "月份", "时限"), _consultations),
}
