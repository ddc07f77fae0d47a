"""What others hear of an assessment."""

from dataclasses import dataclass

from menkou.assessments.models import Cycle
from menkou.core.news import News


@dataclass(frozen=True)
class Locked(News):
    """锁定: grades and coefficients of a half-year hold from now on."""

    cycle: Cycle
