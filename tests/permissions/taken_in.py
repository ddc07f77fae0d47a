"""A question of the village's group that its asker has not opened yet, and a meeting that is agreed."""

from datetime import timedelta

from menkou.consultations.claiming import queries as claims
from menkou.consultations.meeting import actions as meeting
from menkou.consultations.models import Claim, Consultation, Meeting
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
