from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from menkou.consultations.models import Consultation
from menkou.core.news import News


@dataclass(frozen=True)
class MatterErased(News):
    """What was said in a matter is gone for good, and whatever was sealed beside it."""

    consultation: Consultation


@dataclass(frozen=True)
class PublishingEnded(News):
    """No case may be made of a matter any more, and one that was made is not used: its asker says so, or has to be guarded."""

    consultation: Consultation


@dataclass(frozen=True)
class Answered(News):
    """An answer was given; its asker sees it from a moment on, until when it may be taken back."""

    consultation: Consultation
    message_id: UUID
    visible_at: datetime


@dataclass(frozen=True)
class TakenBack(News):
    """An answer was taken back before its asker saw it."""

    consultation: Consultation
    message_id: UUID


@dataclass(frozen=True)
class Closed(News):
    """A matter has ended, by its holder or by the clock."""

    consultation: Consultation
