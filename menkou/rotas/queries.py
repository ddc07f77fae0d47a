"""Whose turn it is, as far as somebody may see it: an adviser their own, a director their people's, an office its township's.

Why somebody cannot come, and how it ended, is between them, the office and the bureau; a cadre sees who comes.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from menkou.advisers.models import Registration
from menkou.advisers.queries import roster
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.literals import Literal
from menkou.core.standing import standing_column
from menkou.engagements import queries as engagements
from menkou.engagements.models import Contract
from menkou.places import queries as places
from menkou.places.models import Township, Village
from menkou.postings import queries as postings
from menkou.postings.models import Absence, Posting
from menkou.rotas.models import Asking, Excuse, Slot

OVERSEERS = (Role.JUSTICE_BUREAU, Role.AUDITOR)
RELATED = ("township", "village__township", "adviser__adviser", "adviser__institution", "first__adviser", "missed")
A_FORTNIGHT, A_WEEK = timedelta(days=14), timedelta(days=7)


def visible_to(by: Actor) -> QuerySet[Slot]:
    """Also those that are off."""
    return Slot.objects.filter(Q() if by.has_role(*OVERSEERS) else _seen(by)).select_related(*RELATED)


def _seen(by: Actor) -> Q:
    led, mine = by.held(Role.INSTITUTION_DIRECTOR), own(by)
    found = (
        Q(township__in=by.held(Role.JUDICIAL_OFFICE))
        | Q(adviser__institution__in=led)
        | Q(first__institution__in=led)
        | Q(village__in=kept_by(by))
    )
    if mine:
        asked = Asking.objects.filter(slot=OuterRef("pk"), district=OuterRef("district"), whom__in=mine)
        found |= Q(adviser__in=mine) | Q(first__in=mine) | Q(Exists(asked))
    return found


def kept_by(by: Actor) -> set[UUID]:
    """The villages of a cadre, and those that were merged into them: what happened there is theirs to confirm now."""
    held = set(by.held(Role.VILLAGE_CADRE))
    return held | {one for one, heir in places.heirs().items() if heir in held} if held else held


def own(by: Actor) -> set[UUID]:
    """As whom somebody is on the roster today."""
    return set(_own(by)) if by.has_role(Role.ADVISER) else set()


@standing_column
def _own(by: Actor) -> QuerySet:
    return roster().filter(pk__in=by.held(Role.ADVISER)).order_by().values_list("pk")


def slot_for(by: Actor, pk: UUID) -> Slot:
    """How a page gets hold of one: what you may not see does not exist."""
    return (
        visible_to(by).select_related(*RELATED, "entry__village", "confirmed_by", "told_by", "arranged_by").get(pk=pk)
    )


def asking_for(by: Actor, pk: UUID) -> Asking:
    """An asking of a slot that one may see."""
    found = Asking.objects.select_related("slot__township", "whom__adviser").filter(
        slot__in=visible_to(by).values("pk")
    )
    return found.get(pk=pk)


def reads(by: Actor, slot: Slot) -> bool:
    """Whether somebody sees why one cannot come, and how it ended: not a cadre, nor a colleague who was only asked."""
    mine = by.held(Role.ADVISER) & {slot.adviser_id, slot.first_id}
    led = by.held(Role.INSTITUTION_DIRECTOR) & {
        one.institution_id for one in (slot.adviser, slot.first) if one is not None
    }
    return bool(mine or led) or by.has_role(*OVERSEERS) or by.holds(Role.JUDICIAL_OFFICE, slot.township_id)


def readable(by: Actor) -> Q:
    """The same as a condition on slots."""
    if by.has_role(*OVERSEERS):
        return Q()
    mine, led = by.held(Role.ADVISER), by.held(Role.INSTITUTION_DIRECTOR)
    own_people = Q(adviser__institution__in=led) | Q(first__institution__in=led)
    return Q(adviser__in=mine) | Q(first__in=mine) | own_people | Q(township__in=by.held(Role.JUDICIAL_OFFICE))


def is_theirs(by: Actor, slot: Slot) -> bool:
    """Whether it is this person's turn, and they are on the roster still."""
    return by.holds(Role.ADVISER, slot.adviser_id) and slot.adviser.is_running


def townships_for(by: Actor) -> QuerySet[Township]:
    """Where somebody may arrange slots."""
    if by.has_role(Role.JUSTICE_BUREAU):
        return places.townships().order_by("code")
    return places.townships().filter(pk__in=by.held(Role.JUDICIAL_OFFICE)).order_by("code")


def people_of(township: Township, on: date) -> QuerySet[Registration]:
    """Who serves a village of the township on a day, by name."""
    held = postings.running(on).filter(village__township=township).values("registration")
    found = Registration.objects.filter(pk__in=held).select_related("adviser", "institution")
    return found.order_by("institution__name", "adviser__name", "pk")


