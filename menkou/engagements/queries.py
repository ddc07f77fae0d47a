"""Contracts as those who answer for them see them: what runs, what ends soon with nothing behind it, what is missing."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, F, Func, OuterRef, Q, QuerySet, Subquery

from menkou.advisers.models import Registration
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.engagements.models import Contract, MissedDuty, Scan
from menkou.places import queries as places
from menkou.places.models import Village

STATES = {
    "draft": "拟稿",
    "sent": "已送签",
    "coming": "签了，还没开始",
    "running": "履行中",
    "expiring": "快到期",
    "renewed": "履行中，已续签",
    "missed": "缺席到了限",
    "left": "履行中，机构已经没有人",
    "ended": "已结束",
}
GOES_ON = ("village", "institution", "valid_from")  # what a contract and the one before it have in common at a merger
MERGED = Contract.EndKind.MERGED
SIGNED = Q(stage=Contract.Stage.SIGNED)


def in_force(on: date | None = None) -> QuerySet[Contract]:
    """What binds on a day, today if none is named. A draft, or one on its way to be signed, binds nobody."""
    on = on or clock.today()
    return Contract.objects.filter(SIGNED, valid_from__lte=on, valid_until__gt=on)


def parted(on: date) -> QuerySet[Contract]:
    """Contracts that were ended early by a day, where the two have not come together again, nor was another engaged.

    A merger parts nobody; a draft of the same two is enough to say that they go on.
    """
    early = Contract.objects.filter(SIGNED, valid_until__lte=on, ended_at__isnull=False).exclude(end_kind=MERGED)
    return early.filter(~Exists(_behind().filter(SIGNED | Q(institution=OuterRef("institution")))))


def contracts_for(by: Actor) -> QuerySet[Contract]:
    """The bureau and the auditor see all, a director the institution's, an office the township's, the others none."""
    found = Contract.objects.select_related("village__township", "institution")
    if by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR):
        return found
    own = Q(institution__in=by.held(Role.INSTITUTION_DIRECTOR))
    return found.filter(own | Q(village__township__in=by.held(Role.JUDICIAL_OFFICE)))


def contract_for(by: Actor, pk: UUID) -> Contract:
    """How a page gets hold of one: what you may not see does not exist."""
    return contracts_for(by).select_related("ended_by").get(pk=pk)


def listed(by: Actor, *, state: str = "", wanted: str = "", township: str = "") -> QuerySet[Contract]:
    """Contracts in one state, by a part of the village's or institution's name, and by township; the soonest end first.

    Each says in `next_stage` how far the one behind it is.
    """
    behind = _behind().order_by("valid_from").values("stage")[:1]
    found = contracts_for(by).annotate(next_stage=Subquery(behind))
    if state in STATES:
        found = found.filter(in_state(state))
    if wanted:
        found = found.filter(Q(village__name__contains=wanted) | Q(institution__name__contains=wanted))
    if township:
        found = found.filter(village__township__code=township)
    return found.order_by("valid_until", "village__code")


def in_state(state: str) -> Q:
    """The condition behind a word of STATES, today."""
    today, rules = clock.today(), places.rules()
    running = SIGNED & Q(valid_from__lte=today, valid_until__gt=today)
    soon = Q(valid_until__lte=today + timedelta(days=rules["contract_first_notice_days"]))
    stays = Q(village__valid_until=None) | Q(village__valid_until__gt=F("valid_until"))
    renewed = Q(Exists(_behind().filter(SIGNED)))
    here = Registration.objects.filter(district=OuterRef("district"), institution=OuterRef("institution"))
    stay = here.filter(Q(valid_until=None) | Q(valid_until__gt=today))
    enough, mine = rules["missed_duties_before_ending"], {name: OuterRef(name) for name in ("pk", *GOES_ON)}
    missed = _counted().filter(_weighs_on(**mine), district=OuterRef("district"))
    return {
        "draft": Q(stage=Contract.Stage.DRAFT),
        "sent": Q(stage=Contract.Stage.SENT),
        "coming": SIGNED & Q(valid_from__gt=today),
        "running": running,
        "expiring": running & soon & stays & ~renewed,
        "renewed": running & renewed,
        "missed": running & Q(Exists(missed[enough - 1 : enough])),
        "left": running & Q(Exists(here)) & ~Q(Exists(stay)),
        "ended": SIGNED & Q(valid_until__lte=today),
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
    """The contracts, drafts too, that begin when one of these ends, or later."""
    after = Q(pk=None)
    for contract in contracts:
        after |= Q(village=contract.village_id, valid_from__gte=contract.valid_until)
    return Contract.objects.filter(after)


def without_contract(by: Actor) -> QuerySet[Village]:
    """Villages that nobody is engaged for today; only the bureau and the auditor answer for that."""
    if not by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR):
        return Village.objects.none()
    return places.villages().exclude(pk__in=in_force().values("village"))


def scans_of(contract: Contract) -> QuerySet[Scan]:
    """What was signed, page by page."""
    return Scan.objects.filter(contract=contract).select_related("added_by")


def scan_for(by: Actor, pk: UUID) -> Scan:
    """A scan of a contract that one may see."""
    found = Scan.objects.select_related("contract__village", "contract__institution")
    return found.filter(contract__in=contracts_for(by).values("pk")).get(pk=pk)


def files_in_use() -> set[str]:
    """The files that belong to a scan."""
    return set(Scan.objects.values_list("file", flat=True))


def missed_under(contract: Contract) -> QuerySet[MissedDuty]:
    """Every missed duty on record, also those struck out since, and those from before a merger (ADR 28)."""
    found = MissedDuty.objects.filter(_weighs_on_this(contract))
    return found.select_related("recorded_by", "struck_by", "contract__village__township")


def missed_for(by: Actor, pk: UUID) -> MissedDuty:
    """A missed duty under a contract that one may see."""
    found = MissedDuty.objects.select_related("contract__village__township")
    return found.filter(contract__in=contracts_for(by).values("pk")).get(pk=pk)


def missed_that_count(contract: Contract) -> list[MissedDuty]:
    """Those that count towards the end of it, the oldest first, each with its contract's village."""
    found = _counted().filter(_weighs_on_this(contract)).select_related("contract__village")
    return list(found.order_by("day", "recorded_at"))


