from dataclasses import dataclass
from uuid import UUID

from menkou.core.news import News


@dataclass(frozen=True)
class PostingsChanged(News):
    """Other people serve these villages from now on."""

    village_ids: frozenset[UUID]
    why: str = "派驻有变动"
