"""Once a minute the worker looks at the installation. What it cannot see, its own death, the web process sees."""

import logging

from menkou.core.reconciler import chore
from menkou.operations import keeping, queries
from menkou.operations.rules.alarms import standing

EVERY_S = 60
log = logging.getLogger("menkou.alarm")


@chore(EVERY_S)
def look_around() -> None:
    """Note what is on, and say what is new in the log too, in case no words go out."""
    for one in keeping.keep(standing(queries.seen(), queries.limits())):
        log.error("an alarm is on", extra={"alarm": one.rule.name})
