"""What others hear of a complaint."""

from dataclasses import dataclass

from menkou.complaints.models import Complaint
from menkou.core.news import News


@dataclass(frozen=True)
class ComplaintClosed(News):
    """办结了: it was answered and is over, with its outcome."""

    complaint: Complaint
