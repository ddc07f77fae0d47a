"""What a change leaves undone, said to whoever makes it, however deep below the button it was found.

A door listens; what is said where nobody listens, as in a job, is lost here, and stands in the outbox besides.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import transaction


@dataclass(frozen=True)
class Remark:
    """A sentence; `where`: the page, by its route, on which the bureau reads on; `asks`: whether to ask before it."""

    words: str
    where: str = ""
    asks: bool = False


_heard: ContextVar[list[Remark] | None] = ContextVar("remarks", default=None)


def say(remark: Remark) -> None:
    """Say it to whoever listens."""
    if (heard := _heard.get()) is not None:
        heard.append(remark)


@contextmanager
def listening() -> Iterator[list[Remark]]:
    """The remarks made within, as a list that fills."""
    heard: list[Remark] = []
    token = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(token)


@contextmanager
def unsaid_if_it_fails() -> Iterator[None]:
    """What was said of a change that did not come about was not said."""
    heard = _heard.get()
    before = len(heard or ())
    try:
        yield
    except BaseException:
        if heard is not None:
            del heard[before:]
        raise


def foreseen(act: Callable[[], Any]) -> list[Remark]:
    """What a change would say. It is made and taken back, so that nothing is foreseen but what would happen.

    Raises what the change raises.
    """
    with listening() as heard, transaction.atomic():
        act()
        transaction.set_rollback(True)
    return heard
