from dataclasses import dataclass
from uuid import UUID

from menkou.core.news import News


@dataclass(frozen=True)
class PublicFactsChanged(News):
    """What everybody may read changed: names, phones, addresses, licences; of some villages, or perhaps of all."""

    why: str
    village_ids: frozenset[UUID] | None = None
