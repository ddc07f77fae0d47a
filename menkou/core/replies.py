"""A request that is sent again gets the reply of the first one, and nothing is done twice.

The row that keeps the reply is put down before the work: whoever comes second with the same key waits in the database
for the first. What is refused leaves no row, so that it can be tried again.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin
from uuid import UUID

from django.db import transaction
from pydantic import BaseModel, ConfigDict

from menkou.core import clock
from menkou.core.errors import Conflict
from menkou.core.keys import digest
from menkou.core.models import Reply

KEPT_FOR = timedelta(days=2)
ANOTHER = "这个 Idempotency-Key 已经用在另一个请求上了，请换一个新的。"
WITHOUT_WORDS = (UUID, int, bool, datetime, date, NoneType)


class Receipt(BaseModel):
    """A reply that may be kept: ids, times, numbers and states; a field that could hold words is refused."""

    model_config = ConfigDict(from_attributes=True)

    @classmethod
    def __pydantic_init_subclass__(cls, **options: Any) -> None:
        for name, field in cls.model_fields.items():
            either = get_origin(field.annotation) in (Union, UnionType)
            if not all(_is_wordless(kind) for kind in (get_args(field.annotation) if either else [field.annotation])):
                raise TypeError(f"{cls.__name__}.{name} could hold words, and a kept reply must not")


def once(do: Callable[[], Receipt], *, who: str, where: str, key: UUID, asked: str, status: int) -> tuple[int, dict]:
    """Do it and keep the reply, or return what was kept. Raises Conflict where the key was used for something else."""
    mine = Reply(
        digest=digest("reply", who, where, str(key)), asked=digest("reply-asked", asked), status=status, body={}
    )
    with transaction.atomic():
        Reply.objects.bulk_create([mine], ignore_conflicts=True)  # the second of two waits here
        kept = Reply.objects.get(digest=mine.digest)
        if kept.pk == mine.pk:
            kept.body = do().model_dump(mode="json")
            kept.save(update_fields=["body"])
        elif bytes(kept.asked) != mine.asked:
            raise Conflict(ANOTHER)
    return kept.status, kept.body


def forget_old() -> None:
    """A key is remembered for some days; programs try again within minutes."""
    Reply.objects.filter(made_at__lt=clock.now() - KEPT_FOR).delete()


def _is_wordless(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, (*WITHOUT_WORDS, Enum))
