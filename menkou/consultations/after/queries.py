"""What came after an answer: whether it is solved in the resident's eyes, what may still be done, what is to be asked."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from menkou.consultations import queries as consultations
from menkou.consultations.interests import barring
from menkou.consultations.models import Concern, Consultation, Handover, Rating, Revisit
from menkou.consultations.rules.categories import CATEGORIES
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.literals import Literal
from menkou.core.standing import standing_column
from menkou.places import queries as places

State = Consultation.State
CATEGORY_KEYS = tuple(dict(CATEGORIES))
UNSORTED = "other"
REVISITS = ((1, "days_to_first_revisit"), (2, "days_to_second_revisit"), (3, "days_to_third_revisit"))
MOST_AT_ONCE = 200
RATED = ("rated_at", "is_solved", "face")


def may_still_reopen(consultation: Consultation) -> bool:
    """Whether it has ended, and not too long ago."""
    closed_at = consultation.closed_at
    return closed_at is not None and clock.now() < closed_at + timedelta(days=places.rules()["days_to_reopen"])


def is_unsolved(consultation: Consultation) -> bool:
    """没解决: the resident's last word on it, of the last weeks; while it waits for an answer nobody need be asked."""
    if consultation.state == State.WAITING:
        return False
    since = clock.now() - timedelta(days=places.rules()["days_to_reopen"])
    rated = Rating.objects.filter(consultation=consultation, rated_at__gt=since)
    words = [(at, not solved or face == Rating.Face.UNHAPPY) for at, solved, face in rated.values_list(*RATED)]
    told = Revisit.objects.filter(consultation=consultation, told_at__gt=since).exclude(face=None)
    words += [(at, face == Revisit.Face.UNSOLVED) for at, face in told.values_list("told_at", "face")]
    return max(words)[1] if words else False


def has_changed(consultation: Consultation) -> bool:
    """Whether the asker has had another adviser look."""
    return Handover.objects.filter(consultation=consultation, reason=Handover.Reason.ASKED_FOR).exists()


def open_concern(consultation: Consultation) -> Concern | None:
    return Concern.objects.filter(consultation=consultation, seen_to_at=None).first()


def concerns_of(by: Actor) -> QuerySet[Concern]:
    """跟进事项 of the judicial office's township, those that wait first; never one's own, nor one with an interest."""
    here = Q(consultation__village__township__in=by.held(Role.JUDICIAL_OFFICE))
    own = Concern.objects.filter(here & barring.is_without_interests("consultation"))
    own = own.exclude(consultation__holder__in=by.held(Role.ADVISER))
    return own.select_related("consultation__village", "consultation__holder__adviser").order_by(
        "seen_to_at", "raised_at"
    )


def open_concerns() -> QuerySet[Concern]:
    """For numbers; whoever counts them has decided who may see the number."""
    return Concern.objects.filter(seen_to_at=None)


def concern_for(by: Actor, pk: UUID) -> Concern:
    """How an officer's page gets hold of one."""
    return concerns_of(by).get(pk=pk)


def concerns_waiting(by: Actor) -> QuerySet[Concern]:
    return concerns_of(by).filter(seen_to_at=None)


def open_revisits() -> QuerySet[Revisit]:
    """Asked, and nobody has said anything; the matter is still closed as it was then."""
    now = clock.now()
    still = Consultation.objects.filter(
        pk=OuterRef("consultation_id"), district_id=OuterRef("district_id"), closed_at=OuterRef("closed_at")
    )
    return Revisit.objects.filter(Exists(still), way=Literal(""), due_at__lte=now, until_at__gt=now)


def asked_revisit(consultation: Consultation) -> Revisit | None:
    """The question that stands on the thread now; the latest, where two are open."""
    return open_revisits().filter(consultation=consultation).order_by("-number").first()


def revisit_on_thread(by: Actor, pk: UUID) -> Revisit:
    """How a resident's page gets hold of the question about one of their matters."""
    found = asked_revisit(consultations.asked_for(by, pk))
    if found is None:
        raise Revisit.DoesNotExist
    return found


def revisits_to_do(by: Actor) -> QuerySet[Revisit]:
    """What an adviser may ask by telephone: of ended matters that they may still open."""
    if not (asked := _asked_again(by)):
        return Revisit.objects.none()
    held = consultations.held_by(by.held(Role.ADVISER)).filter(pk__in=asked)  # few: not all that they ever held
    mine = open_revisits().filter(consultation__in=held.values("pk"))
    return mine.select_related("consultation__village").order_by("until_at")


@standing_column
def _asked_again(by: Actor) -> QuerySet:
    """The matters that an adviser held and that may be asked about now: mostly none."""
    return open_revisits().filter(consultation__holder__in=by.held(Role.ADVISER)).values_list("consultation")


def revisit_to_do(by: Actor, pk: UUID) -> Revisit:
    """How an adviser's page gets hold of one. The newest, where two of a matter are open."""
    found = revisits_to_do(by).filter(consultation=pk).order_by("-number").first()
    if found is None:
        raise Revisit.DoesNotExist
    return found


def revisits_due(consultation: Consultation) -> Iterator[tuple[int, datetime, datetime]]:
    """Which of the three have come since it ended, with when each began and when it stops being asked."""
    rules, now, closed_at = places.rules(), clock.now(), consultation.closed_at
    if closed_at is None or consultation.ending == Consultation.Ending.WITHDRAWN:
        return
    for number, key in REVISITS[: rules[f"revisits_{consultation.category}"]]:
        due_at = closed_at + timedelta(days=rules[key])
        until_at = due_at + timedelta(days=rules["days_a_revisit_stays_open"])
        if due_at <= now < until_at:
            yield number, due_at, until_at


def to_revisit() -> set[UUID]:
    """Ended matters with a revisit whose day has come and that is not planned."""
    rules, now, found = places.rules(), clock.now(), set()
    ended = Consultation.objects.filter(state=State.CLOSED).exclude(ending=Consultation.Ending.WITHDRAWN)
    for number, key in REVISITS:
        kinds = [name for name in CATEGORY_KEYS if rules[f"revisits_{name}"] >= number]
        until = now - timedelta(days=rules[key])
        since = until - timedelta(days=rules["days_a_revisit_stays_open"])
        planned = Revisit.objects.filter(
            consultation_id=OuterRef("pk"), district_id=OuterRef("district_id"), closed_at=OuterRef("closed_at")
        )
        come = ended.filter(~Exists(planned.filter(number=number)), Q(closed_at__lte=until, closed_at__gt=since))
        found |= set(come.filter(category__in=kinds).values_list("pk", flat=True)[:MOST_AT_ONCE])
    return found
