"""停表、恢复计时、催办: how a deadline moves, and what is done about it, by the clock or by hand."""

from datetime import date, datetime, timedelta
from typing import Any

from menkou.advisers.models import Registration
from menkou.consultations import holding, policies
from menkou.consultations.interests import barring
from menkou.consultations.models import Consultation, Nudge, Stop, Urging
from menkou.consultations.passing import actions as passing
from menkou.consultations.rules import urging
from menkou.consultations.timing import queries
from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import CLOCK, Actor
from menkou.core.errors import Conflict, Invalid
from menkou.core.rows import insert
from menkou.places import queries as places

State = Consultation.State
NUDGED = "催办：有咨询过了时限还没有答复，请今天登录答复；有难处请找催办的人。"
REMINDERS = {
    urging.BEFORE: "有一条咨询快到时限了，请登录答复。",
    urging.DUE: "有一条咨询到时限了还没有答复，请登录答复。",
}


@action(policies.stop_clock, audit="consultation.clock_stopped")
def stop_clock(*, by: Actor, consultation: Consultation, reason: str, until: date) -> Stop:
    """停表 till a day begins: the deadline moves by the working time between. Raises Conflict and Invalid."""
    found, now = holding.still_held(consultation), clock.now()
    if found.state != State.WAITING:
        raise Conflict("这件事现在不用答复，没有表可停。")
    _start(found, now)
    if queries.stop_of(found):
        raise Conflict("已经停着表了。")
    if found.due_at <= now:
        raise Conflict("已经过了时限，不能再停表。请先回一句。")
    until_at, most = clock.start_of(until), places.rules()["most_days_stopped"]
    if until_at <= now:
        raise Invalid("停到的日子要在今天以后。")
    if queries.days_stopped(found, until_at - now) > most:
        raise Invalid(f"一件事前后最多停表 {most} 天。请选近一点的日子，或者先回一句。")
    facts: dict[str, Any] = {
        "begun_by_id": by.user_id,
        "reason": reason,
        "was_due_at": found.due_at,
        "begun_at": now,
        "until_at": until_at,
    }
    stop = Stop.objects.create(consultation=found, **facts)
    _move(found, places.due_later(found.due_at, now, until_at))
    return stop


@action(policies.start_clock, audit="consultation.clock_started", when=bool)
def start_clock(*, by: Actor, consultation: Consultation) -> bool:
    """恢复计时: by the holder, by the resident who writes again, or when the day has come. Whether it stood still."""
    found, now = holding.locked(consultation), clock.now()
    stop = queries.stop_of(found)
    if stop is None or (by is CLOCK and stop.until_at > now and found.state == State.WAITING):
        return False
    _start(found, now, early=True)
    consultation.due_at = found.due_at
    return True


@action(policies.urge, audit="consultation.urged", when=bool)
def urge(*, by: Actor, consultation: Consultation) -> list[str]:
    """催办: the steps that its deadline has come to, each once. Which they were."""
    found = holding.locked(consultation)
    if found.state != State.WAITING:
        return []
    taken = Urging.objects.filter(consultation=found, due_at=found.due_at).values_list("step", flat=True)
    steps = [step for step in queries.steps_come(found, clock.now()) if step not in set(taken)]
    for step in steps:
        _take(step, found)
        Urging.objects.create(consultation=found, due_at=found.due_at, step=step, taken_at=clock.now())
    return steps


@action(policies.nudge, audit="consultation.nudged", when=bool)
def nudge(*, by: Actor, registration: Registration) -> Nudge | None:
    """当面催办: words without content go to whoever is late, once a day whoever asks; None where it was done today."""
    now, today = clock.now(), clock.today()
    facts: dict[str, Any] = {"on": today, "nudged_at": now, "nudged_by_id": by.user_id}
    nudge = Nudge(registration=registration, **facts)
    insert(nudge, once=True)
    if not Nudge.objects.filter(pk=nudge.pk).exists():
        return None
    goes_at = now + timedelta(seconds=places.rules()["take_back_seconds"])
    outbox.send(to=f"registration:{registration.pk}", words=NUDGED, key=f"nudge:{nudge.pk}", not_before=goes_at)
    return nudge


@action(policies.take_nudge_back, audit="consultation.nudge_taken_back")
def take_nudge_back(*, by: Actor, nudge: Nudge) -> None:
    """撤回: as if it had not been. Raises Conflict where it has gone out."""
    if not queries.nudges_to_take_back(by).filter(pk=nudge.pk).exists():
        raise Conflict("已经发出去了，撤不回来。")
    outbox.withdraw_one(f"nudge:{nudge.pk}")
    Nudge.objects.filter(pk=nudge.pk).delete()


def _take(step: str, consultation: Consultation) -> None:
    key = f"{step}:{consultation.pk}:{consultation.due_at.timestamp()}"
    if step in REMINDERS:
        holding.tell_holder(consultation, REMINDERS[step], key)
    elif step == urging.LONG_OVER:
        outbox.send(to="bureau", words="有一条咨询超时很久还没有答复，请登录工作台查看。", key=key)
    elif not passing.pass_on_late(by=CLOCK, consultation=consultation):
        words = "辖区内有一条咨询超时没有答复，请登录工作台查看并催办。"
        outbox.send(to=barring.overseer_of(consultation), words=words, key=key)


def _start(consultation: Consultation, now: datetime, *, early: bool = False) -> None:
    """End what stands still: at its day, or now where it is to end early."""
    stop = queries.stop_of(consultation)
    if stop is None or (stop.until_at > now and not early):
        return
    stop.ended_at = min(now, stop.until_at)
    stop.save(update_fields=["ended_at"])
    _move(consultation, places.due_later(stop.was_due_at, stop.begun_at, stop.ended_at))


def _move(consultation: Consultation, due_at: datetime) -> None:
    consultation.due_at = due_at
    consultation.save(update_fields=["due_at"])
