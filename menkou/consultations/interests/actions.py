"""利害关系: said by the asker or declared by the adviser. Whom it keeps out loses the matter in the same transaction."""

from collections.abc import Sequence

from menkou.advisers.models import Registration
from menkou.consultations import holding, policies
from menkou.consultations.interests import queries, recording, routing
from menkou.consultations.interests.barring import barred_from, is_holder_kept_out
from menkou.consultations.models import Consultation, Declaration, Handover, Interest, Meeting, Opinion
from menkou.consultations.models.meeting import AHEAD
from menkou.consultations.wording import sealing as wording
from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.postings import queries as postings
from menkou.postings.models import STAND_IN

State = Consultation.State
Reason = Handover.Reason


@action(policies.answer, audit="consultation.interest_denied")
def declare_none(*, by: Actor, consultation: Consultation) -> Declaration:
    """没有利害关系: the holder has looked, and nothing ties them or their institution to it; once is enough."""
    consultation = _open(holding.still_held(consultation))
    if found := queries.denial_of(consultation):
        return found
    return _declared(by, consultation, "")


@action(policies.answer, audit="consultation.interest_declared")
def declare(*, by: Actor, consultation: Consultation, kind: str) -> Consultation:
    """有利害关系: the matter leaves the holder and their institution now, for good, whether or not somebody may take it."""
    consultation = _open(holding.still_held(consultation))
    _declared(by, consultation, kind)
    holder = Registration.objects.get(pk=consultation.holder_id)
    facts = {"institution_id": holder.institution_id, "registration": holder, "recorded_by_id": by.user_id}
    _keep_out(consultation, [Interest(kind=kind, **facts)], by)
    return consultation


@action(policies.advise, audit="consultation.interest_declared_in_opinion")
def declare_as_colleague(*, by: Actor, opinion: Opinion, kind: str) -> Consultation:
    """会诊时发现有利害关系: the colleague reads nothing more, and neither they nor their institution may ever have it."""
    consultation = _open(holding.locked(opinion.consultation))
    colleague = Registration.objects.get(pk=opinion.colleague_id)
    facts = {"institution_id": colleague.institution_id, "registration": colleague, "recorded_by_id": by.user_id}
    _keep_out(consultation, [Interest(kind=kind, **facts)], by)
    return consultation


@action(policies.follow_up, audit="consultation.concern_told")
def tell_concern(*, by: Actor, consultation: Consultation, concerns: str) -> Consultation:
    """跟谁有关, told after asking: whom it concerns loses it now. Raises Conflict where it is closed, or has been told."""
    consultation = _open(holding.locked(consultation))
    if routing.said_of(consultation):
        raise Conflict("您已经说过跟谁有关了。还有要说的，写在“接着问”里。")
    found = routing.route(consultation.village, concerns)
    _keep_out(consultation, found.interests if found else [], by, routing.concern_of(concerns))
    return consultation


@action(policies.assign, audit="consultation.assigned")
def assign(*, by: Actor, consultation: Consultation, taker: Registration) -> Handover:
    """指定: the bureau finds somebody for a matter that nobody near may take. Raises Conflict where it is taken."""
    consultation = _open(holding.locked(consultation))
    if not is_holder_kept_out(consultation):
        raise Conflict("这件事刚刚有法律顾问接手了。")
    holding.not_to_oneself(by, taker)
    if not queries.may_be_assigned(consultation).filter(pk=taker.pk).exists():
        raise Conflict("这位法律顾问不能接这件事：有利害关系，或者这几天不在。请换一位。")
    return holding.pass_to(taker.pk, STAND_IN, consultation, Reason.ASSIGNED, by)


def _open(consultation: Consultation) -> Consultation:
    if consultation.state == State.CLOSED:
        raise Conflict(holding.CLOSED)
    return consultation


def _declared(by: Actor, consultation: Consultation, kind: str) -> Declaration:
    return Declaration.objects.create(
        consultation=consultation,
        registration_id=consultation.holder_id,
        kind=kind,
        was_asked_to_check=queries.is_to_be_checked(consultation),
        declared_at=clock.now(),
        declared_by_id=by.user_id,  # type: ignore[misc]  # whoever holds a matter has an account
    )


def _keep_out(consultation: Consultation, interests: Sequence[Interest], by: Actor, concerns: str = "") -> None:
    """Put interests on record, and pass the matter on where they keep its holder out; else tell the bureau."""
    recording.keep_out(consultation, interests, concerns=concerns)
    if not is_holder_kept_out(consultation):
        outbox.withdraw(about=consultation.pk, spare=f"registration:{consultation.holder_id}")  # a colleague's 会诊
        return
    ahead = Meeting.objects.filter(consultation=consultation, state__in=AHEAD)
    ahead.update(state=Meeting.State.CANCELLED)  # with whoever loses it now
    barred = barred_from(consultation)
    duty = postings.on_duty(consultation.village, not_of=barred.institutions, nor=barred.advisers)
    if duty:
        holding.pass_to(*duty, consultation, Reason.CONFLICT, by)
    else:
        outbox.withdraw(about=consultation.pk)
        wording.destroy(consultation)
        recording.ask_bureau(consultation)
