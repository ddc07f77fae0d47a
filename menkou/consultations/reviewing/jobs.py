"""评查副本 whose days are over: found by a sweep and destroyed."""

from menkou.consultations.reviewing import actions, queries
from menkou.core.actors import CLOCK
from menkou.core.reconciler import sweep

MOST_AT_ONCE = 200


@sweep
def end_copies_that_are_over() -> None:
    """Kept for the district's number of days, and no longer."""
    for copy in queries.over()[:MOST_AT_ONCE]:
        actions.end_over(by=CLOCK, copy=copy)
