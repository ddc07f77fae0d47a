"""约见、口头答复: the answer that is given face to face or by telephone, and put on record as such."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from menkou.consultations import actions as consultations
from menkou.consultations import holding, policies
from menkou.consultations.calling import sealing
from menkou.consultations.meeting import queries
from menkou.consultations.models import Consultation, Meeting, Spoken
from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.core.keys import digest
from menkou.places import queries as places

State = Meeting.State
HOW = {Spoken.How.PHONE: "电话里答复过了。", Spoken.How.MET: "当面答复过了。"}
OVER = "这次约见已经有结果了，或者改过了。请看最新的。"


@action(policies.answer, audit="meeting.proposed")
def propose(
    *, by: Actor, consultation: Consultation, place: str, begins_at: datetime, minutes: int, is_agreed: bool
) -> Meeting:
    """约见: the asker says yes or no on the thread; agreed at once where that was settled by telephone.

    A new proposal takes the place of the last. Raises Conflict for a time that is over, too far ahead, or taken.
    """
    consultation = holding.still_held(consultation)
    if consultation.state == Consultation.State.CLOSED:
        raise Conflict(holding.CLOSED)
    _refuse_the_impossible(begins_at)
    ends_at, holder = begins_at + timedelta(minutes=minutes), consultation.holder_id
    Meeting.objects.filter(consultation=consultation, state__in=queries.AHEAD).update(state=State.CANCELLED)
    if queries.is_on_leave(holder, begins_at, ends_at):
        raise Conflict("那时候您在请假。请换个时间，或者先取消请假。")
    if queries.is_taken(holder, begins_at, ends_at):
        raise Conflict("那时候您已经约了别人。请换个时间。")
    state = State.AGREED if is_agreed else State.PROPOSED
    facts = {"place": place, "begins_at": begins_at, "ends_at": ends_at, "state": state}
    try:
        with transaction.atomic():
            return Meeting.objects.create(
                consultation=consultation,
                registration_id=holder,
                proposed_at=clock.now(),
                proposed_by_id=by.user_id,
                **facts,
            )
    except IntegrityError as error:  # two of the adviser's own pages at one moment
        raise Conflict("那时候您刚刚约了别人。请换个时间。") from error


@action(policies.attend, audit="meeting.agreed")
def agree(*, by: Actor, meeting: Meeting) -> Meeting:
    """好，我去. Saying so twice says it once. Raises Conflict where it was moved or is over."""
    found = _locked(meeting)
    if found.state == State.AGREED:
        return found
    if found.state != State.PROPOSED or found.begins_at <= clock.now():
        raise Conflict(OVER)
    words = "有一次约见，对方答应了，请登录查看。"
    return _settle(found, State.AGREED, words)


@action(policies.attend, audit="meeting.declined")
def decline(*, by: Actor, meeting: Meeting) -> Meeting:
    """那时候没空: also after having agreed. Raises Conflict where it is over."""
    found = _locked(meeting)
    if found.state == State.DECLINED:
        return found
    if not found.is_ahead or found.begins_at <= clock.now():
        raise Conflict(OVER)
    return _settle(found, State.DECLINED, "有一次约见，对方那时候没空，请登录再约。")


@action(policies.keep_meeting, audit="meeting.cancelled")
def cancel(*, by: Actor, meeting: Meeting) -> Meeting:
    """取消约见, by whoever holds the matter."""
    found = _locked(meeting)
    if not found.is_ahead:
        raise Conflict(OVER)
    return _settle(found, State.CANCELLED)


@action(policies.keep_meeting, audit="meeting.missed")
def miss(*, by: Actor, meeting: Meeting) -> Meeting:
    """没见成: it was agreed, and they did not meet. Raises Conflict before it was to begin."""
    found = _locked(meeting)
    if not found.is_ahead or found.begins_at > clock.now():
        raise Conflict(OVER)
    return _settle(found, State.MISSED)


@action(policies.answer, audit="consultation.answered_in_person")
def record_spoken(
    *, by: Actor, consultation: Consultation, how: str, minutes: int, text: str, form: str, meeting: Meeting | None
) -> Spoken:
    """口头答复: counts as an answer, and the thread says so; the words, if any, are sealed like any others.

    A form sent twice records once. Raises Conflict where the matter is closed, or the meeting has its outcome.
    """
    consultation, once = holding.still_held(consultation), digest("spoken", form)
    if found := queries.recorded_with(once):
        return found
    if meeting is not None:
        found_meeting = _locked(meeting)
        if not found_meeting.is_ahead or found_meeting.consultation_id != consultation.pk:
            raise Conflict(OVER)
        _settle(found_meeting, State.MET)
    said = HOW[Spoken.How(how)] + (f"\n{text}" if text else "")
    consultations.answer(by=by, consultation=consultation, text=said, form=form)
    sealing.note_call(consultation, is_reached=True)  # whoever was spoken to needs no call back
    return Spoken.objects.create(
        consultation=consultation,
        registration_id=consultation.holder_id,
        meeting=meeting,
        how=how,
        minutes=minutes,
        given_at=clock.now(),
        recorded_by_id=by.user_id,
        once_digest=once,
    )


def _refuse_the_impossible(begins_at: datetime) -> None:
    days = places.rules()["days_to_meet"]
    if begins_at <= clock.now():
        raise Conflict("这个时间已经过了。请选以后的时间。")
    if begins_at > clock.now() + timedelta(days=days):
        raise Conflict(f"最多约到 {days} 天以内。")


def _locked(meeting: Meeting) -> Meeting:
    """As it is now. The matter is locked before it, in the order in which every other action locks."""
    Consultation.objects.select_for_update().get(pk=meeting.consultation_id)
    return Meeting.objects.select_for_update().get(pk=meeting.pk)


def _settle(meeting: Meeting, state: str, words: str = "") -> Meeting:
    meeting.state = state
    meeting.save(update_fields=["state"])
    if words:
        to, key = f"registration:{meeting.registration_id}", f"meeting:{state}:{meeting.pk}"
        outbox.send(to=to, words=words, key=key, about=meeting.consultation_id)
    return meeting
