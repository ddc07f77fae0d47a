"""记值班, 来了没有, 说明, 记入缺席, 改成有正当理由. Nothing is counted against anybody but by a person, and after they were heard."""

from typing import Any

from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid
from menkou.engagements import actions as engagements
from menkou.places.models import Village
from menkou.rotas import holding, policies, queries
from menkou.rotas.models import Slot, Why
from menkou.worklogs import actions as worklogs
from menkou.worklogs.models import Entry

Outcome = Slot.Outcome
ON_RECORD = "这次已经记入缺席，不能再改；有正当理由的，请司法所改成有正当理由。"


@action(policies.keep, audit="rota.logged")
def log(*, by: Actor, slot: Slot, village: Village, minutes: int, people: int | None = None) -> Slot:
    """记值班: one tap, and the log has it. Raises Conflict where it has not begun, or is logged; Invalid as a log does."""
    found = _begun(slot)
    if found.entry_id:
        return found  # pressed twice
    if found.outcome in (Outcome.MISSED, Outcome.EXCUSED):  # what the office said, only the office takes back
        raise Conflict("司法所记了没来。其实来了的，请写说明；司法所改成来了，再在这里记。")
    if village not in queries.villages_to_log(found):
        raise Invalid("请选您在这个镇街服务的村。")
    said: dict[str, Any] = {"kind": Entry.Kind.DUTY, "done_on": found.day, "minutes": minutes, "people": people}
    found.entry = worklogs.record(by=by, author=found.adviser, village=village, summary=f"值班：{found.place}", **said)
    if found.outcome != Outcome.KEPT:
        _say(found, by, Outcome.KEPT)
    found.save()
    return found


@action(policies.confirm, audit="rota.confirmed")
def confirm(*, by: Actor, slot: Slot) -> Slot:
    """确认 of what an adviser logged. Raises Conflict where nothing is logged."""
    found = _begun(slot)
    if found.outcome != Outcome.KEPT or not found.entry_id:
        raise Conflict("顾问还没有记这次值班，不用确认。")
    if not found.confirmed_at:
        found.confirmed_at, found.confirmed_by_id = clock.now(), by.user_id
        found.save()
    return found


@action(policies.tell, audit="rota.told")
def tell(*, by: Actor, slot: Slot, outcome: str, why: str = "", had_substitute: bool = False) -> Slot:
    """来了, 没来有正当理由, 没来没有正当理由. Of the last the adviser is told, and is heard before it counts.

    Raises Invalid without a reason, Conflict where it is not over, was logged, or is on record.
    """
    found = holding.locked(slot)
    if not found.is_over:
        raise Conflict("还没到结束的时间，请等结束以后再说。")
    if found.entry_id:
        raise Conflict("顾问已经记了这次值班；对不上的，请在“工作日志”里核实或者退回。")
    if found.missed_id:
        raise Conflict(ON_RECORD)
    if outcome not in Outcome.values or (outcome == Outcome.EXCUSED and why not in Why.values):
        raise Invalid("请选来了没有；没来、有正当理由的，请选是什么理由。")
    is_new = found.outcome != outcome
    _say(found, by, outcome)
    found.why = why if outcome == Outcome.EXCUSED else ""
    found.had_substitute = had_substitute and outcome == Outcome.MISSED
    found.save()
    if is_new and outcome == Outcome.MISSED:
        words = f"{found.called}，司法所记了没来。有正当理由的请登录说明，说明以前不算缺席。"
        holding.tell(found, found.adviser_id, words, f"missed:{clock.now():%Y%m%d%H%M%S%f}")
    return found


@action(policies.keep, audit="rota.replied")
def reply(*, by: Actor, slot: Slot, words: str) -> Slot:
    """说明, once, before it is on record. Raises Invalid where it says nothing, Conflict where nothing is asked."""
    if not words.strip():
        raise Invalid("请写一句说明。")
    found = holding.locked(slot)
    if found.outcome != Outcome.MISSED or found.missed_id or found.replied_at:
        raise Conflict("这次值班现在不用说明；已经写过的，司法所看得到。")
    found.reply, found.replied_at, found.replied_by_id = words.strip(), clock.now(), by.user_id
    found.save()
    holding.tell_office(found, "没来的顾问写了说明，请登录看一看。", "replied")
    return found


@action(policies.tell, audit="rota.missed_recorded")
def record(*, by: Actor, slot: Slot) -> Slot:
    """记入缺席 under the contract, by a person, once the adviser was heard or had the days to. Raises Conflict."""
    found = holding.locked(slot)
    if found.missed_id:
        return found  # pressed twice
    if found.outcome != Outcome.MISSED:
        raise Conflict("只有没来、又没有正当理由的才记缺席。")
    if until := queries.may_count_from(found):
        day = clock.in_words(until.astimezone(clock.SHANGHAI).date())
        raise Conflict(f"顾问还没说明，{day}以后才可以记。")
    contract = queries.contract_of(found)
    if contract is None:
        name, where = found.adviser.adviser.name, found.township
        raise Conflict(f"{name}那天在{where}没有聘用合同，没有合同可记；请跟区司法局说。")
    what = f"值班：{found.place} {found.hours}"
    facts: dict[str, Any] = {"day": found.day, "what": what, "had_substitute": found.had_substitute}
    found.missed = engagements.record_missed(by=by, contract=contract, **facts)
    found.save()
    holding.tell(
        found, found.adviser_id, f"{found.called}，记了一次缺席。有正当理由的，还可以请司法所划掉。", "recorded"
    )
    return found


@action(policies.excuse, audit="rota.excused")
def excuse(*, by: Actor, slot: Slot, why: str, reason: str) -> Slot:
    """改成有正当理由, also where it is on record: then that is struck out, with the reason. Raises Invalid and Conflict."""
    found = holding.locked(slot)
    if why not in Why.values or not reason.strip():
        raise Invalid("请选是什么理由，并写一句根据。")
    if found.outcome != Outcome.MISSED:
        raise Conflict("这次没有记没来，不用改。")
    if found.missed and not found.missed.struck_at:
        engagements.strike_missed(by=by, missed=found.missed, reason=reason.strip())
    _say(found, by, Outcome.EXCUSED)
    found.why, found.had_substitute = why, False
    found.save()
    holding.tell(found, found.adviser_id, f"{found.called}，改成有正当理由，不算缺席。", "excused")
    return found


def _say(found: Slot, by: Actor, outcome: str) -> None:
    found.outcome, found.told_at, found.told_by_id = outcome, clock.now(), by.user_id


def _begun(slot: Slot) -> Slot:
    found = holding.locked(slot)
    if not found.has_begun:
        raise Conflict("还没到时间，到了再记。")
    return found
