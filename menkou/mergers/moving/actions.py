"""What goes on with the successors, each in an action of its own. Called by mergers.actions.apply, in its transaction."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from uuid_utils.compat import uuid7

from menkou.accounts.models import Membership
from menkou.consultations.models import Consultation
from menkou.consultations.queries import open_in
from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.dated import Dated
from menkou.core.news import announce
from menkou.engagements.models import Contract
from menkou.mergers import policies
from menkou.mergers.models import Change
from menkou.mergers.moving.estates import Estate, lasting
from menkou.places import queries as places
from menkou.places.models import Demand, District, Village
from menkou.postings.models import Avoidance, Plan, Posting, Wish
from menkou.postings.news import PostingsChanged

Heirs = Mapping[str, Village]
Fact = TypeVar("Fact", bound=Dated)


@action(policies.decide, audit="mergers.service_passed_on")
def pass_on_service(*, by: Actor, change: Change, day: date, estates: Iterable[Estate], heirs: Heirs) -> dict[str, int]:
    """合同和岗位: the main predecessor's go on with the successor, to the same days; the others end.

    Posts end before the contracts that they stand under, and begin after them.
    """
    estates = list(estates)
    posts = [post for one in estates for post in one.posts]
    Posting.objects.filter(pk__in=[one.pk for one in posts if one.valid_from >= day]).delete()
    Posting.objects.filter(pk__in=[one.pk for one in posts if one.valid_from < day]).update(valid_until=day)
    moved = {one.pk: _pass_on(by, one, estate, day, heirs) for estate in estates for one in estate.contracts}
    Contract.objects.bulk_create([new for new in moved.values() if new and new._state.adding], batch_size=500)
    standing: dict[tuple[UUID, UUID], list[Contract]] = defaultdict(list)
    here = Contract.objects.filter(lasting(day), village__in=heirs.values(), stage=Contract.Stage.SIGNED)
    for contract in here.order_by("valid_from"):
        standing[contract.village_id, contract.institution_id].append(contract)
    going = [(post, heirs[one.heir]) for one in estates for post in one.posts_going_on]
    begun = [_begin(post, heir, standing[heir.pk, post.registration.institution_id], day) for post, heir in going]
    fresh = Posting.objects.bulk_create(filter(None, begun), batch_size=500)
    _retell_plans(estates, heirs, day)
    kept = sum(new is not None for new in moved.values())
    return {
        "contracts": kept,
        "contracts_ended": len(moved) - kept,
        "posts": len(fresh),
        "posts_ended": len(posts) - len(fresh),
    }


def _retell_plans(estates: Iterable[Estate], heirs: Heirs, day: date) -> None:
    """Plans that are to begin remember whom they end, in case they are withdrawn: now where those serve instead."""
    went = {str(one.village.pk): str(heirs[one.heir].pk) if one.leaves_posts else None for one in estates}
    plans = list(Plan.objects.select_for_update().filter(valid_from__gt=day))
    for plan in plans:
        told = [one | {"village": went.get(one["village"], one["village"])} for one in plan.ended.get("postings", [])]
        if told:
            plan.ended["postings"] = [one for one in told if one["village"]]
    Plan.objects.bulk_update(plans, ["ended"])


def _pass_on(by: Actor, contract: Contract, estate: Estate, day: date, heirs: Heirs) -> Contract | None:
    """The contract as it goes on; None where it ends. What has not begun moves as it is, or is struck out.

    One that begins this very day, and under which somebody was missed already, ends after it instead.
    """
    has_begun = contract.is_signed and contract.valid_from < day
    heir = heirs.get(estate.heir)
    if not has_begun and estate.leaves_contracts and heir:
        Contract.objects.filter(pk=contract.pk).update(village=heir)
        return contract
    if not has_begun and not contract.missed_duties.exists():
        Contract.objects.filter(pk=contract.pk).delete()
        return None
    until = contract.valid_until
    where = f"并入{heir.short_name}" if heir else "撤销"
    Contract.objects.filter(pk=contract.pk).update(
        valid_until=max(day, contract.valid_from + timedelta(days=1)),
        end_kind=Contract.EndKind.MERGED,
        end_reason=f"{estate.village.short_name}{where}"[:200],
        ended_at=clock.now(),
        ended_by=by.user_id,
    )
    if not estate.leaves_contracts:
        return None
    return Contract(
        village=heir,
        institution_id=contract.institution_id,
        first_party=contract.first_party,
        stage=contract.stage,
        signed_on=contract.signed_on,
        sent_on=contract.sent_on,
        valid_from=day,
        valid_until=until,
    )


def _begin(post: Posting, heir: Village, contracts: list[Contract], day: date) -> Posting | None:
    """The post as it goes on, under the successor's contract where it stood under one; None where no day is left."""
    first, until = max(day, post.valid_from), post.valid_until
    contract = None
    if post.contract_id:
        contract = next(
            (one for one in contracts if one.valid_until > first and (not until or one.valid_from < until)), None
        )
    if contract:
        first = max(first, contract.valid_from)
        until = min(until or contract.valid_until, contract.valid_until)
    if until and until <= first:
        return None
    return Posting(
        village=heir,
        post=post.post,
        registration_id=post.registration_id,
        plan_id=post.plan_id,
        place=post.place,
        contract=contract,
        valid_from=first,
        valid_until=until,
    )


