"""What a clock does to a complaint: reminds, moves it to the bureau, ends it. Each step once, by the sweep."""

from datetime import datetime

from menkou.complaints import course, policies, queries
from menkou.complaints.models import Complaint, Step
from menkou.complaints.news import ComplaintClosed
from menkou.complaints.timing import queries as timing
from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.core.news import announce
from menkou.places import queries as places

State, Level, What = Complaint.State, Complaint.Level, Step.What
SOON = "有一件投诉快到答复时限了，请登录办理。"
NUDGED = "区司法局催办一件投诉：过了先回复的时限，请今天登录受理。"
IN_TIME = "这件投诉没有超时，或者已经受理了，不用催。"
REPLY_OVER = "有一件投诉过了先回复的时限，还没有受理，请登录查看。"
OVER = "有一件投诉过了答复时限，还没有答复，请登录查看。"


@action(policies.keep_time, audit="complaint.urged", when=bool)
def urge(*, by: Actor, complaint: Complaint) -> list[str]:
    """催办: the steps that its clock has come to, each once; over the office's limit, the bureau has it. Which they were."""
    found, done = course.locked(complaint), []
    if found.is_open and found.level == Level.OFFICE and queries.is_kept_from_office(found):
        course.move_to_bureau(found, What.KEPT_OUT, by)
        done.append(str(What.KEPT_OUT))
    for step, due_at in timing.steps_to_take(found, clock.now()):
        _take(found, step, due_at, by)
        done.append(step)
    return done


@action(policies.nudge, audit="complaint.nudged", when=bool)
def nudge(*, by: Actor, complaint: Complaint) -> bool:
    """催办 of the office; False where somebody has today. Raises Conflict where it has accepted it, or is in time."""
    found = course.locked(complaint)
    if not timing.to_nudge(by).filter(pk=found.pk).exists():
        raise Conflict(IN_TIME)
    if timing.nudged_today([found.pk]):
        return False
    course.note(found, What.NUDGED, by)
    course.tell_handler(found, NUDGED, f"complaint-nudged:{found.pk}:{clock.today()}")
    return True


@action(policies.keep_time, audit="complaint.closed_by_time", when=bool)
def close_quiet(*, by: Actor, complaint: Complaint) -> bool:
    """到期办结: answered, and nobody has said how it went. Returns whether it was closed."""
    found = course.locked(complaint)
    if not queries.quiet().filter(pk=found.pk).exists():
        return False
    announce(ComplaintClosed(course.end(found, State.CLOSED, What.QUIET, by)))
    return True


@action(policies.keep_time, audit="complaint.ended_with_its_matter", when=bool)
def end_erased(*, by: Actor, complaint: Complaint) -> bool:
    """What was said is gone, and the complaint with it; one that was answered keeps its outcome. Whether it ran."""
    found = course.locked(complaint)
    if found.state not in Complaint.RUNNING:
        return False
    if course.drop(found, What.ERASED, by).state == State.CLOSED:
        announce(ComplaintClosed(found))
    return True


def _take(found: Complaint, step: str, due_at: datetime, by: Actor) -> None:
    key = f"complaint-{step}:{found.pk}:{due_at.timestamp()}"
    if step == What.SOON:
        course.tell_handler(found, SOON, key)
    elif step == What.OVER:
        days = places.rules()["working_days_to_answer_a_complaint"]
        found.answer_due_at = places.due(clock.now(), days)
        course.move_to_bureau(found, What.OVER, by, due_at)
        return
    else:
        words = REPLY_OVER if step == What.REPLY_OVER else OVER
        outbox.send(to="bureau", words=words, key=key)
        if step == What.OVER_BUREAU:
            outbox.send(to="auditor", words=words, key=f"{key}:auditor")
    course.note(found, step, by, due_at)
