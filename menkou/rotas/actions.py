"""排班: one slot, or a month of them by a pattern; and 取消. Each one transaction."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from django.db import IntegrityError, transaction

from menkou.advisers.models import Registration
from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Invalid
from menkou.places import queries as places
from menkou.places.models import District, Township, Village
from menkou.rotas import holding, policies, queries
from menkou.rotas.known import Known
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
    _add([made], by)
    return made


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
    Township.objects.select_for_update(of=("self",), no_key=True).get(pk=township.pk)  # two of one office at once
    spans = {day: holding.span(day, begins, ends) for day in sorted(set(days))[:MOST_AT_ONCE]}
    if not spans:
        return holding.Arranged()
    whole = min(begin for begin, _ in spans.values()), max(end for _, end in spans.values())
    known, persons = Known.of(township, place, [one.pk for one in people], whole), {one.pk: one for one in people}
    is_working = places.working_day_test(min(spans))
    why = {day: _why_not(known, is_working(day), *span) for day, span in spans.items()}
    open_ = [day for day in spans if not why[day]]
    last = queries.last_turns(township, spans[open_[-1]][1]) if open_ else {}
    never = clock.start_of(date(2000, 1, 1))
    order = sorted(persons, key=lambda one: last.get(one, never))
    found = turns.in_turn(open_, order, lambda who, day: known.can(who, *spans[day]))
    made = []
    for day, who in found.taken:
        slot = Slot(township=township, village=village, place=place, adviser=persons[who])
        slot.begins_at, slot.ends_at = spans[day]
        _demand_village(slot)
        made.append(slot)
    _add(made, by)
    skipped = [f"{clock.in_words(day)}{words}" for day, words in why.items() if words]
    return holding.Arranged(made, skipped + [f"{clock.in_words(day)}没有人能来" for day in found.empty])


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


@action(policies.pass_on, audit="rota.passed_on", count=int, when=bool)
def pass_on(*, by: Actor, district: District) -> int:
    """村并了: turns to come are at the village that goes on, of its township; who comes stays the same, and is told.

    Who serves nobody there any more is shown to the office, which puts another down. What is over stays as it was.
    """
    left = queries.left_to_come()
    words = []
    for one in left:
        said = f"{one.called}，因为并村，改在{one.village}，时间、地点不变。"
        words.append(holding.word(one, one.adviser_id, said, f"merged:{one.village_id}"))
        if one.village:
            one.township_id = one.village.township_id
    Slot.objects.bulk_update(left, ["village", "township"], batch_size=200)
    outbox.send_all(words)
    return len(left)


@action(policies.replay, audit="rota.demo_replayed")
def replay(
    *, by: Actor, district: District, slots: Sequence[Slot], excuses: Sequence[Excuse], askings: Sequence[Asking]
) -> None:
    """演示: put invented slots on record."""
    Slot.objects.bulk_create(slots, batch_size=500)
    Excuse.objects.bulk_create(excuses)
    Asking.objects.bulk_create(askings)


def _add(made: Sequence[Slot], by: Actor) -> None:
    """Put them down and say so, in the same few statements for any number. Raises Conflict where somebody is busy then."""
    if not made:
        return
    for one in made:
        one.arranged_at, one.arranged_by_id = clock.now(), by.user_id
    try:
        with transaction.atomic():
            Slot.objects.bulk_create(made)
    except IntegrityError as problem:
        raise holding.busy(problem, queries.whose_is_taken(made)) from problem
    said = "给您排了{}，来不了请早点说。"
    outbox.send_all(holding.word(one, one.adviser_id, said.format(one.called), "arranged") for one in made)


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


def _why_not(known: Known, is_working: bool, begins_at: datetime, ends_at: datetime) -> str:
    if begins_at <= clock.now():
        return "已经过去了"
    if not is_working:
        return "放假"
    return "已经排过" if known.is_taken(begins_at, ends_at) else ""
