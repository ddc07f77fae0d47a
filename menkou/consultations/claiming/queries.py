"""What is to be claimed, and with which code."""

from datetime import datetime, timedelta

from menkou.consultations.models import Claim, Consultation
from menkou.consultations.rules import codes
from menkou.core import clock
from menkou.core.keys import digest
from menkou.places import queries as places


def claim_code(claim: Claim) -> str:
    """认领码: spelled from the identity with the key file, so that it is shown again and never stored."""
    return codes.spell(digest("claim", str(claim.pk)), codes.CLAIM_LENGTH)


def claim_digest(code: str) -> bytes:
    """What a 认领码 is found by."""
    return digest("claim-code", code)


def waiting_claim_of(consultation: Consultation) -> Claim | None:
    """What its asker has not opened yet and still may."""
    found = Claim.objects.filter(consultation=consultation, claimed_at=None).first()
    return found if found and clock.now() < open_until(found) else None


def open_until(claim: Claim) -> datetime:
    """Until when it may be claimed."""
    return claim.made_at + timedelta(days=places.rules()["days_to_claim"])


def is_claimed(consultation: Consultation) -> bool:
    """Whether its asker has opened it."""
    return Claim.objects.filter(consultation=consultation, claimed_at__isnull=False).exists()
