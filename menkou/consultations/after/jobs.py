"""回访: found by a sweep, so that none is lost and none is asked twice."""

from uuid import UUID

from menkou.consultations.after import actions, queries
from menkou.consultations.models import Consultation
from menkou.core.actors import CLOCK
from menkou.core.jobs import job, live
from menkou.core.reconciler import sweep


@job(queue="default", retry=3)
def plan_revisits(*, consultation_id: str) -> None:
    """Ask what became of it, where that is due now."""
    actions.plan_revisits(by=CLOCK, consultation=Consultation.objects.get(pk=UUID(consultation_id)))


@sweep
def find_revisits() -> None:
    """Every ended matter with a revisit whose day has come."""
    found = {str(pk) for pk in queries.to_revisit()}
    for pk in sorted(found - live(plan_revisits.task.name, "consultation_id") if found else ()):
        plan_revisits.defer(consultation_id=pk)
