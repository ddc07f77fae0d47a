"""Who holds a matter now: found locked, told, and changed in this one place."""

from uuid import UUID

from menkou.advisers.models import Registration
from menkou.consultations.interests import barring
from menkou.consultations.models import Consultation, Handover, Opinion
from menkou.consultations.reviewing import sealing as copies
from menkou.consultations.wording import sealing as wording
from menkou.core import clock, outbox
from menkou.core.actors import Actor, Role
from menkou.core.errors import Conflict

CLOSED = "这件事已经办结了。"
ERASED = "提问的人已经删掉了这件事的内容。"
NOT_AGREED = "提问的人没有同意别的顾问接着看。请先问过本人：他在手机上“我的数据”里点“同意”以后，再来办。"
MOVED = "这件事刚刚移交给了另一位法律顾问。"


class TakenBack(Conflict):
    """The same form has answered, and its answer was taken back since: a phone that never heard so sends it again."""

    def __init__(self) -> None:
        super().__init__("这一条撤回过，没有再送。还要送的话，请再点一次。")


def locked(consultation: Consultation) -> Consultation:
    """The matter as it is now, and nobody else's till the transaction ends."""
    # without joins: PostgreSQL finds no row for whoever waited while the other one changed the holder
    return Consultation.objects.select_for_update().get(pk=consultation.pk)


def kept(consultation: Consultation) -> Consultation:
    """Locked. Raises Conflict where its asker erased what was said."""
    found = locked(consultation)
    if found.erased_at is not None:
        raise Conflict(ERASED)
    return found


def still_held(consultation: Consultation) -> Consultation:
    """Locked. Raises Conflict where it was handed over after the policy had been asked, or its asker erased it."""
    found = kept(consultation)
    if found.holder_id != consultation.holder_id:
        raise Conflict(MOVED)
    return found


def not_to_oneself(by: Actor, taker: Registration) -> None:
    """An officer who is an adviser as well gives no matter to themselves to read. Raises Conflict."""
    if by.holds(Role.ADVISER, taker.pk):
        raise Conflict("不能安排给自己，请选别的法律顾问，或者请同事来安排。")


def tell_holder(consultation: Consultation, words: str, key: str) -> None:
    """Send words without content to whoever has the matter now; once for each key. To nobody whom an interest keeps out."""
    if not barring.is_holder_kept_out(consultation):
        tell_new_holder(consultation, words, key)


def tell_new_holder(consultation: Consultation, words: str, key: str) -> None:
    """The same to somebody who was found free of interests this moment."""
    outbox.send(to=f"registration:{consultation.holder_id}", words=words, key=key, about=consultation.pk)


def pass_to(taker_id: UUID, post: str, consultation: Consultation, reason: str, by: Actor) -> Handover:
    """Somebody else has it from now on; on record, and they are told without content."""
    wording.destroy(consultation)
    copies.end_proposed(consultation)
    asked = Opinion.objects.filter(consultation=consultation, state__in=[Opinion.State.ASKED, Opinion.State.OPEN])
    asked.update(state=Opinion.State.ENDED, ended_at=clock.now())  # for good, also where the matter comes back
    giver_id, consultation.holder_id = consultation.holder_id, taker_id
    consultation.post, consultation.read_at = post, None
    consultation.save(update_fields=["holder", "post", "read_at"])
    handover = Handover.objects.create(
        consultation=consultation,
        giver_id=giver_id,
        taker_id=taker_id,
        reason=reason,
        handed_at=clock.now(),
        handed_by_id=by.user_id,
    )
    if reason == Handover.Reason.CONFLICT:
        outbox.withdraw(about=consultation.pk)
    tell_new_holder(consultation, "有一条咨询移交给您了，请登录查看。", f"handed-over:{handover.pk}")
    return handover
