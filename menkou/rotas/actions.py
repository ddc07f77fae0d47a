"""排班: one slot, or a month of them by a pattern; and 取消. Each one transaction."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from uuid import UUID

from django.db import IntegrityError, transaction

from menkou.advisers.models import Registration
from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Invalid
from menkou.places import queries as places
from menkou.places.models import District, Township, Village
from menkou.rotas import holding, policies, queries
from menkou.rotas.models import Asking, Excuse, Slot
from menkou.rotas.rules import turns

MOST_AT_ONCE = 31


@action(policies.arrange, audit="rota.arranged")
def arrange(
    *,
    by: Actor,
    township: Township,
    adviser: Registration,
    begins_at: datetime,
    ends_at: datetime,
    place: str,
    village: Village | None = None,
) -> Slot:
    """排一次. Raises Invalid where it is over, or the wrong person or village; Conflict where they have another then."""
    if begins_at <= clock.now():
        raise Invalid("这个时间已经过去了，过去的班不能再排。请改日子。")
    made = Slot(township=township, village=village, place=place, begins_at=begins_at, ends_at=ends_at, adviser=adviser)
    _demand_village(made)
    holding.demand_person(made, adviser)
    return _add(made, by)


@action(policies.arrange, audit="rota.month_arranged")
def arrange_month(
    *,
    by: Actor,
    township: Township,
    days: Iterable[date],
    begins: time,
    ends: time,
    place: str,
    people: Sequence[Registration],
    village: Village | None = None,
) -> holding.Arranged:
    """按规律排: in turn, whoever had it longest ago first; not on holidays, not in the past, nobody who is away.

    Sent twice, it arranges nothing twice. Raises Invalid where the village is another township's, or merged by then.
    """
    found, open_, known = holding.Arranged(), [], {one.pk: one for one in people}
    Township.objects.select_for_update(of=("self",), no_key=True).get(pk=township.pk)  # two of one office at once
    for day in sorted(days)[:MOST_AT_ONCE]:
        begins_at, ends_at = holding.moment(day, begins), holding.moment(day, ends)
        if why := _why_not(township, begins_at, ends_at, place):
            found.skipped.append(f"{clock.in_words(day)}{why}")
        else:
            open_.append(day)
    last = queries.last_turns(township, holding.moment(max(open_), ends)) if open_ else {}
    never = clock.start_of(date(2000, 1, 1))
    order = sorted(known, key=lambda one: last.get(one, never))
    taken = turns.in_turn(open_, order, _can(township, begins, ends))
    found.skipped += [f"{clock.in_words(day)}没有人能来" for day in taken.empty]
    for day, who in taken.taken:
        made = Slot(township=township, village=village, place=place, adviser=known[who])
        made.begins_at, made.ends_at = holding.moment(day, begins), holding.moment(day, ends)
        _demand_village(made)
        found.slots.append(_add(made, by))
    return found


@action(policies.change, audit="rota.called_off")
def call_off(*, by: Actor, slot: Slot, why: str) -> Slot:
    """取消; whoever was to come is told. Raises Conflict where it has begun, or is off already."""
    found = holding.to_come(slot)
    found.why_off, found.off_at, found.off_by_id = why, clock.now(), by.user_id
    found.save()
    holding.tell(found, found.adviser_id, f"{found.called}取消了。", "off")
    asked = Asking.objects.filter(slot=found, answer="")
    for one in asked:
        holding.tell(found, one.whom_id, f"{found.called}取消了，不用替了。", "off")
    asked.update(answer=Asking.Answer.OVER, answered_at=clock.now())
    return found


@action(policies.replay, audit="rota.demo_replayed")
def replay(
    *, by: Actor, district: District, slots: Sequence[Slot], excuses: Sequence[Excuse], askings: Sequence[Asking]
) -> None:
    """演示: put invented slots on record."""
    Slot.objects.bulk_create(slots, batch_size=500)
    Excuse.objects.bulk_create(excuses)
    Asking.objects.bulk_create(askings)


def _add(made: Slot, by: Actor) -> Slot:
    made.arranged_at, made.arranged_by_id = clock.now(), by.user_id
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as problem:
        raise holding.busy(problem, made.adviser) from problem
    holding.tell(made, made.adviser_id, f"给您排了{made.called}，来不了请早点说。", "arranged")
    return made


def _demand_village(slot: Slot) -> None:
    """Raises Invalid where the village is not of the township, or has been merged by then."""
    village = slot.village
    if village is None:
        return
    if village.township_id != slot.township_id:
        raise Invalid(f"{village}不在{slot.township}，请重新选。")
    if village.valid_until and village.valid_until <= slot.day:
        heir = queries.heir_of(village)
        raise Invalid(f"{village}到那天已经" + (f"并入{heir}，请排在{heir}。" if heir else "撤销了，请重新选。"))


def _why_not(township: Township, begins_at: datetime, ends_at: datetime, place: str) -> str:
    day = begins_at.astimezone(clock.SHANGHAI).date()
    if begins_at <= clock.now():
        return "已经过去了"
    if not places.working_day_test(day)(day):
        return "放假"
    same = Slot.objects.filter(
        township=township, place=place, off_at=None, begins_at__lt=ends_at, ends_at__gt=begins_at
    )
    return "已经排过" if same.exists() else ""


def _can(township: Township, begins: time, ends: time) -> Callable[[UUID, date], bool]:
    """Whether somebody serves the township on a day, is here, and has no other slot then."""

    def can(who: UUID, day: date) -> bool:
        span = (who, holding.moment(day, begins), holding.moment(day, ends))
        is_here = queries.people_of(township, day).filter(pk=who).exists()
        return is_here and not queries.is_away(*span) and not queries.in_the_way(*span)

    return can
