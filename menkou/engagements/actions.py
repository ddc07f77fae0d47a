from collections.abc import Iterable
from datetime import date
from typing import IO, Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from psycopg.errors import ExclusionViolation

from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.core.news import announce
from menkou.engagements import policies, queries, scans
from menkou.engagements.models import Contract, MissedDuty, Scan
from menkou.engagements.news import ContractEnded, ContractsSigned, ContractWithdrawn, DutiesMissed, DutyStruck
from menkou.places import queries as places
from menkou.places.models import District, Village

MOST_SCANS = 20  # pages of one contract, photographed one by one
MOST_NAMED = 10  # villages in one sentence
Stage, EndKind = Contract.Stage, Contract.EndKind


@action(policies.engage, audit="engagements.engaged")
def engage(*, by: Actor, district: District, contracts: Iterable[Contract]) -> None:
    """登记聘用合同, all or none. Raises Conflict, naming the villages, where one has two at the same time."""
    _add(list(contracts), by)


@action(policies.engage, audit="engagements.prepared")
def prepare(*, by: Actor, district: District, contract: Contract) -> Contract:
    """拟一份新合同, or register one that is signed on paper already.

    Raises Conflict where the village is merged by then, or has a contract or a draft for one of these days.
    """
    held = Village.objects.select_for_update(of=("self",), no_key=True)  # or it is merged at this moment
    contract.village = held.select_related("township").get(pk=contract.village_id)
    _demand_village(contract, contract.valid_until)
    days = {"valid_from__lt": contract.valid_until, "valid_until__gt": contract.valid_from}
    if standing := Contract.objects.filter(village=contract.village, **days).select_related("institution").first():
        words = f"{standing.institution}的合同（{standing.get_stage_display()}，到 {standing.last_day}）"
        raise Conflict(f"{contract.village}这些天里已经有{words}。请先撤回或终止那一份，或者改日子。")
    _add([contract], by)
    return contract


@action(policies.renew, audit="engagements.renewed")
def renew(
    *,
    by: Actor,
    district: District,
    contracts: Iterable[Contract],
    until: date,
    stage: str = Stage.SIGNED,
    signed_on: date | None = None,
) -> int:
    """续签: each contract is followed by one with the same institution, from the day it ends until the day given.

    All or none; as drafts, or as signed where the paper is signed already. Returns how many. Raises Conflict, naming
    the village, where one cannot be followed.
    """
    held = _held(contracts)
    followed = set(queries.followed(held).values_list("village_id", flat=True))
    for contract in held:
        if not contract.is_signed:
            raise Conflict(f"{contract.village}的这份合同还没有签，不能续签。")
        _demand_standing(contract.village)
        if contract.ended_at:
            raise Conflict(f"{contract.village}的合同已经提前终止，不能续签，请另签一份。")
        _demand_village(contract, until)
        if contract.village_id in followed:
            raise Conflict(f"{contract.village}已经有下一份合同，不用再续。")
        if until <= contract.valid_until:
            raise Conflict(f"{contract.village}的合同本来就到 {contract.last_day}，请把续签的日子选晚些。")
    how = {"stage": stage, "signed_on": signed_on, "valid_until": until}
    _add([_following(one, how) for one in held], by)
    return len(held)


def _following(one: Contract, how: dict[str, Any]) -> Contract:
    """A contract of the same village and institution, from the day that one ends."""
    return Contract(
        village=one.village,
        institution_id=one.institution_id,
        first_party=one.first_party,
        valid_from=one.valid_until,
        **how,
    )


@action(policies.sign, audit="engagements.sent")
def send(*, by: Actor, district: District, contracts: Iterable[Contract], sent_on: date) -> int:
    """送签: the paper is on its way to both parties. All or none; returns how many. Raises Conflict."""
    held = _held(contracts)
    for contract in held:
        if contract.stage != Stage.DRAFT:
            raise Conflict(f"{contract.village}的合同已经{_how_far(contract)}，不用再送。")
        _demand_village(contract, contract.valid_until)
    return _these(held).update(stage=Stage.SENT, sent_on=sent_on)


@action(policies.sign, audit="engagements.signed")
def sign(*, by: Actor, district: District, contracts: Iterable[Contract], signed_on: date) -> int:
    """登记签订: from now on it binds. All or none; returns how many.

    Raises Conflict where one is signed already, was signed before it was sent, or its village is merged.
    """
    held = _held(contracts)
    for contract in held:
        if contract.is_signed:
            raise Conflict(f"{contract.village}的合同已经登记过签订，不用再登记。")
        if contract.sent_on and signed_on < contract.sent_on:
            raise Conflict(f"{contract.village}的合同 {contract.sent_on} 才送签，签订日期不能更早。")
        _demand_village(contract, contract.valid_until)
    count = _these(held).update(stage=Stage.SIGNED, signed_on=signed_on)
    _announce_signed(by, _these(held))
    return count


