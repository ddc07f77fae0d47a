"""What a clock does by itself: deadlines are urged, stopped clocks run again. Found in the tables, whatever was lost."""

from uuid import UUID

from menkou.consultations.models import Consultation
from menkou.consultations.timing import actions, queries
from menkou.core.actors import CLOCK
from menkou.core.jobs import job, live
from menkou.core.reconciler import sweep


@job(queue="default", retry=3)
def urge(*, consultation_id: str) -> None:
    """催办: what its deadline has come to; nothing where it was answered meanwhile."""
    actions.urge(by=CLOCK, consultation=Consultation.objects.get(pk=UUID(consultation_id)))


@job(queue="default", retry=3)
def start_clock(*, consultation_id: str) -> None:
    """恢复计时, where the day has come."""
    actions.start_clock(by=CLOCK, consultation=Consultation.objects.get(pk=UUID(consultation_id)))


@sweep
def find_deadlines() -> None:
    """Every deadline that has come to a step which is not taken is to be urged."""
    found = {str(pk) for pk in queries.to_urge()}
    for pk in sorted(found - live(urge.task.name, "consultation_id") if found else ()):
        urge.defer(consultation_id=pk)


@sweep
def find_stops_that_are_over() -> None:
    """Every clock that stood still till a day which has come is to run again."""
    found = {str(pk) for pk in queries.stops_over().values_list("pk", flat=True)[: queries.MOST_AT_ONCE]}
    for pk in sorted(found - live(start_clock.task.name, "consultation_id") if found else ()):
        start_clock.defer(consultation_id=pk)
