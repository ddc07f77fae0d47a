"""Which district are we in? Until someone says, nothing can be read or written."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import connection, transaction


class NoScope(RuntimeError):
    """A district's rows were asked for outside any district."""


@dataclass(frozen=True)
class Scope:
    reads: tuple[int, ...] = ()
    writes: int | None = None


NOWHERE = Scope()
_scope: ContextVar[Scope] = ContextVar("scope", default=NOWHERE)


def current() -> Scope:
    """The scope of this thread's transaction."""
    return _scope.get()


def district_being_written() -> int:
    """The district that rows go into. Raises NoScope where there is none."""
    if (district_id := current().writes) is None:
        raise NoScope("a row or a job was to be made outside any district")
    return district_id


def within(district_id: int) -> AbstractContextManager[None]:
    """One district, to read and to write: every staff page, job and message."""
    return _enter(Scope((district_id,), district_id))


def overseeing(district_ids: Iterable[int]) -> AbstractContextManager[None]:
    """Many districts, to read only: the city's dashboards."""
    return _enter(Scope(tuple(district_ids)))


@contextmanager
def _enter(scope: Scope) -> Iterator[None]:
    outer, token = _scope.get(), _scope.set(scope)
    try:
        nested = connection.in_atomic_block
        with transaction.atomic():
            _tell_postgres(scope)
            yield
            if nested and not connection.needs_rollback:  # a rollback, or the end, restores the outer scope by itself
                _tell_postgres(outer)
    finally:
        _scope.reset(token)


def _tell_postgres(scope: Scope) -> None:
    with connection.cursor() as cursor:
        reads, writes = ",".join(str(int(one)) for one in scope.reads), str(int(scope.writes)) if scope.writes else ""
        # whole numbers, written out: SET takes no parameters; unlike set_config, Citus passes it on
        cursor.execute(f"set local menkou.reads = '{{{reads}}}'; set local menkou.writes = '{writes}'")
