"""由规则立的: what a missed duty or a complaint that was found true amounts to, and what does not stand any more."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from menkou.advisers.models import Registration
from menkou.assessments.following.findings import Finding
from menkou.assessments.models import Consequence
from menkou.complaints.models import Complaint
from menkou.complaints.queries import UPHELD
from menkou.core import clock
from menkou.engagements import queries as engagements
from menkou.engagements.models import Contract, MissedDuty
from menkou.hotline.models import Order
from menkou.places import queries as places
from menkou.postings.models import Posting

Kind, State, Trigger = Consequence.Kind, Consequence.State, Consequence.Trigger
OPENED_FOR_MISSED = {0: (), 1: (Kind.RECTIFY,), 2: (Kind.REPLACE,), 3: (Kind.REPLACE, Kind.RECTIFY)}
LONGEST = 1000


def of_missed(contract: Contract) -> Finding | None:
    """多次缺席: each time that the number is full, once; None where the rule opens nothing, or these were opened for."""
    rules = places.rules()
    kinds, enough = OPENED_FOR_MISSED[rules["missed_duties_open_a_case"]], rules["missed_duties_before_ending"]
    counted = engagements.missed_that_count(contract)
    if not kinds or len(_standing(_contracts(contract))) >= len(counted) // enough:
        return None
    days = "；".join(f"{clock.in_words(one.day)} {one.what}" for one in counted)
    facts = f"{contract.village}的聘用合同下，该到没到、也没派人替的有 {len(counted)} 次：{days}。"
    codes = (contract.village.code,)
    return Finding(
        key=f"missed:{contract.pk}:{max(counted, key=lambda one: (one.recorded_at, one.pk)).pk}",
        trigger=Trigger.MISSED,
        facts=facts[:LONGEST],
        institution=contract.institution,
        registration=_who(contract, counted),
        kinds=tuple(one.value for one in kinds),
        villages=codes,
    )


def unfounded(contract: Contract) -> tuple[list[Consequence], str]:
    """Cases of missed duties that the number is not full for any more, the last first, and why; only what nobody was told of."""
    enough, count = places.rules()["missed_duties_before_ending"], engagements.missed_count(contract)
    keys = _standing(_contracts(contract))
    over = keys[count // enough :]
    found = Consequence.objects.filter(key__in=over, state=State.FOUND, opened_by=None)
    return list(found), f"缺席记录划掉了一条，现在算数的有 {count} 次，不到立案的次数，不再处理。"


def of_complaint(complaint: Complaint) -> Finding | None:
    """投诉查实: with what whom it is about may know of it, the month, the kind and the outcome; None where nothing follows."""
    return _upheld(complaint, "投诉", f"complaint:{complaint.pk}", complaint.ended_at)


def of_order(order: Order) -> Finding | None:
    """12345 工单查实: as of a complaint. What is about an institution alone, or nobody in particular, opens nothing."""
    return _upheld(order, "12345工单", f"order:{order.pk}", order.closed_at)


def _upheld(found: Complaint | Order, what: str, key: str, ended_at: datetime | None) -> Finding | None:
    is_upheld = found.outcome in UPHELD and places.rules()["complaints_upheld_open_a_case"]
    if not is_upheld or found.about is None or ended_at is None:
        return None
    ended = ended_at.astimezone(clock.SHANGHAI)
    facts = f"{ended:%Y年%-m月}办结的一件{what}（{found.get_kind_display()}），查明{found.get_outcome_display()}。"
    who = found.about
    return Finding(key, Trigger.COMPLAINT, facts, who.institution, who, kinds=(Kind.RECTIFY.value,))


def _contracts(contract: Contract) -> set[UUID]:
    """The contract, and those that went on as this one after a merger."""
    return {contract.pk, *engagements.missed_under(contract).order_by().values_list("contract", flat=True)}


def _standing(contracts: Iterable[UUID]) -> list[str]:
    """The findings of missed duties under some contracts, the oldest first; without those that fell away."""
    begins = Q(pk=None)
    for pk in contracts:
        begins |= Q(key__startswith=f"missed:{pk}:")
    found: QuerySet = Consequence.objects.filter(begins, fell_away_at=None).order_by("opened_at", "id")
    return list(dict.fromkeys(found.values_list("key", flat=True)))


def _who(contract: Contract, counted: list[MissedDuty]) -> Registration | None:
    """The one person of the institution who had the village on all of these days; A before B, and nobody in doubt."""
    places_ = {one.contract.village_id for one in counted}
    house = Posting.objects.filter(village__in=places_, registration__institution=contract.institution_id)
    posts = list(house.select_related("registration").order_by("post", "valid_from"))
    whom = {_holder(posts, one) for one in counted}
    return whom.pop() if len(whom) == 1 else None


def _holder(posts: list[Posting], missed: MissedDuty) -> Registration | None:
    for one in posts:
        there = one.village_id == missed.contract.village_id
        if there and one.valid_from <= missed.day and (one.valid_until is None or one.valid_until > missed.day):
            return one.registration
    return None
