from dataclasses import dataclass
from datetime import date
from uuid import UUID

from menkou.core.news import News


@dataclass(frozen=True)
class VillagesMerged(News):
    """Villages have ended and others go on for them, with what they had; these are the ones that go on."""

    starts_on: date
    why: str
    village_ids: frozenset[UUID]
