"""What can be seen of consultations. Content is opened by actions.read and for the asker; this is about facts."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from menkou.advisers.queries import roster
from menkou.consultations import beside
from menkou.consultations.interests import barring
from menkou.consultations.locking import conditions
from menkou.consultations.models import Consultation, Draft, Handover, Rating, reference
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.keys import digest
from menkou.core.literals import Literal
from menkou.core.prepared import Prepared
from menkou.places import queries as places
from menkou.postings import queries as postings
from menkou.postings.models import STAND_IN, Posting

State = Consultation.State
PERSON = ("registration__institution_id", "registration__adviser_id")  # of a posting


def mine(by: Actor) -> QuerySet[Consultation]:
    """An adviser sees what they hold, at villages where they hold a post today."""
    return held_by(by.held(Role.ADVISER)).select_related("village__township")


def held_by(holders: Iterable[UUID], on: date | None = None) -> QuerySet[Consultation]:
    """What these people hold at villages where they hold a post, or stand in, on a day, today if none is named."""
    holders = list(holders)
    return Consultation.objects.filter(_serving(on, holders), holder__in=holders)


def served(on: date | None = None) -> QuerySet[Consultation]:
    """Whose holder may have them on a day, today if none is named."""
    return Consultation.objects.filter(_serving(on))


def _serving(on: date | None = None, holders: list[UUID] | None = None) -> Q:
    """Its holder, one of these where they are named, holds a post at the village; or stands in, and is on the roster.

    Whoever stood in has it until it is closed, and reads it no more then: it was the only thing that was theirs here.
    Nobody serves a matter of which an interest keeps them.
    """
    on = on or clock.today()
    on_roster = Q(holder__valid_until=None) | Q(holder__valid_until__gt=on)
    standing_in = Q(post=STAND_IN, holder__valid_from__lte=on) & on_roster
    serves = Q(postings.on_post("village_id", "holder_id", on, holders)) | (standing_in & ~Q(state=State.CLOSED))
    return serves & ~barring.holder_is_kept_out(on)


def most_urgent_first(found: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """Of these, what waits for an answer."""
    return found.filter(state=Literal(State.WAITING)).order_by("due_at", "asked_at")


def newest_answer_first(found: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """Of these, what is answered and not yet closed."""
    return found.filter(state=State.ANSWERED).order_by("-answered_at")


def waiting(by: Actor) -> QuerySet[Consultation]:
    """要回的, the most urgent first."""
    return most_urgent_first(mine(by))


def answered(by: Actor) -> QuerySet[Consultation]:
    """Answered and not yet closed, the newest first."""
    return newest_answer_first(mine(by))


def is_served(consultation: Consultation) -> bool:
    """Whether its holder still holds a post at the village, or still stands in there, which they do until it is closed.

    A closed one stays under the village of its day; where that has been merged, its successor is meant. Of whom an
    interest keeps it, nobody serves it.
    """
    known: dict[str, Any] = {"matter": consultation.pk, "village": consultation.village_id}
    if consultation.post == STAND_IN and consultation.state != State.CLOSED:
        person = roster().filter(pk=consultation.holder_id)
        return person.exclude(barring.is_kept_from("institution_id", "adviser_id", **known)).exists()
    here = consultation.village_id
    facts = {"holder": consultation.holder_id, "of": here, "matter": consultation.pk, "on": clock.today()}
    if POSTS(village=here, **facts):
        return True
    heir = places.heirs().get(here) if consultation.state == State.CLOSED else None
    return heir is not None and bool(POSTS(village=heir, **facts))


def _posts(holder: UUID, village: UUID, matter: UUID, of: UUID, on: date) -> QuerySet[Any, Any]:
    """The posts at a village of who holds a matter of that village or of one merged into it, without an interest."""
    held = postings.running(on).filter(registration_id=holder, village_id=village)
    kept_from = barring.is_kept_from(*PERSON, matter=matter, village=of, on=on)
    return held.exclude(kept_from).order_by().values_list("pk")


POSTS = Prepared(lambda pk: pk, _posts, holder=UUID, village=UUID, matter=UUID, of=UUID, on=date)


def asks_consent(consultation: Consultation) -> bool:
    """Whether it waits for its asker to agree that somebody else takes it over."""
    is_open = consultation.state != Consultation.State.CLOSED
    return is_open and not consultation.may_hand_over and not may_go_on(consultation)


def may_go_on(consultation: Consultation) -> bool:
    """Whether its holder serves and is here; where not, it is to pass on, if the asker agrees."""
    return is_served(consultation) and not postings.away_until([consultation.holder_id])


def taker_of(consultation: Consultation) -> Posting | None:
    """To whom its holder may hand it over: the other post of the village, who is here and without an interest."""
    kept_out = barring.is_kept_from(*PERSON, matter=consultation.pk, village=consultation.village_id)
    return postings.other_post(consultation.village_id, consultation.holder_id, unless=kept_out)


def closed(by: Actor) -> QuerySet[Consultation]:
    """Closed, the newest first; also of villages that were merged into one where they hold a post."""
    holders, heirs = list(by.held(Role.ADVISER)), places.heirs()
    seen = _serving(holders=holders)
    for holder, village in postings.held_by(holders).order_by().values_list("registration", "village"):
        merged = [one for one, heir in heirs.items() if heir == village]
        seen |= Q(holder=holder, village__in=merged)
    found = Consultation.objects.filter(seen, ~barring.holder_is_kept_out(), holder__in=holders, state=State.CLOSED)
    return found.select_related("village__township").order_by("-closed_at")


def consultation_for(by: Actor, pk: UUID) -> Consultation:
    """How an adviser's page or the API gets hold of one: what you may not see does not exist.

    As `mine`, and what is closed as `closed`; asked in two questions, since one that says it all is slow to write.
    """
    held = Consultation.objects.filter(holder__in=by.held(Role.ADVISER))
    found = held.select_related("village__township", "holder__adviser").annotate(**beside.for_holder()).get(pk=pk)
    if not is_served(found):
        raise Consultation.DoesNotExist
    return found


def asked_by(by: Actor) -> QuerySet[Consultation]:
    """A resident sees what this device asked and what this browser opened with a 取件码."""
    found = Consultation.objects.filter(conditions.is_theirs(by), conditions.is_unlocked(by), is_unlinked=False)
    return found.order_by("-asked_at").select_related("village__township", "holder__adviser", "holder__institution")


def asked_for(by: Actor, pk: UUID) -> Consultation:
    """How a resident's page gets hold of one."""
    return asked_by(by).annotate(**beside.for_asker()).get(pk=pk)


