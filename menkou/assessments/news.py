"""What others hear of an assessment."""

from dataclasses import dataclass

from menkou.assessments.models import Consequence, Cycle
from menkou.core.news import News


@dataclass(frozen=True)
class Locked(News):
    """锁定: grades and coefficients of a half-year hold from now on."""

    cycle: Cycle


@dataclass(frozen=True)
class Decided(News):
    """结果运用决定了: a deduction is to be taken off, a replacement to be ordered."""

    consequence: Consequence
