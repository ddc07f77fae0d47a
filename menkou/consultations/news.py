from dataclasses import dataclass

from menkou.consultations.models import Consultation
from menkou.core.news import News


@dataclass(frozen=True)
class MatterErased(News):
    """What was said in a matter is gone for good, and whatever was sealed beside it."""

    consultation: Consultation