def serves(registration: Registration, township: Township, on: date) -> bool:
    return people_of(township, on).filter(pk=registration.pk).exists()


def is_away(registration_id: UUID, begins_at: datetime, ends_at: datetime) -> bool:
    """Whether somebody is on leave for some of the time."""
    spans = Absence.objects.filter(registration=registration_id, begins_at__lt=ends_at, ends_at__gt=begins_at)
    return spans.exists()


def in_the_way(registration_id: UUID, begins_at: datetime, ends_at: datetime) -> Slot | None:
    """Another slot of theirs at the same time."""
    found = Slot.objects.filter(adviser=registration_id, off_at=None, begins_at__lt=ends_at, ends_at__gt=begins_at)
    return found.first()


def whose_is_taken(slots: Sequence[Slot]) -> Registration:
    """Of slots that could not be put down: the first one's adviser who has another then."""
    busy = (one.adviser for one in slots if in_the_way(one.adviser_id, one.begins_at, one.ends_at))
    return next(busy, slots[0].adviser)


def last_turns(township: Township, before: datetime) -> dict[UUID, datetime]:
    """When each had their last turn here, whoever was put down for it at first."""
    found: dict[UUID, datetime] = {}
    rows = Slot.objects.filter(township=township, off_at=None, begins_at__lt=before).order_by("begins_at")
    for adviser, first, begins_at in rows.values_list("adviser", "first", "begins_at"):
        found[first or adviser] = begins_at
    return found


def colleagues(slot: Slot) -> list[Registration]:
    """Who may be asked to come instead: of the same township, here at that time, without another slot, not asked yet."""
    span = {"begins_at__lt": slot.ends_at, "ends_at__gt": slot.begins_at}
    away = Absence.objects.filter(**span).values("registration")
    busy = Slot.objects.filter(off_at=None, **span).values("adviser")
    asked = Asking.objects.filter(slot=slot).exclude(answer="over").values("whom")
    cannot = Excuse.objects.filter(slot=slot).values("who")
    found = people_of(slot.township, slot.day).exclude(pk=slot.adviser_id)
    return list(found.exclude(pk__in=away).exclude(pk__in=busy).exclude(pk__in=asked).exclude(pk__in=cannot))


def beside(slot: Slot) -> Registration | None:
    """B, where it is A's turn, or A where it is B's: of the slot's village first, else of whichever they share."""
    mine = postings.running(slot.day).filter(registration=slot.adviser_id, village__township=slot.township_id)
    villages = mine.values("village")
    if slot.village_id and mine.filter(village=slot.village_id).exists():
        villages = mine.filter(village=slot.village_id).values("village")
    others = postings.running(slot.day).filter(village__in=villages).exclude(registration=slot.adviser_id)
    free = {one.pk: one for one in colleagues(slot)}
    ids = others.order_by("-post", "village__code").values_list("registration", flat=True)
    return next((free[one] for one in ids if one in free), None)


def askings_of(slot: Slot) -> QuerySet[Asking]:
    return Asking.objects.filter(slot=slot).select_related("whom__adviser", "whom__institution")


def excuses_of(slot: Slot) -> QuerySet[Excuse]:
    return Excuse.objects.filter(slot=slot).select_related("who__adviser")


def cannot_come() -> Exists:
    """Within a query over slots: whoever's turn it is has said that they cannot come."""
    return Exists(_own_words())


def _own_words() -> QuerySet[Excuse]:
    return Excuse.objects.filter(slot=OuterRef("pk"), who=OuterRef("adviser"), district=OuterRef("district"))


def away_unsaid() -> QuerySet[Slot]:
    """Slots to come of people who are on leave then, and of whom nothing is said yet."""
    gone = Absence.objects.filter(
        district=OuterRef("district"),
        registration=OuterRef("adviser"),
        begins_at__lt=OuterRef("ends_at"),
        ends_at__gt=OuterRef("begins_at"),
    )
    to_come = Slot.objects.filter(begins_at__gt=clock.now(), off_at=None, outcome="")
    return to_come.filter(Exists(gone)).exclude(cannot_come())


def left_to_come() -> list[Slot]:
    """Slots to come at villages that were merged, locked; with the village that goes on for each."""
    heirs = places.heirs()
    if not heirs:
        return []
    found = Slot.objects.filter(village__in=list(heirs), begins_at__gt=clock.now(), off_at=None, outcome="")
    slots = list(found.select_for_update(of=("self",)).order_by("pk"))
    running = {one.pk: one for one in places.villages_ever({heirs[one.village_id] for one in slots if one.village_id})}
    for one in slots:
        one.village = running[heirs[one.village_id]] if one.village_id else None
    return slots


