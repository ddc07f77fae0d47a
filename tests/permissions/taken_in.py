"""A question of the village's group that its asker has not opened yet, a meeting that is proposed, a note and a phrase."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Model

from menkou.consultations.claiming import queries as claims
from menkou.consultations.meeting import actions as meeting
from menkou.consultations.models import Claim, Consultation, Meeting
from menkou.consultations.notes import actions as notes
from menkou.core.actors import Actor
from menkou.core.clock import now
from menkou.groups import intake
from menkou.groups.models import Stub
from menkou.places.models import Village


def take_in(by: Actor, village: Village) -> tuple[Stub, str]:
    """Its stub, and the code that opens it once."""
    stub = intake.take_once(by=by, village=village, text="群里问一句", form="d" * 32)
    return stub, claims.claim_code(Claim.objects.get(consultation=stub.consultation))


def meet(by: Actor, consultation: Consultation) -> Meeting:
    """A meeting in a week that waits for the asker's word."""
    facts = {"place": "village", "begins_at": now() + timedelta(days=7), "minutes": 30, "is_agreed": False}
    return meeting.propose(by=by, consultation=consultation, **facts)


def jot(by: Actor, consultation: Consultation) -> tuple[UUID, UUID]:
    """A note of the matter's holder, and a phrase of theirs."""
    said = {"text": "先查合同", "form": "e" * 32, "is_for_hand_over": False}
    note = notes.note(by=by, consultation=consultation, **said)
    return note, notes.keep_phrase(by=by, owner=consultation.holder, text="先别签字。").pk


def around(by: Actor, asked: Consultation) -> tuple[dict[str, Model], dict[str, str]]:
    """What stands around a matter: things by name, and words that are sent to doors."""
    stub, code = take_in(by, asked.village)
    meeting = meet(by, asked)
    asked.meeting = meeting.pk  # for the addresses of what hangs on it
    asked.note, asked.phrase = jot(by, asked)
    return {"stub": stub, "meeting": meeting}, {"claim": code}
