"""移交: from one adviser to another, by hand or because somebody is away or gone."""

from uuid import UUID

from menkou.advisers.models import Registration
from menkou.consultations import consents, holding, policies, queries
from menkou.consultations.interests import barring
from menkou.consultations.models import Consultation, Handover
from menkou.consultations.passing import queries as team
from menkou.core.actions import action
from menkou.core.actors import CLOCK, Actor
from menkou.core.errors import Conflict
from menkou.places.models import Village
from menkou.postings import queries as postings
from menkou.postings.models import STAND_IN

State = Consultation.State
_pass_to = holding.pass_to


@action(policies.hand_over, audit="consultation.handed_over")
def hand_over(*, by: Actor, consultation: Consultation, reason: str) -> Handover:
    """移交 to the other post. Raises Conflict where there is none, or the matter is closed."""
    consultation = holding.still_held(consultation)
    if consultation.state == State.CLOSED:
        raise Conflict(holding.CLOSED)
    other = queries.taker_of(consultation)
    if other is None:
        raise Conflict("这个村现在没有另一位法律顾问在岗，或者在岗的有利害关系，没法移交。请联系司法所。")
    if reason == Handover.Reason.CONFLICT and _is_of_one_house(consultation.holder_id, other.registration_id):
        raise Conflict("另一位法律顾问和您在同一家机构，也不能接。请打开“有利害关系，不能办”，由区司法局另找人。")
    return _pass_to(other.registration_id, other.post, consultation, reason, by)


def _is_of_one_house(holder: UUID, taker: UUID) -> bool:
    """Whoever gives a matter up for an interest keeps their whole institution from it."""
    houses = Registration.objects.filter(pk__in=(holder, taker)).values_list("institution", flat=True)
    return len(set(houses)) == 1


@action(policies.hand_over, audit="consultation.handed_over_to_team")
def hand_over_to(*, by: Actor, consultation: Consultation, taker: Registration, reason: str) -> Handover:
    """移交 to somebody of the team who suits it better. To whoever holds no post of the village only where its asker agreed.

    Raises Conflict for whom an interest keeps out, who is away, and where the matter is closed.
    """
    consultation = holding.still_held(consultation)
    if consultation.state == State.CLOSED:
        raise Conflict(holding.CLOSED)
    if reason == Handover.Reason.CONFLICT:
        raise Conflict("有利害关系的，请回到这件事，打开“有利害关系，不能办”。")
    if not team.near(consultation).filter(pk=taker.pk).exists():
        raise Conflict("这位顾问现在不能接：有利害关系，或者这几天不在。请换一位。")
    post = team.post_in(consultation, taker)
    if post is None and not consultation.may_hand_over:
        raise Conflict(holding.NOT_AGREED)
    return _pass_to(taker.pk, post or STAND_IN, consultation, reason, by)


@action(policies.follow_up, audit="consultation.handover_agreed")
def agree_to_hand_over(*, by: Actor, consultation: Consultation) -> Consultation:
    """同意由新顾问接手: the asker lets whoever is on duty now read what was said. Raises Conflict where it is closed."""
    consultation = holding.kept(consultation)
    if consultation.state == State.CLOSED:
        raise Conflict(holding.CLOSED)
    consultation.may_hand_over = True
    consultation.save(update_fields=["may_hand_over"])
    consents.note(consultation, hand_over=True)
    _offer(consultation)
    return consultation


@action(policies.pass_on, audit="consultation.offered_to_new_holders", when=bool)
def offer_to_new_holders(*, by: Actor, village: Village) -> int:
    """岗位变动或请假: open matters of those who left or are away pass to who is on duty, where the asker agreed.

    Returns how many did.
    """
    still_open = Consultation.objects.filter(village=village).exclude(state=Consultation.State.CLOSED)
    return sum(_offer(one) for one in still_open.order_by("pk").select_for_update())


@action(policies.urge, audit="consultation.passed_on_late", when=bool)
def pass_on_late(*, by: Actor, consultation: Consultation) -> Handover | None:
    """超时转岗: to the other post, where the asker agreed; None where nobody may take it."""
    other = queries.taker_of(consultation) if consultation.may_hand_over else None
    if other is None:
        return None
    words = "有一条咨询到时限没有答复，已经转给同村的另一位顾问。"
    holding.tell_holder(consultation, words, f"passed-on-late:{consultation.pk}:{consultation.due_at.timestamp()}")
    return _pass_to(other.registration_id, other.post, consultation, Handover.Reason.LATE, by)


@action(policies.seek_help, audit="consultation.passed_on_as_asked")
def pass_on_as_asked(*, by: Actor, consultation: Consultation) -> Handover:
    """换人问: to the other post, because the asker says so. Raises Conflict where there is nobody."""
    other = queries.taker_of(consultation)
    if other is None:
        raise Conflict("这个村现在没有另一位法律顾问可以换。可以点“告诉司法所”。")
    return _pass_to(other.registration_id, other.post, consultation, Handover.Reason.ASKED_FOR, by)


@action(policies.seek_help, audit="consultation.offered_again", when=bool)
def offer_again(*, by: Actor, consultation: Consultation) -> bool:
    """重新打开以后: whoever is on duty answers, where its holder is away, gone or stood in; and the asker agreed."""
    return _offer(consultation, also_from_stand_in=True)


def _offer(consultation: Consultation, *, also_from_stand_in: bool = False) -> bool:
    """Whether it passed to somebody, or stays with its holder in another part."""
    is_kept_out = barring.is_holder_kept_out(consultation)  # then it goes on whatever the asker agreed to
    stays = queries.may_go_on(consultation) and not (also_from_stand_in and consultation.post == STAND_IN)
    if not (consultation.may_hand_over or is_kept_out) or stays:
        return False
    barred = barring.barred_from(consultation)
    duty = postings.on_duty(consultation.village, not_of=barred.institutions, nor=barred.advisers)
    if duty is None:
        return False
    if duty[0] == consultation.holder_id:  # their post here has ended, and it is they who stand in
        consultation.post = duty[1]
        consultation.save(update_fields=["post"])
        return True
    reason = Handover.Reason.AWAY if queries.is_served(consultation) else Handover.Reason.POST_ENDED
    _pass_to(*duty, consultation, Handover.Reason.CONFLICT if is_kept_out else reason, CLOCK)
    return True