@action(policies.decide, audit="mergers.people_passed_on")
def pass_on_people(*, by: Actor, change: Change, day: date, estates: Iterable[Estate], heirs: Heirs) -> dict[str, int]:
    """任职: cadres of a village that ends are the successor's; whoever is one there already is so once."""
    cadres = [(cadre, one.heir) for one in estates for cadre in one.cadres]
    there = Membership.objects.filter(lasting(day), village__in=heirs.values()).values_list("user", "village")
    known, fresh = set(there), []
    for cadre, heir in cadres:
        mine = Membership.objects.filter(pk=cadre.pk)
        if cadre.valid_from < day:
            mine.update(valid_until=day)
        else:
            mine.delete()
        if heir and (cadre.user_id, heirs[heir].pk) not in known:
            known.add((cadre.user_id, heirs[heir].pk))
            span = {"valid_from": max(day, cadre.valid_from), "valid_until": cadre.valid_until}
            fresh.append(Membership(user_id=cadre.user_id, role=cadre.role, village=heirs[heir], **span))
    Membership.objects.bulk_create(fresh, batch_size=500)
    return {"cadres": len(fresh)}


@action(policies.decide, audit="mergers.facts_passed_on")
def pass_on_facts(*, by: Actor, change: Change, day: date, estates: Iterable[Estate], heirs: Heirs) -> dict[str, int]:
    """需求、回避、双向选择: a successor's demand is the sum; whoever has to avoid a village avoids its successor."""
    went = {one.village.pk: heirs[one.heir] for one in estates if one.heir}
    went |= {one.pk: one for one in heirs.values()}  # what a successor has been known to need is part of the sum
    told: dict[UUID, list[Demand]] = defaultdict(list)
    for demand in _ended(Demand, went, day):
        told[went[demand.village_id].pk].append(demand)
    source = f"{change.title}：原有各村合计"[:200]
    sums = [one for heir, some in told.items() for one in _sums(heir, some, day, source)]
    Demand.objects.bulk_create(sums, batch_size=500)
    _go_on(Avoidance, went, day)
    _go_on(Wish, went, day)
    return {}


def _go_on(kind: type[Avoidance] | type[Wish], went: Mapping[UUID, Village], day: date) -> None:
    """The same facts about the successor; said of two villages that become one, they are said once, till the later end."""
    going: dict[tuple, list[Avoidance | Wish]] = defaultdict(list)
    for fact in _ended(kind, went, day):
        fact.pk, fact._state.adding = uuid7(), True
        fact.village, fact.valid_from = went[fact.village_id], max(day, fact.valid_from)
        side = getattr(fact, "side", "")
        going[fact.village_id, fact.registration_id, fact.institution_id, side].append(fact)
    fresh = [one for facts in going.values() for one in _one_after_another(facts)]
    kind.objects.bulk_create(fresh, batch_size=500)  # type: ignore[arg-type]  # of the one kind


def _one_after_another(facts: list[Fact]) -> list[Fact]:
    """Facts about the same thing, each from when the one before it ends; what adds no day is left out."""
    kept: list[Fact] = []
    for fact in sorted(facts, key=lambda one: one.valid_from):
        until = kept[-1].valid_until if kept else fact.valid_from
        if until is None:
            break
        fact.valid_from = max(fact.valid_from, until)
        if fact.valid_until is None or fact.valid_until > fact.valid_from:
            kept.append(fact)
    return kept


def _ended(kind: type[Fact], went: Mapping[UUID, Village], day: date) -> list[Fact]:
    """These villages' facts that hold on a day or later; from that day on they hold no more."""
    rows = kind.objects.filter(lasting(day), village__in=went)
    found = list(rows.order_by("village__code", "valid_from"))
    rows.filter(valid_from__gte=day).delete()
    rows.update(valid_until=day)
    return found


def _sums(heir: UUID, some: list[Demand], day: date, source: str) -> list[Demand]:
    """From that day on, and again from each day on which one of the villages would have needed something else."""
    days = sorted({max(day, one.valid_from) for one in some})
    sums = []
    for number, first in enumerate(days):
        last_told = {one.village_id: one for one in some if one.valid_from <= first}  # they are in order of their days
        until = days[number + 1] if number + 1 < len(days) else None
        sums.append(_summed(heir, list(last_told.values()), source, valid_from=first, valid_until=until))
    return sums


def _summed(heir: UUID, some: list[Demand], source: str, **days: date | None) -> Demand:
    needs = dict.fromkeys(need for one in some for need in one.needs)
    return Demand(
        village_id=heir,
        source=source,
        **days,
        population=sum(one.population for one in some),
        consultations=sum(one.consultations for one in some),
        remoteness=max(one.remoteness for one in some),
        grade=max((one.grade for one in some), key=[*Demand.Grade.values].index),
        needs=list(needs)[: Demand.MOST_NEEDS],
        one_team=any(one.one_team for one in some),
    )


@action(policies.decide, audit="mergers.consultations_passed_on")
def pass_on_consultations(*, by: Actor, change: Change, estates: Iterable[Estate], heirs: Heirs) -> dict[str, int]:
    """没办结的咨询: the successor's from now on, with their holders, their words and their 取件码."""
    went = {one.village.pk: heirs[one.heir].pk for one in estates if one.heir and one.consultations}
    return {"consultations": _bring(went)}


@action(policies.bring_along, audit="mergers.consultations_brought_along", when=bool)
def bring_along(*, by: Actor, district: District) -> int:
    """What was asked in a village at the very moment when it was merged; returns how many."""
    heirs = places.heirs()
    left = open_in(heirs).values_list("village_id", flat=True).order_by()
    went = {one: heirs[one] for one in set(left)}
    if moved := _bring(went):
        announce(PostingsChanged(frozenset(went.values())))
    return moved


def _bring(went: Mapping[UUID, UUID]) -> int:
    moved = 0
    for village, heir in went.items():
        still_open = Consultation.objects.filter(village=village).exclude(state__in=Consultation.OVER)
        moved += still_open.update(village=heir)
    return moved
