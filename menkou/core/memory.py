"""What a process remembers for some seconds, so that it need not ask the database at every request.

Only for what is read at every step and changed a few times a year: the districts, their rules, their calendar.
Whoever changes it calls forget(): until the change is on record they alone see it, and remember it apart; then this
process forgets, the others of this machine see by a file that they are to, and another machine's follow within the
seconds.
"""

import os
import pickle
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from menkou.core.scope import current

SECONDS = 10
MOST = 1000  # entries; a flood of other questions empties the memory and no more

NOTHING = object()  # where memory could not say anything
R = TypeVar("R")
Memory = dict[Hashable, tuple[float, Any]]
_held: Memory = {}  # to forget is to begin another: an answer on its way goes into this one
_notes: ContextVar["list[Known] | None"] = ContextVar("notes", default=None)
_seen = (0, 0)  # when somebody of this machine changed something, and how often, as far as this process knows


class Known(NamedTuple):
    """What memory said when it was asked."""

    ask: Callable[..., Any]
    of: tuple[Hashable, ...]
    said: Any


@contextmanager
def noted() -> Iterator[list[Known]]:
    """All that memory is asked meanwhile, and what it said; whoever is noting already is told of it too."""
    notes: list[Known] = []
    outer = _notes.get()
    token = _notes.set(notes)
    try:
        yield notes
    finally:
        _notes.reset(token)
        if outer is not None:
            outer += notes


@contextmanager
def _unnoted() -> Iterator[None]:
    token = _notes.set(None)
    try:
        yield
    finally:
        _notes.reset(token)


def is_noting() -> bool:
    """Whether it is noted here and now, and memory itself is not asking anything."""
    return _notes.get() is not None


def is_still(known: Known) -> bool:
    """Whether memory says the same today, byte for byte: rows of a model are equal when only their ids are."""
    if known.said is NOTHING:
        return False
    try:
        said = known.ask(*known.of)
    except ObjectDoesNotExist:
        return False
    return said is known.said or pickle.dumps(said) == pickle.dumps(known.said)


def remembered(ask: Callable[..., R]) -> Callable[..., R]:
    """Ask once in some seconds for each scope and arguments; None is asked again each time."""

    @wraps(ask)
    def answer(*of: Hashable) -> R:
        held, key, moment = _memory(), (ask, current(), of), time.monotonic()
        until, found = held.get(key, (0.0, None))
        if until < moment:
            found = _asked(answer, ask, of)
            if found is not None:
                if len(held) >= MOST:
                    held.clear()
                held[key] = (moment + SECONDS, found)
        _note(Known(answer, of, found))
        return found

    return answer


def _asked(answer: Callable[..., R], ask: Callable[..., R], of: tuple[Hashable, ...]) -> R:
    """What is asked on the way is not noted; that there was no answer is."""
    try:
        with _unnoted():
            return ask(*of)
    except Exception:
        _note(Known(answer, of, NOTHING))
        raise


def _note(known: Known) -> None:
    if (notes := _notes.get()) is not None:
        notes.append(known)


def forget() -> None:
    """Ask anew from now on, in this transaction; everywhere on this machine once it is on record."""
    if transaction.get_connection().in_atomic_block:
        transaction.on_commit(_Change())
    else:
        _tell()


class _Change:
    """What this thread has changed and may still take back, with what it remembers since: gone with its savepoint."""

    def __init__(self) -> None:
        self.held: Memory = {}

    def __call__(self) -> None:
        """It is on record."""
        self.held.clear()
        _tell()


def _memory() -> Memory:
    for _, told, *_ in reversed(transaction.get_connection().run_on_commit):
        if isinstance(told, _Change):
            return told.held
    _look()
    return _held


def _begin_anew() -> None:
    global _held
    _held = {}


def _place() -> Path:
    return settings.MENKOU_HOME / "changed"


def _tell() -> None:
    _begin_anew()  # whoever asked in between was told what held before
    with suppress(OSError):  # without the file the others follow within the seconds
        _place().touch()  # first, for a full disk
        with _place().open("ab") as file:
            file.write(b".")  # two changes within one tick of the disk's clock are two by the length


def _look() -> None:
    """Forget what is held where somebody has changed something since."""
    global _seen
    try:
        found = os.stat(_place())
    except OSError:
        return
    changed = (found.st_mtime_ns, found.st_size)
    if changed != _seen:
        _begin_anew()  # first: another thread that sees no change must find nothing of before
        _seen = changed