def missed_count(contract: Contract) -> int:
    """How many count towards the end of it: nobody came, nobody was sent instead, and it was not struck out."""
    return _counted().filter(_weighs_on_this(contract)).count()


def counted(contracts: Iterable[UUID]) -> dict[UUID, tuple[str, int]]:
    """Of these, those that run: which village's each is, and how many missed duties count under it. One query."""
    mine = {name: OuterRef(name) for name in ("pk", *GOES_ON)}
    rows = _counted().filter(_weighs_on(**mine), district=OuterRef("district"))
    number = Subquery(rows.annotate(number=Func(F("pk"), function="count")).values("number"))
    running = in_force().filter(pk__in=set(contracts)).select_related("village__township")
    return {one.pk: (str(one.village), one.number) for one in running.annotate(number=number)}


def going_on_as(contract: Contract) -> QuerySet[Contract]:
    """The contract, and the one as which it went on where a merger ended it."""
    facts = {"village": contract.village.successor_id, "valid_from": contract.valid_until}
    after = Q(institution=contract.institution_id, **facts)
    return Contract.objects.filter(Q(pk=contract.pk) | after if contract.end_kind == MERGED else Q(pk=contract.pk))


def doubled(contracts: Iterable[Contract]) -> list[Village]:
    """The villages for which one of these new contracts shares a day with another, of these or on record."""
    rows = list(contracts)
    stored = Contract.objects.filter(village__in={one.village_id for one in rows}).exclude(pk__in=[c.pk for c in rows])
    order = sorted([*rows, *stored], key=lambda one: (one.village_id, one.valid_from))
    twice = {one.village_id for one, following in pairwise(order) if _overlap(one, following)}
    return list(Village.objects.filter(pk__in=twice).select_related("township").order_by("code"))


def _overlap(one: Contract, following: Contract) -> bool:
    return one.village_id == following.village_id and following.valid_from < one.valid_until


def _weighs_on_this(contract: Contract) -> Q:
    mine = {name: getattr(contract, name) for name in ("pk", *GOES_ON)}
    return _weighs_on(**mine)


def _weighs_on(*, pk: Any, village: Any, institution: Any, valid_from: Any) -> Q:
    """Missed duties under a contract, or under one of the same institution that went on as this one after a merger."""
    before = Q(contract__end_kind=MERGED, contract__institution=institution, contract__valid_until=valid_from)
    return Q(contract=pk) | before & Q(contract__village__successor=village)


def _counted() -> QuerySet[MissedDuty]:
    return MissedDuty.objects.filter(had_substitute=False, struck_at=None).order_by()


def _behind() -> QuerySet[Contract]:
    """Within a query over contracts: those of the same village that begin when it ends, or later."""
    return Contract.objects.filter(
        district=OuterRef("district"), village=OuterRef("village"), valid_from__gte=OuterRef("valid_until")
    )
