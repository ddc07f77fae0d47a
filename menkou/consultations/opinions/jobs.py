"""会诊 that is over: found by a sweep and marked so, for good."""

from menkou.consultations.opinions import actions, queries
from menkou.core.actors import CLOCK
from menkou.core.reconciler import sweep

MOST_AT_ONCE = 200


@sweep
def end_what_is_over() -> None:
    """Its days are over, its matter is closed or went on, or its holder or colleague may have nothing to do with it."""
    for opinion in queries.over()[:MOST_AT_ONCE]:
        actions.end(by=CLOCK, opinion=opinion)
