"""What is true of consultations, a file to a subject."""

from menkou.consultations.models.after import Rating
from menkou.consultations.models.claiming import Claim
from menkou.consultations.models.consent import Consent
from menkou.consultations.models.matter import Consultation, reference
from menkou.consultations.models.meeting import Meeting, Spoken
from menkou.consultations.models.notes import Note, Phrase
from menkou.consultations.models.passing import Handover
from menkou.consultations.models.said import CaseKey, Message
from menkou.consultations.models.tries import WrongTry
from menkou.consultations.models.viewing import Viewing

__all__ = [
    "CaseKey",
    "Claim",
    "Consent",
    "Consultation",
    "Handover",
    "Meeting",
    "Message",
    "Note",
    "Phrase",
    "Rating",
    "Spoken",
    "Viewing",
    "WrongTry",
    "reference",
]
