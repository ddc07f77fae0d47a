"""How a deadline stands: whether its clock stands still, why it is where it is, and what is to be done about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from menkou.advisers.models import Registration
from menkou.consultations import queries as consultations
from menkou.consultations.interests import barring
from menkou.consultations.models import Consultation, Nudge, Stop, Urging
from menkou.consultations.rules import urging
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.literals import Literal
from menkou.core.standing import standing_column
from menkou.places import queries as places

State = Consultation.State
DAY_S, HOUR_S = 86400, 3600
MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Standing:
    """How a deadline stands, in words."""

    due_at: datetime
    stop: Stop | None  # that is running
    stopped: str  # 2 天; empty where the clock never stood still
    is_by_weekends: bool


def standing(consultation: Consultation) -> Standing:
    """Of the deadline that the matter has now."""
    stops, now = list(_of_this_wait(consultation)), clock.now()
    seen = Standing(consultation.due_at, None, "", places.is_by_weekends(consultation.due_at))
    if not stops:
        return seen
    is_working = places.working_day_test(stops[0].begun_at.astimezone(clock.SHANGHAI).date())
    spans = [clock.worked_between(one.begun_at, one.ended_at or one.until_at, is_working) for one in stops]
    running = next((one for one in stops if one.ended_at is None and one.until_at > now), None)
    return Standing(seen.due_at, running, in_words(sum(spans, timedelta())), seen.is_by_weekends)


def in_words(span: timedelta) -> str:
    """2 天, 1 天 5 小时, 3 小时; empty for less than an hour."""
    seconds = round(span.total_seconds())
    days, hours = seconds // DAY_S, seconds % DAY_S // HOUR_S
    return " ".join([f"{days} 天"] * bool(days) + [f"{hours} 小时"] * bool(hours))


def stop_of(consultation: Consultation) -> Stop | None:
    """What stands still, or stood till its day came and nobody has written that down yet."""
    return Stop.objects.filter(consultation=consultation, ended_at=None).first()


def days_stopped(consultation: Consultation, more: timedelta) -> float:
    """How long the matter's clock has stood still in all, and would with more."""
    stops = Stop.objects.filter(consultation=consultation).exclude(ended_at=None)
    spans = [one.ended_at - one.begun_at for one in stops if one.ended_at]
    return (sum(spans, timedelta()) + more).total_seconds() / DAY_S


def stops_over() -> QuerySet[Consultation]:
    """Whose clock runs again, and nobody has written that down yet."""
    over = Stop.objects.filter(ended_at=None, until_at__lte=clock.now())
    return Consultation.objects.filter(pk__in=over.values("consultation"))


def to_urge() -> set[UUID]:
    """Matters with a step that has come and is not taken."""
    now, rules = clock.now(), places.rules()
    soon = now + timedelta(hours=rules["hours_before_due_to_urge"])
    own = Urging.objects.filter(
        consultation_id=OuterRef("pk"), district_id=OuterRef("district_id"), due_at=OuterRef("due_at")
    )
    near = Consultation.objects.filter(state=Literal(State.WAITING), due_at__lte=soon)
    near = near.exclude(Exists(own.filter(step=urging.LONG_OVER))).order_by("due_at")[:MOST_AT_ONCE]
    matters = list(near.only("pk", "district", "due_at"))
    rows = Urging.objects.filter(consultation__in=[one.pk for one in matters], due_at=F("consultation__due_at"))
    taken = set(rows.values_list("consultation_id", "step").order_by())
    return {one.pk for one in matters if any((one.pk, step) not in taken for step in steps_come(one, now))}


def steps_come(consultation: Consultation, now: datetime) -> tuple[str, ...]:
    """The steps that a deadline has come to, by the district's rules of today."""
    due_at, rules = consultation.due_at, places.rules()
    deadline = urging.Deadline(
        before=due_at - timedelta(hours=rules["hours_before_due_to_urge"]),
        due=due_at,
        over=places.due(due_at, rules["working_days_over_to_pass_on"]),
        long_over=places.due(due_at, rules["working_days_over_to_tell_bureau"]),
    )
    return urging.steps_to_take(deadline, now)


def urgings_of(matters: list[UUID]) -> dict[UUID, str]:
    """The last step taken about the deadline that each of these has now, in words."""
    rows = Urging.objects.filter(consultation__in=matters, due_at=F("consultation__due_at")).order_by("taken_at", "id")
    return {one.consultation_id: one.get_step_display() for one in rows}


def late_for(by: Actor) -> QuerySet[Consultation]:
    """超时没回的, whose holders somebody may nudge: the bureau all, an office its township's, a director their people's.

    Nobody's own, and none that an interest keeps its holder from.
    """
    late = consultations.overdue().exclude(barring.holder_is_kept_out()).exclude(holder__in=by.held(Role.ADVISER))
    if by.has_role(Role.JUSTICE_BUREAU):
        return late
    towns, houses = by.held(Role.JUDICIAL_OFFICE), by.held(Role.INSTITUTION_DIRECTOR)
    here = barring.without_interests(consultations.overdue()).filter(village__township__in=towns)
    return late.filter(Q(pk__in=here.order_by().values("pk")) | Q(holder__institution__in=houses))


def late_people(by: Actor) -> QuerySet[Registration]:
    """Whom somebody may nudge now, by their ids."""
    found = Registration.objects.filter(pk__in=late_for(by).order_by().values("holder"))
    return found.select_related("adviser", "institution").order_by("pk")


@standing_column
def may_be_nudged(by: Actor) -> QuerySet:
    """The same, their ids alone."""
    return late_people(by).order_by().values_list("pk")


def nudges_today(people: Iterable[UUID]) -> dict[UUID, Nudge]:
    """Who of them was nudged today already, by whom and when."""
    found = Nudge.objects.filter(registration__in=list(people), on=clock.today()).select_related("nudged_by")
    return {one.registration_id: one for one in found}


def nudges_to_take_back(by: Actor) -> QuerySet[Nudge]:
    """撤回: what somebody has just put out, as long as it has not gone."""
    since = clock.now() - timedelta(seconds=places.rules()["take_back_seconds"])
    return Nudge.objects.filter(nudged_by=by.user_id, nudged_at__gt=since).order_by("nudged_at")


def _of_this_wait(consultation: Consultation) -> QuerySet[Stop]:
    """The stops since the matter was last answered, or since it was asked."""
    since = consultation.answered_at or consultation.asked_at
    return Stop.objects.filter(consultation=consultation, begun_at__gte=since)
