"""Contracts as those who answer for them see them: what runs, what ends soon with nothing behind it, what is missing."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.engagements.models import Contract
from menkou.places import queries as places
from menkou.places.models import Village

STATES = {"expiring": "快到期", "running": "履行中", "coming": "还没开始", "ended": "已结束"}


def contracts_for(by: Actor) -> QuerySet[Contract]:
    """The bureau and the auditor see all, a director those of the institution, everybody else none."""
    found = Contract.objects.select_related("village__township", "institution")
    if by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR):
        return found
    return found.filter(institution__in=by.held(Role.INSTITUTION_DIRECTOR))


def contract_for(by: Actor, pk: UUID) -> Contract:
    """How a page gets hold of one: what you may not see does not exist."""
    return contracts_for(by).select_related("ended_by").get(pk=pk)


def listed(by: Actor, *, state: str = "", wanted: str = "", township: str = "") -> QuerySet[Contract]:
    """Contracts in one state, by a part of the village's or institution's name, and by township; the soonest end first."""
    found = contracts_for(by)
    if state in STATES:
        found = found.filter(in_state(state))
    if wanted:
        found = found.filter(Q(village__name__contains=wanted) | Q(institution__name__contains=wanted))
    if township:
        found = found.filter(village__township__code=township)
    return found.order_by("valid_until", "village__code")


def in_state(state: str) -> Q:
    """The condition behind a word of STATES, today."""
    today = clock.today()
    running = Q(valid_from__lte=today, valid_until__gt=today)
    soon = Q(valid_until__lte=today + timedelta(days=places.rules()["contract_first_notice_days"]))
    later = Contract.objects.filter(village=OuterRef("village"), valid_from__gte=OuterRef("valid_until"))
    return {
        "expiring": running & soon & Q(~Exists(later.filter(district=OuterRef("district")))),
        "running": running,
        "coming": Q(valid_from__gt=today),
        "ended": Q(valid_until__lte=today),
    }[state]


class Ending(NamedTuple):
    """An institution's contracts that end on one day with nothing behind them, and which notice that is."""

    institution_id: UUID
    valid_until: date
    contracts: int
    notice_days: int

    @property
    def last_day(self) -> date:
        return self.valid_until - timedelta(days=1)


def ending() -> list[Ending]:
    """What notice is to be given of today: of the first, second and last one the nearest that has come."""
    rules, today = places.rules(), clock.today()
    notices = sorted(rules[f"contract_{which}_notice_days"] for which in ("first", "second", "last"))
    groups = Contract.objects.filter(in_state("expiring")).values_list("institution", "valid_until")
    found = groups.annotate(count=Count("pk")).order_by("institution", "valid_until")
    return [
        Ending(institution, until, count, next(days for days in notices if (until - today).days <= days))
        for institution, until, count in found
    ]


def followed(contracts: Iterable[Contract]) -> QuerySet[Contract]:
    """The contracts that begin when one of these ends, or later."""
    after = Q(pk=None)
    for contract in contracts:
        after |= Q(village=contract.village_id, valid_from__gte=contract.valid_until)
    return Contract.objects.filter(after)


def without_contract(by: Actor) -> QuerySet[Village]:
    """Villages that nobody is engaged for today; only the bureau and the auditor answer for that."""
    if not by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR):
        return Village.objects.none()
    return places.villages().exclude(pk__in=Contract.objects.filter(in_state("running")).values("village"))
