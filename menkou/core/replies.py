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
UNDONE, UNDONE_KEPT_FOR = 410, timedelta(days=180)  # a phone may lie in a drawer, and send then what it has
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


def note_undone(once: bytes) -> None:
    """What the form with this digest did was taken back: sent again, it is not to do it anew."""
    rows = [Reply(digest=digest("undone", once.hex()), asked=b"", status=UNDONE, body={})]
    Reply.objects.bulk_create(rows, ignore_conflicts=True)


def is_undone(once: bytes) -> bool:
    """Whether what the form with this digest did was taken back."""
    return Reply.objects.filter(digest=digest("undone", once.hex()), status=UNDONE).exists()


def forget_old() -> None:
    """A key is remembered for some days, for programs try again within minutes; what was taken back far longer."""
    now = clock.now()
    Reply.objects.filter(made_at__lt=now - KEPT_FOR).exclude(status=UNDONE).delete()
    Reply.objects.filter(made_at__lt=now - UNDONE_KEPT_FOR).delete()


def _is_wordless(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, (*WITHOUT_WORDS, Enum))
