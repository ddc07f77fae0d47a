"""认领: an adviser writes down what somebody asked elsewhere; its asker opens it once, and it is theirs."""

from datetime import timedelta
from uuid import UUID

from uuid_utils.compat import uuid7

from menkou.consultations import consents, content, policies
from menkou.consultations.actions import NOBODY, pickup_code
from menkou.consultations.claiming import queries
from menkou.consultations.models import Claim, Consultation, WrongTry
from menkou.consultations.pickup import slowing
from menkou.consultations.rules import codes
from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor, Role
from menkou.core.errors import Conflict
from menkou.core.keys import digest
from menkou.places import queries as places
from menkou.places.models import District, Village
from menkou.postings import queries as postings


@action(policies.take_in, audit="consultation.taken_in")
def take_in(*, by: Actor, village: Village, text: str, form: str) -> Consultation:
    """接进来: a matter that its asker has not opened yet, held by who wrote it down. Raises Conflict without a post.

    Its asker has agreed to nothing, so that it passes to nobody else before they have. A form that has been sent before
    breaks the constraint a_form_asks_once.
    """
    mine = postings.held_by(by.held(Role.ADVISER)).filter(village=village).first()
    if mine is None:
        raise Conflict(NOBODY)
    taken_at = clock.now()
    consultation = Consultation(
        village=village,
        holder_id=mine.registration_id,
        post=mine.post,
        may_hand_over=False,
        asked_at=taken_at,
        due_at=places.due(taken_at, places.rules()["answer_within_working_days"]),
        once_digest=digest("once", form),
        asked_digest=digest("asked", form, village.code, text, "taken-in"),
    )
    consultation.code_digest = digest("pickup-code", pickup_code(consultation))
    content.lay_down(consultation, text)
    _hand_out(consultation, by.user_id)
    return consultation


@action(policies.claim, audit="consultation.claimed", when=bool)
def claim(*, by: Actor, district: District, typed: str, may_hand_over: bool) -> Consultation | None:
    """认领: the matter is this browser's from now on, and the code opens nothing any more. None for a wrong one.

    Raises TooSoon after too many wrong tries.
    """
    slowing.slow_down(by, "这个码")
    code, days = codes.tidy(typed, codes.CLAIM_LENGTH), places.rules()["days_to_claim"]
    open_since = clock.now() - timedelta(days=days)
    waiting = Claim.objects.select_for_update().filter(claimed_at=None, made_at__gt=open_since)
    found = waiting.filter(digest=queries.claim_digest(code)).first() if code else None
    if found is None:
        WrongTry.objects.create(device_digest=by.device or b"", address_digest=by.address or b"", tried_at=clock.now())
        return None
    found.claimed_at = clock.now()
    found.save(update_fields=["claimed_at"])
    consultation = Consultation.objects.select_for_update().get(pk=found.consultation_id)
    consultation.device_digest, consultation.may_hand_over = by.device, may_hand_over
    consultation.save(update_fields=["device_digest", "may_hand_over"])
    consents.note(consultation, content=True, hand_over=may_hand_over)
    return consultation


def _hand_out(consultation: Consultation, user_id: UUID | None) -> Claim:
    made = Claim(pk=uuid7(), consultation=consultation, made_at=clock.now(), made_by_id=user_id)
    made.digest = queries.claim_digest(queries.claim_code(made))
    made.save(force_insert=True)
    return made
