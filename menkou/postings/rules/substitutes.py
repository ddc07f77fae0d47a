"""替班 by the numbers that a district sets: which rule `b_kinds` and `b_shares_speciality` stand for.

    b_kinds 1               B is a lawyer or a legal service worker, whoever is on A: a trainee does not practise alone
    b_kinds 2               the same, and a lawyer's B is a lawyer
    b_shares_speciality 1   of what a village needs most, one of the two knows something
    b_shares_speciality 2   B does

Nothing is asked of B by default: no source says more than that a replacement stands in at once.
"""

from collections.abc import Mapping
from typing import Literal

from menkou.postings.rules.district import StandIn

LAWYER, WORKER = "lawyer", "legal_service_worker"
KINDS = (LAWYER, WORKER, "trainee", "other")
PRACTISING = frozenset((LAWYER, WORKER))
ANYBODY: dict[str, frozenset[str]] = {}
KINDS_OF_B = (
    ANYBODY,
    dict.fromkeys(KINDS, PRACTISING),
    dict.fromkeys(KINDS, PRACTISING) | {LAWYER: frozenset((LAWYER,))},
)
KNOWS: tuple[Literal["", "one", "B"], ...] = ("", "one", "B")


def rule(numbers: Mapping[str, int]) -> StandIn:
    """What the district asks of B."""
    return StandIn(KINDS_OF_B[numbers["b_kinds"]], KNOWS[numbers["b_shares_speciality"]])