@action(policies.keep_scans, audit="engagements.scan_added")
def add_scan(*, by: Actor, contract: Contract, file: IO[bytes], size: int) -> Scan:
    """存扫描件. Raises Invalid where it is no PDF, JPG or PNG; Conflict where it is too early, or one too many."""
    kind = scans.kind_of(file, size)
    held = Contract.objects.select_for_update(of=("self",), no_key=True).get(pk=contract.pk)
    if not held.is_signed:
        raise Conflict("合同还没有登记签订，先登记签订再存扫描件。")
    if Scan.objects.filter(contract=contract).count() >= MOST_SCANS:
        raise Conflict(f"一份合同最多存 {MOST_SCANS} 个扫描件，请先删掉不要的。")
    facts = {"kind": kind, "size": size, "added_at": clock.now(), "added_by_id": by.user_id}
    return Scan.objects.create(contract=contract, file=scans.STORE.keep(file, kind), **facts)


@action(policies.keep_scans, audit="engagements.scan_removed")
def remove_scan(*, by: Actor, contract: Contract, scan: Scan) -> None:
    """删扫描件, as after a wrong one; the file goes with the next sweep. Raises Conflict where it is gone already."""
    if not Scan.objects.filter(pk=scan.pk, contract=contract).delete()[0]:
        raise Conflict("这个扫描件已经删掉了。")


@action(policies.take_scan, audit="engagements.scan_taken")
def take_scan(*, by: Actor, scan: Scan) -> None:
    """下载扫描件: it shows signatures, so that it is on record who took it."""


@action(policies.record_missed, audit="engagements.missed_recorded")
def record_missed(*, by: Actor, contract: Contract, day: date, what: str, had_substitute: bool) -> MissedDuty:
    """登记缺席: nobody came on this day without good reason. Raises Conflict, as where it is on record already."""
    held = Contract.objects.select_for_update(of=("self",), no_key=True).get(pk=contract.pk)
    if not held.is_signed or not held.valid_from <= day < held.valid_until:
        raise Conflict(f"{clock.in_words(day)}不在这份合同的期限里，请核对日期。")
    if day > clock.today():
        raise Conflict("还没到那一天，不能登记缺席。")
    if MissedDuty.objects.filter(contract=contract, day=day, what=what, struck_at=None).exists():
        raise Conflict("这次缺席已经登记过了。")
    facts = {"had_substitute": had_substitute, "recorded_at": clock.now(), "recorded_by_id": by.user_id}
    missed = MissedDuty.objects.create(contract=contract, day=day, what=what, **facts)
    if queries.missed_count(held) >= places.rules()["missed_duties_before_ending"]:
        announce(DutiesMissed(held))
    return missed


@action(policies.strike_missed, audit="engagements.missed_struck")
def strike_missed(*, by: Actor, missed: MissedDuty, reason: str) -> None:
    """划掉: recorded by mistake, or excused since; it stays readable and counts no more. Raises Conflict."""
    held = Contract.objects.select_for_update(of=("self",), no_key=True).get(pk=missed.contract_id)
    if queries.going_on_as(held).filter(end_kind=EndKind.TRIGGER).exists():
        raise Conflict("合同已经因为缺席终止，缺席记录是凭据，不能再划掉。")
    standing = MissedDuty.objects.filter(pk=missed.pk, struck_at=None)
    if not standing.update(strike_reason=reason, struck_at=clock.now(), struck_by=by.user_id):
        raise Conflict("这条缺席记录已经划掉了。")
    announce(DutyStruck(held))


@action(policies.give_notice, audit="engagements.notice_given", when=bool)
def give_notice(*, by: Actor, district: District) -> int:
    """到期提醒: each institution is told of the contracts that end on one day, once at each of the three notices.

    Returns how many notices went out.
    """
    due = {f"contracts-end:{one.institution_id}:{one.valid_until}:{one.notice_days}": one for one in queries.ending()}
    new = due.keys() - outbox.known(due)
    for key in new:
        one = due[key]
        words = f"贵机构有 {one.contracts} 份聘用合同 {clock.in_words(one.last_day)}到期，还没有续签，请登录查看。"
        outbox.send(to=f"institution:{one.institution_id}", words=words, key=key)
    return len(new)


