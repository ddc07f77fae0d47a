from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from menkou.core.actors import Actor
from menkou.core.news import News

if TYPE_CHECKING:
    from menkou.postings.vacancies import Vacancy


@dataclass(frozen=True)
class PostingsChanged(News):
    """Other people serve these villages from now on."""

    village_ids: frozenset[UUID]
    why: str = "派驻有变动"


@dataclass(frozen=True)
class PostsVacant(News):
    """An act leaves these posts without anybody on some days: it is to be said, and mended."""

    by: Actor
    vacancies: tuple["Vacancy", ...]
    why: str
