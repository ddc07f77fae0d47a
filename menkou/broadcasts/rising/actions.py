"""起草风险提示 from a rise; what follows is the way of every notice."""

from menkou.broadcasts import actions as notices
from menkou.broadcasts import policies
from menkou.broadcasts.models import Notice, Rise
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.rows import insert


@action(policies.write, audit="broadcast.warning_begun", when=bool)
def warn(*, by: Actor, notice: Notice, rise: Rise) -> bool:
    """起草, once for its id, and what it was begun from. Returns whether it was not there yet. Raises Invalid."""
    if not notices.draft(by=by, notice=notice):
        return False
    rise.notice = notice
    insert(rise)
    return True
