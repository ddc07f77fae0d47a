"""What is counted for an assessment: from records that are there already, the same few queries for any number of people.

Every measure answers for all of its subjects at once, with the rows that stand behind each number. Whoever has none is
not among the answers: nothing can be compared.
"""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from menkou.assessments.measuring import engaged, matters, occasions, voices, work
from menkou.assessments.measuring.records import Measured, Records

Measure = Callable[[Records], dict[UUID, Measured]]
MEASURED: Final[dict[tuple[str, str], Measure]] = {
    ("adviser", "meetings"): occasions.meetings,
    ("adviser", "contracts"): occasions.contracts,
    ("adviser", "disputes"): occasions.disputes,
    ("adviser", "answers"): matters.answers,
    ("adviser", "ratings"): matters.ratings,
    ("adviser", "hours"): work.hours,
    ("adviser", "visits"): work.visits,
    ("adviser", "lectures"): work.lectures,
    ("adviser", "pushes"): work.pushes,
    ("adviser", "checks"): work.checks,
    ("adviser", "complaints"): matters.complaints,
    ("adviser", "committee"): voices.committee,
    ("adviser", "survey"): voices.of_advisers,
    ("institution", "survey"): voices.of_institutions,
    ("institution", "checks"): work.checks_of_institutions,
    ("institution", "complaints"): matters.complaints_of_institutions,
    ("institution", "missed"): engaged.missed,
    ("institution", "signed"): engaged.signed,
    ("institution", "filled"): engaged.filled,
    ("village", "told"): occasions.told,
    ("village", "seen"): occasions.answered,
    ("office", "reviewed"): work.reviewed,
}


def measured(subject: str, measure: str, records: Records) -> dict[UUID, Measured]:
    """What a measure counted, by the id of whom. Raises KeyError for one that is not counted of such a subject."""
    return MEASURED[subject, measure](records)
