from dataclasses import dataclass
from datetime import date
from uuid import UUID

from menkou.core.actors import Actor
from menkou.core.news import News


@dataclass(frozen=True)
class PeopleDeparted(News):
    """From a day on, these villages miss somebody: a plan is to be repaired, for this reason."""

    by: Actor
    village_ids: frozenset[UUID]
    why: str
    starts_on: date
