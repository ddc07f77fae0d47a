from menkou.core.actors import CLOCK
from menkou.core.reconciler import sweep
from menkou.inspections import actions, queries


@sweep
def tell_what_had_to_wait() -> None:
    """推迟的告知到期: sent by itself, whoever would rather not."""
    for inspection in queries.to_tell()[:200]:
        actions.tell(by=CLOCK, inspection=inspection)
