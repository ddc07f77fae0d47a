"""What the clock of a complaint has come to, and what of it is not done yet."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from menkou.complaints import queries
from menkou.complaints.models import Complaint, Step
from menkou.core import clock
from menkou.core.actors import Actor
from menkou.places import queries as places

State, Level, What = Complaint.State, Complaint.Level, Step.What
MOST_AT_ONCE = 200


def steps_come(complaint: Complaint, now: datetime) -> list[tuple[str, datetime]]:
    """The steps that its deadlines have come to, each with its deadline, by the district's rules of today."""
    if not complaint.is_open:
        return []
    found: list[tuple[str, datetime]] = []
    due_at = complaint.answer_due_at
    if complaint.state == State.RECEIVED and complaint.reply_due_at <= now:
        found.append((What.REPLY_OVER, complaint.reply_due_at))
    soon = due_at - timedelta(days=places.rules()["days_before_due_to_urge_a_complaint"])
    if soon <= now < due_at:
        found.append((What.SOON, due_at))
    if due_at <= now:
        found.append((What.OVER if complaint.level == Level.OFFICE else What.OVER_BUREAU, due_at))
    return found


def steps_to_take(complaint: Complaint, now: datetime) -> list[tuple[str, datetime]]:
    """Those of them that are not on record."""
    taken = set(Step.objects.filter(complaint=complaint, due_at__isnull=False).values_list("what", "due_at"))
    return [step for step in steps_come(complaint, now) if step not in taken]


def to_urge() -> list[UUID]:
    """Complaints with a step that has come and is not taken, and those that an interest keeps from their office."""
    now = clock.now()
    soon = now + timedelta(days=places.rules()["days_before_due_to_urge_a_complaint"])
    near = Q(answer_due_at__lte=soon) | Q(state=State.RECEIVED, reply_due_at__lte=now)
    is_open = Complaint.objects.filter(state__in=Complaint.OPEN).select_related("consultation")
    found = [one.pk for one in is_open.filter(near).order_by("answer_due_at") if steps_to_take(one, now)]
    return (found + list(queries.kept_from_office().values_list("pk", flat=True)))[:MOST_AT_ONCE]


def to_close() -> list[UUID]:
    """Answered, and the days to say how it went are over."""
    return list(queries.quiet().values_list("pk", flat=True)[:MOST_AT_ONCE])


def to_nudge(by: Actor) -> QuerySet[Complaint]:
    """催办: what an office has not accepted in time, as somebody of the bureau may ask for it; the longest first."""
    late = queries.takeable_by(by).filter(level=Level.OFFICE, state=State.RECEIVED, reply_due_at__lt=clock.now())
    return late.select_related("consultation__village__township").order_by("reply_due_at", "pk")


def nudged_today(complaints: Iterable[UUID]) -> dict[UUID, Step]:
    """Who asked for which of these today."""
    today = clock.start_of(clock.today())
    rows = Step.objects.filter(complaint__in=list(complaints), what=What.NUDGED, taken_at__gte=today)
    return {one.complaint_id: one for one in rows.select_related("taken_by")}