def with_reference(typed: str) -> Consultation | None:
    """The matter of a 编号, which is stored nowhere: it is spelled from the identity and the month."""
    wanted = typed.strip().upper()
    month, _, rest = wanted.partition("-")
    if not (len(month) == 4 and month.isascii() and month.isdigit() and 1 <= int(month[2:]) <= 12 and rest):
        return None
    first = clock.start_of(date(2000 + int(month[:2]), int(month[2:]), 1))
    asked = Consultation.objects.filter(asked_at__gte=first, asked_at__lt=first + timedelta(days=31))
    found = next((pk for pk, at in asked.values_list("pk", "asked_at") if reference(pk, at) == wanted), None)
    return Consultation.objects.get(pk=found) if found else None


def still_there(by: Actor) -> QuerySet[Consultation]:
    """我问过的, without what the asker has erased, or shut with a 暗号: lists and copies of all show nothing of it."""
    return asked_by(by).filter(erased_at=None, lock=None)


def once(form: str) -> Consultation | None:
    """The consultation that a form or request has already opened."""
    return Consultation.objects.filter(once_digest=digest("once", form)).select_related("holder__adviser").first()


def draft_with(form: str) -> QuerySet[Draft]:
    """The draft of a form, if it has one."""
    return Draft.objects.filter(form_digest=digest("once", form))


