"""What all acts on slots share: a lock, who may be put down, and words that say when and where and never why."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID

from django.db import IntegrityError

from menkou.advisers.models import Registration
from menkou.core import clock, outbox
from menkou.core.errors import Conflict, Invalid
from menkou.rotas import queries
from menkou.rotas.models import Slot

BUSY = "这个时间{}已经有别的班，请改时间或者换人。"


@dataclass
class Arranged:
    """What a pattern came to: the slots, and each day on which there is none, with why."""

    slots: list[Slot] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def busy(problem: IntegrityError, who: Registration) -> Exception:
    return Conflict(BUSY.format(who.adviser.name)) if "nobody_keeps_two_duties" in str(problem) else problem


def to_come(slot: Slot) -> Slot:
    """The slot, locked. Raises Conflict where it is off, or has begun."""
    found = locked(slot)
    if found.has_begun:
        raise Conflict("这次值班已经开始了，不能再改；来没来，结束以后在这里说。")
    return found


def locked(slot: Slot) -> Slot:
    """The slot, locked, with whoever's turn it is by then. Raises Conflict where it is off."""
    Slot.objects.select_for_update().get(
        pk=slot.pk
    )  # by itself: a join with who it was finds nothing once it is another
    found = Slot.objects.select_related(*queries.RELATED, "missed__contract__village").get(pk=slot.pk)
    if found.off_at:
        raise Conflict("这次值班已经取消了。")
    return found


def demand_person(slot: Slot, who: Registration) -> None:
    """Raises Invalid or Conflict where somebody cannot be put down for a slot."""
    name = who.adviser.name
    if not queries.serves(who, slot.township, slot.day):
        raise Invalid(f"{name}到那天在{slot.township}没有岗位，请选在{slot.township}服务的顾问。")
    if queries.is_away(who.pk, slot.begins_at, slot.ends_at):
        raise Conflict(f"{name}那天请了假，请换人。")
    other = queries.in_the_way(who.pk, slot.begins_at, slot.ends_at)
    if other and other.pk != slot.pk:
        raise Conflict(BUSY.format(name))


def moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, clock.SHANGHAI)


def span(day: date, begins: time, ends: time) -> tuple[datetime, datetime]:
    return moment(day, begins), moment(day, ends)


def word(found: Slot, whom: UUID, words: str, what: str) -> outbox.Word:
    """What an adviser is told of a slot."""
    key = f"slot:{found.pk}:{whom}:{what}:{found.begins_at:%Y%m%d%H%M}"
    return outbox.Word(to=f"registration:{whom}", words=words, key=key, about=found.pk)


def tell(found: Slot, whom: UUID, words: str, what: str) -> None:
    outbox.send_all([word(found, whom, words, what)])


def tell_office(found: Slot, words: str, what: str) -> None:
    key = f"slot:{found.pk}:office:{what}"
    outbox.send(to=f"township:{found.township_id}", words=f"{found.called}：{words}", key=key, about=found.pk)