@action(policies.end, audit="engagements.withdrawn")
def withdraw(*, by: Actor, contract: Contract) -> None:
    """撤回: a contract that binds nobody yet is struck out, as after a renewal by mistake. Raises Conflict."""
    held = Contract.objects.select_for_update(of=("self",)).filter(pk=contract.pk).first()  # or it is signed meanwhile
    if held is None or (held.is_signed and held.valid_from < clock.today()):
        raise Conflict("这份合同已经开始履行，不能撤回，只能提前终止。" if held else "这份合同已经撤回了。")
    if held.missed_duties.exists():
        raise Conflict("这份合同已经登记过缺席，不能撤回，只能提前终止。")
    announce(ContractWithdrawn(by, contract))  # first what stands under it
    held.delete()


@action(policies.end, audit="engagements.ended")
def end(*, by: Actor, contract: Contract, reason: str, kind: str = EndKind.OTHER) -> Contract:
    """终止: from today; the posts under it end with it.

    Raises Conflict where it has ended, never began, or was not missed often enough to be ended for that.
    """
    today = clock.today()
    held = Contract.objects.select_for_update(of=("self",)).filter(pk=contract.pk).first()
    if held is None or not held.is_signed:
        raise Conflict("这份合同还没有签，请撤回，不用终止。")
    if held.ended_at or held.valid_until <= today:
        raise Conflict("这份合同已经终止了。")
    if held.valid_from >= today:
        raise Conflict("这份合同今天或今天以后才开始，请撤回，不用终止。")
    enough = places.rules()["missed_duties_before_ending"]
    if kind == EndKind.TRIGGER and (count := queries.missed_count(held)) < enough:
        raise Conflict(f"没派人替的缺席只登记了 {count} 次，不到 {enough} 次，不能凭这一条终止。请选别的缘由。")
    how = {"end_kind": kind if reason else "", "end_reason": reason, "ended_at": clock.now(), "ended_by": by.user_id}
    Contract.objects.filter(pk=held.pk).update(valid_until=today, **how)
    contract.refresh_from_db()
    announce(ContractEnded(by, contract))
    return contract


def _held(contracts: Iterable[Contract]) -> list[Contract]:
    """The contracts, locked in one order, so that two officers wait for each other. Raises Conflict where one is gone."""
    chosen = {contract.pk for contract in contracts}
    found = Contract.objects.select_for_update(of=("self",)).filter(pk__in=chosen).order_by("pk")
    held = list(found.select_related("village"))
    if len(held) < len(chosen):
        raise Conflict("勾选的合同有的刚刚被撤回了，一份也没有办。请看看现在的列表再办。")
    return held


def _add(contracts: list[Contract], by: Actor) -> None:
    """Raises Conflict, naming the villages, where one has another contract in these days, as of somebody else just now."""
    try:
        with transaction.atomic():
            Contract.objects.bulk_create(contracts, batch_size=500)
    except IntegrityError as problem:
        if not isinstance(problem.__cause__, ExclusionViolation):
            raise
        named = [str(one) for one in queries.doubled(contracts)]
        which = f"{'、'.join(named[:MOST_NAMED])}{f'等 {len(named)} 个村' if len(named) > MOST_NAMED else ''}"
        raise Conflict(f"{which}这些天里已经有合同，一份也没有办。请看看现在的列表再办。") from problem
    _announce_signed(by, contracts)


def _announce_signed(by: Actor, contracts: Iterable[Contract]) -> None:
    signed = tuple(contract for contract in contracts if contract.is_signed)
    if signed:
        announce(ContractsSigned(by, signed))


def _these(held: list[Contract]) -> QuerySet[Contract]:
    return Contract.objects.filter(pk__in=[one.pk for one in held])


def _how_far(contract: Contract) -> str:
    return "签了" if contract.is_signed else f"在 {contract.sent_on} 送签"


def _demand_village(contract: Contract, until: date) -> None:
    """Raises Conflict where the village is merged before the contract would end."""
    gone = contract.village.valid_until
    if gone is None or gone >= until:
        return
    _demand_standing(contract.village)
    raise Conflict(f"{contract.village}要在 {gone} 撤并，不能再签到那以后。请给并入的村（社区）拟合同。")


def _demand_standing(village: Village) -> None:
    """Raises Conflict, naming who goes on for it, where the village is merged already, or closed."""
    gone = village.valid_until
    if gone is None or gone > clock.today():
        return
    heirs = places.heirs()
    heir = Village.objects.get(pk=heirs[village.pk]) if village.pk in heirs else None
    cure = f"并入了{heir}，请给{heir}拟合同。" if heir else "没有并入别的村（社区）。"
    raise Conflict(f"{village}已经在 {gone} 撤并，不能再签到那以后；{cure}")
