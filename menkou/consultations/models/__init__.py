"""What is true of consultations, a file to a subject."""

from menkou.consultations.models.after import Concern, Rating, Reopening, Revisit
from menkou.consultations.models.arranging import Arrangement
from menkou.consultations.models.asking import Asking
from menkou.consultations.models.calling import CallBack
from menkou.consultations.models.claiming import Claim
from menkou.consultations.models.consent import Consent
from menkou.consultations.models.draft import Draft
from menkou.consultations.models.enclosed import Enclosure, Piece
from menkou.consultations.models.interests import DECLARED, Declaration, Interest
from menkou.consultations.models.matter import Consultation, reference
from menkou.consultations.models.meeting import Meeting, Spoken
from menkou.consultations.models.notes import Note, Phrase
from menkou.consultations.models.opinion import Opinion
from menkou.consultations.models.parties import Party
from menkou.consultations.models.passing import Handover
from menkou.consultations.models.reading import Reading
from menkou.consultations.models.referring import Referral, Target
from menkou.consultations.models.reviewing import CopiedText, ReviewCopy
from menkou.consultations.models.said import CaseKey, Message
from menkou.consultations.models.secret import Secret
from menkou.consultations.models.timing import Nudge, Stop, Urging
from menkou.consultations.models.tries import WrongTry
from menkou.consultations.models.viewing import Viewing
from menkou.consultations.models.wording import Wording

__all__ = [
    "Arrangement",
    "Asking",
    "CallBack",
    "CaseKey",
    "Claim",
    "Concern",
    "Consent",
    "Consultation",
    "CopiedText",
    "DECLARED",
    "Declaration",
    "Draft",
    "Enclosure",
    "Handover",
    "Interest",
    "Meeting",
    "Message",
    "Note",
    "Nudge",
    "Opinion",
    "Phrase",
    "Party",
    "Piece",
    "Rating",
    "Reading",
    "Referral",
    "Reopening",
    "ReviewCopy",
    "Revisit",
    "Secret",
    "Spoken",
    "Stop",
    "Target",
    "Urging",
    "Viewing",
    "Wording",
    "WrongTry",
    "reference",
]
