"""How a complaint goes on: found locked, held by who deals with it, noted, moved and ended in one place; actions call it."""

from datetime import datetime

from menkou.complaints import queries
from menkou.complaints.models import Complaint, Statement, Step
from menkou.consultations import content, holding
from menkou.core import clock, outbox
from menkou.core.actors import Actor
from menkou.core.errors import Conflict

State, Level = Complaint.State, Complaint.Level
MOVED = "这件投诉刚刚转给别人办了。"
OVER = "这件投诉已经答复或者了结了，请重新打开看。"
NOT_ACCEPTED = "请先受理，再往下办。"


def locked(complaint: Complaint) -> Complaint:
    """The complaint as it is now. Its matter is locked first: whoever erases it goes the same way."""
    matter = holding.locked(complaint.consultation)
    found = Complaint.objects.select_for_update().get(pk=complaint.pk)
    found.consultation = matter
    return found


def still_held(found: Complaint, complaint: Complaint) -> Complaint:
    """Locked, and with whom it was when the policy was asked. Raises Conflict; also where its asker erased the matter."""
    holding.kept(found.consultation)
    if found.level != complaint.level:
        raise Conflict(MOVED)
    if not found.is_open:
        raise Conflict(OVER)
    return found


def accepted(found: Complaint, complaint: Complaint) -> Complaint:
    """As `still_held`, and somebody has accepted it. Raises Conflict."""
    if still_held(found, complaint).state == State.RECEIVED:
        raise Conflict(NOT_ACCEPTED)
    return found


def seal(matter, one: Complaint | Statement, name: str, text: str) -> None:
    """Put words into a row, under the matter's own key; no words are no record."""
    setattr(one, name, content.seal_beside(matter, queries.place_of(one, name), text) if text else None)


def note(complaint: Complaint, what: str, by: Actor, due_at: datetime | None = None) -> None:
    """经过."""
    Step.objects.create(complaint=complaint, what=what, due_at=due_at, taken_at=clock.now(), taken_by_id=by.user_id)


def tell_handler(complaint: Complaint, words: str, key: str) -> None:
    """Words without content to whom it is with; once for each key."""
    township = f"township:{complaint.consultation.village.township_id}"
    to = township if complaint.level == Level.OFFICE else "bureau"
    outbox.send(to=to, words=words, key=key)


def move_to_bureau(found: Complaint, what: str, by: Actor, due_at: datetime | None = None) -> Complaint:
    """From now on the bureau deals with it."""
    found.level = Level.BUREAU
    found.save(update_fields=["level", "answer_due_at"])
    note(found, what, by, due_at)
    tell_handler(found, "有一件投诉转给区司法局办，请登录查看。", f"complaint-bureau:{found.pk}")
    return found


def end(found: Complaint, state: str, what: str, by: Actor) -> Complaint:
    """It is over."""
    found.state, found.ended_at = state, clock.now()
    found.save()
    note(found, what, by)
    return found


def drop(found: Complaint, what: str, by: Actor) -> Complaint:
    """Nobody asks for it any more. What was found stays and counts, or leaning on people would be worth while."""
    return end(found, State.CLOSED if found.outcome else State.WITHDRAWN, what, by)
