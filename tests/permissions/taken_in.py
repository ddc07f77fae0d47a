"""A question of the village's group that its asker has not opened yet."""

from menkou.consultations.claiming import queries as claims
from menkou.consultations.models import Claim
from menkou.core.actors import Actor
from menkou.groups import intake
from menkou.groups.models import Stub
from menkou.places.models import Village


def take_in(by: Actor, village: Village) -> tuple[Stub, str]:
    """Its stub, and the code that opens it once."""
    stub = intake.take_once(by=by, village=village, text="群里问一句", form="d" * 32)
    return stub, claims.claim_code(Claim.objects.get(consultation=stub.consultation))
