"""等我处理, as the page shows it."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from menkou.core import clock
from menkou.core.actors import Actor
from menkou.oversight.workbench.items import Item, Late
from menkou.places import queries as places


def shown(by: Actor, items: Iterable[Item]) -> list[dict[str, Any]]:
    """The lines with their shape, and until when a 催办 of one's own may be taken back."""
    now, most = clock.now(), timedelta(seconds=places.rules()["take_back_seconds"])
    return [{"item": one, "state": one.state(now), "until": _until(by, one.late, most)} for one in items]


def _until(by: Actor, late: Late | None, most: timedelta) -> Any:
    """None where there is nothing of theirs to take back any more."""
    if late is None or late.nudged is None or late.nudged.nudged_by_id != by.user_id:
        return None
    until = late.nudged.nudged_at + most
    return until if until > clock.now() else None
