from dataclasses import dataclass
from datetime import date
from uuid import UUID

from menkou.core.actors import Actor
from menkou.core.news import News
from menkou.places.models import District


@dataclass(frozen=True)
class VillagesMerged(News):
    """Villages have ended and others go on for them, with what they had; these are the ones that go on."""

    by: Actor
    district: District
    day: date
    why: str
    village_ids: frozenset[UUID]
