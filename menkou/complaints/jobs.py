"""投诉的时限: found in the tables by a sweep, so that none is lost and none is reminded of twice."""

from uuid import UUID

from menkou.complaints.models import Complaint
from menkou.complaints.timing import actions, queries
from menkou.core.actors import CLOCK
from menkou.core.jobs import job, live
from menkou.core.reconciler import sweep


@job(queue="default", retry=3)
def urge(*, complaint_id: str) -> None:
    """What its clock has come to; nothing where it was answered meanwhile."""
    actions.urge(by=CLOCK, complaint=Complaint.objects.get(pk=UUID(complaint_id)))


@job(queue="default", retry=3)
def close_quiet(*, complaint_id: str) -> None:
    """到期办结, where nobody has said how it went."""
    actions.close_quiet(by=CLOCK, complaint=Complaint.objects.get(pk=UUID(complaint_id)))


@sweep
def find_deadlines() -> None:
    """Every deadline that has come to a step which is not taken, and every answer that has been left alone."""
    for task, found in ((urge, queries.to_urge()), (close_quiet, queries.to_close())):
        pks = {str(pk) for pk in found}
        for pk in sorted(pks - live(task.task.name, "complaint_id") if pks else ()):
            task.defer(complaint_id=pk)
