"""请司法所安排: to another institution, by an office that sees a reference and a reason, and no word of the matter."""

from menkou.advisers.models import Registration
from menkou.consultations import holding, policies
from menkou.consultations.arranging import queries
from menkou.consultations.interests import barring
from menkou.consultations.models import Arrangement, Consultation, Handover
from menkou.consultations.passing import queries as passing
from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.postings.models import STAND_IN

SETTLED = "这一件已经安排好了，或者不用安排了。"


@action(policies.hand_over, audit="arrangement.asked")
def ask(*, by: Actor, consultation: Consultation, reason: str) -> Arrangement:
    """请司法所安排; asking twice asks once. Raises Conflict where the asker has not agreed to another adviser."""
    consultation = holding.still_held(consultation)
    if consultation.state == Consultation.State.CLOSED:
        raise Conflict(holding.CLOSED)
    if not consultation.may_hand_over:
        raise Conflict(holding.NOT_AGREED)
    if found := queries.asked_about(consultation):
        return found
    facts = {"reason": reason, "asked_at": clock.now(), "asked_by_id": by.user_id}
    asked = Arrangement.objects.create(consultation=consultation, holder_id=consultation.holder_id, **facts)
    words = "有一条咨询请您安排别家机构的顾问，请登录查看“待安排”。"
    outbox.send(to=barring.overseer_of(consultation), words=words, key=f"arrangement:{asked.pk}")
    return asked


@action(policies.arrange, audit="arrangement.settled")
def settle(*, by: Actor, arrangement: Arrangement, taker: Registration) -> Handover:
    """安排: it passes to somebody of another institution. Raises Conflict where it moved on, or they may not have it."""
    consultation = holding.kept(arrangement.consultation)
    found = queries.waiting().filter(pk=arrangement.pk).first()
    if found is None or found.holder_id != consultation.holder_id:
        raise Conflict(SETTLED)
    if not consultation.may_hand_over:
        raise Conflict(holding.NOT_AGREED)
    holding.not_to_oneself(by, taker)
    if not queries.may_take(found).filter(pk=taker.pk).exists():
        raise Conflict("这位法律顾问不能接这件事：有利害关系，或者这几天不在。请换一位。")
    Arrangement.objects.filter(pk=found.pk).update(settled_at=clock.now(), settled_by=by.user_id)
    post = passing.post_in(consultation, taker) or STAND_IN
    return holding.pass_to(taker.pk, post, consultation, Handover.Reason.ARRANGED, by)