class Ahead(NamedTuple):
    """What an adviser sees of their turns today, and those that they are asked to take for another."""

    slots: list[Slot]
    asked: list[Slot]


def ahead(by: Actor) -> Ahead:
    """今天: turns of the next fortnight, those that wait for a log or for words, and another's; two queries."""
    mine, now = own(by), clock.now()
    soon = Q(outcome="", begins_at__gt=now - A_WEEK, begins_at__lt=now + A_FORTNIGHT)
    own_turn = Q(adviser__in=mine) & (soon | Q(outcome="missed", missed=None, reply=""))
    open_ = Asking.objects.filter(slot=OuterRef("pk"), district=OuterRef("district"), whom__in=mine, answer=Literal(""))
    found = Slot.objects.annotate(is_asked=Exists(open_), cannot=cannot_come()).filter(off_at=None)
    rows = found.filter(own_turn | Q(is_asked=True, begins_at__gt=now)).select_related("adviser__adviser")[:40]
    return Ahead([one for one in rows if not one.is_asked], [one for one in rows if one.is_asked])


def to_tell(by: Actor) -> QuerySet[Slot]:
    """Slots that are over and that nobody put down: the office is asked in one line each; the oldest first."""
    mine = Slot.objects.filter(township__in=by.held(Role.JUDICIAL_OFFICE), off_at=None, outcome="")
    over = mine.filter(ends_at__lte=clock.now()).annotate(said=Subquery(_own_words().values("why")[:1]))
    return over.select_related(*RELATED)


def to_decide(by: Actor) -> list[Slot]:
    """Missed without a good reason, as an office said, where the adviser has spoken or had the days to."""
    mine = Slot.objects.filter(township__in=by.held(Role.JUDICIAL_OFFICE), outcome="missed", missed=None)
    return [one for one in mine.select_related(*RELATED) if not may_count_from(one)]


def may_count_from(slot: Slot) -> datetime | None:
    """From when a missed slot may go on record: once its adviser has spoken, or had the days to; None: now."""
    if slot.replied_at or not slot.told_at:
        return None
    until = slot.told_at + timedelta(days=places.rules()["days_to_reply_to_a_check"])
    return until if until > clock.now() else None


def contract_of(slot: Slot) -> Contract | None:
    """Under which contract the duty was one: of the slot's village, else of their first village in the township."""
    mine = postings.running(slot.day).filter(registration=slot.adviser_id, village__township=slot.township_id)
    villages = list(mine.order_by("post", "village__code").values_list("village", flat=True))
    if slot.village_id:
        villages.insert(0, slot.village_id)
    held = engagements.in_force(slot.day).filter(village__in=villages, institution=slot.adviser.institution_id)
    found = {one.village_id: one for one in held.select_related("village__township", "institution")}
    return next((found[one] for one in villages if one in found), None)


def villages_to_log(slot: Slot) -> list[Village]:
    """Where the log of it may stand: the slot's village, or the one that goes on for it; else the adviser's here, A first."""
    if slot.village_id:
        heir = places.heirs().get(slot.village_id, slot.village_id)
        return list(Village.objects.filter(pk=heir).select_related("township"))
    held = postings.running(slot.day).filter(registration=slot.adviser_id, village__township=slot.township_id)
    ids = list(held.order_by("post", "village__code").values_list("village", flat=True))
    known = {one.pk: one for one in Village.objects.filter(pk__in=ids).select_related("township")}
    return [known[one] for one in ids]


def heir_of(village: Village) -> Village | None:
    """The village that goes on for one that was merged."""
    heir = places.heirs().get(village.pk)
    return Village.objects.select_related("township").get(pk=heir) if heir else None


def troubles(slots: list[Slot]) -> dict[UUID, str]:
    """What has become wrong with slots to come since they were arranged: a post has ended, a village was merged."""
    ahead = [one for one in slots if not one.has_begun and one.off_at is None]
    held = Posting.objects.filter(registration__in={one.adviser_id for one in ahead})
    rows: list[tuple[Any, ...]] = list(
        held.values_list("registration", "village__township", "valid_from", "valid_until")
    )
    found = {}
    for one in ahead:
        here = [span for who, town, *span in rows if (who, town) == (one.adviser_id, one.township_id)]
        if not any(begin <= one.day and (end is None or one.day < end) for begin, end in here):
            found[one.pk] = f"{one.adviser.adviser.name}到那天在{one.township}没有岗位了，请换人，或者取消。"
        if (village := one.village) and village.valid_until and village.valid_until <= one.day:
            heir = heir_of(village)
            words = f"并入{heir}" if heir else "撤销"
            found[one.pk] = f"{village}到那天已经{words}，请取消这一次，重新排。"
    return found