def drafts_begun_before(moment: datetime) -> QuerySet[Draft]:
    return Draft.objects.filter(started_at__lt=moment)


def begun_since(moment: datetime, by: Actor) -> tuple[list[datetime], list[datetime]]:
    """When this device began drafts and asked, and when its address began drafts."""
    begun = Draft.objects.filter(started_at__gt=moment)
    own = list(begun.filter(device_digest=by.device).values_list("started_at", flat=True)) if by.device else []
    if by.device:
        asked = Consultation.objects.filter(device_digest=by.device, asked_at__gt=moment)
        own += asked.values_list("asked_at", flat=True)
    here = begun.filter(address_digest=by.address).values_list("started_at", flat=True) if by.address else []
    return own, list(here)


def rating_of(consultation: Consultation) -> Rating | None:
    return Rating.objects.filter(consultation=consultation).first()


def handovers_of(consultation: Consultation) -> QuerySet[Handover]:
    return Handover.objects.filter(consultation=consultation).select_related("giver__adviser", "taker__adviser")


def given_away_at(consultation: Consultation) -> datetime | None:
    """换人问: when the asker last had another adviser look; what was answered before counts for nothing since."""
    asked_for = Handover.objects.filter(consultation=consultation, reason=Handover.Reason.ASKED_FOR)
    return asked_for.order_by("-handed_at").values_list("handed_at", flat=True).first()


def open_in(village_ids: Iterable[UUID]) -> QuerySet[Consultation]:
    """Not closed yet, in these villages."""
    return Consultation.objects.filter(village__in=village_ids).exclude(state=Consultation.State.CLOSED)


def left_behind() -> QuerySet[Consultation]:
    """Open, whoever has it is away, serves there no more or is kept out, and somebody is here: to be passed on.

    Where the asker agreed, that is, or an interest keeps the holder out.
    """
    here = postings.running().filter(village_id=OuterRef("village_id"), district_id=OuterRef("district_id"))
    near = postings.running().filter(
        village__township_id=OuterRef("village__township_id"), district_id=OuterRef("district_id")
    )
    matter, village = OuterRef(OuterRef("pk")), OuterRef(OuterRef("village_id"))
    kept_from = barring.is_kept_from(*PERSON, matter=matter, village=village)
    others = near.exclude(postings.is_away("registration_id")).exclude(kept_from)
    gone = ~_serving() | Q(postings.is_away("holder_id"))
    may_pass = Q(may_hand_over=True) | barring.holder_is_kept_out()
    return Consultation.objects.exclude(state=State.CLOSED).filter(gone, may_pass, Exists(here), Exists(others))


def quiet_since(moment: datetime) -> QuerySet[Consultation]:
    """Answered before a moment, and nothing said since."""
    return Consultation.objects.filter(state=State.ANSWERED, answered_at__lt=moment)


def asked_between(start: datetime, end: datetime) -> QuerySet[Consultation]:
    """Consultations of a period, for numbers; whoever counts them has decided who may see the number."""
    return Consultation.objects.filter(asked_at__gte=start, asked_at__lt=end)


def overdue() -> QuerySet[Consultation]:
    """Unanswered past their time, for numbers."""
    return Consultation.objects.filter(state=Literal(State.WAITING), due_at__lt=clock.now())


def ratings_between(start: datetime, end: datetime) -> QuerySet[Rating]:
    return Rating.objects.filter(rated_at__gte=start, rated_at__lt=end)


def may_still_rate(consultation: Consultation, days: int) -> bool:
    """Once there is an answer, until so many days after closing."""
    answered = consultation.first_answered_at is not None and consultation.first_answered_at <= clock.now()
    closed_at = consultation.closed_at
    return answered and (closed_at is None or clock.now() < closed_at + timedelta(days=days))
