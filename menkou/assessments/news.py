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
    """结果运用决定了, by a second person: one of kind `deduct` becomes an Adjustment of the subsidies.

    Nothing else follows by itself: a replacement is ordered (assessments.replacing), a notice stands by its days, and a
    rectification is looked at again, each by a person.
    """

    consequence: Consequence
