"""Put rows into tables in one round trip, for the few actions that are run all day.

Django composes each insert anew and reads it back; here the words for a table are composed once, and the rows of
several tables go in one statement. What the database promises (row security, links, constraints, the district's
default) holds as ever. Only actions and what they call may use it (a guard test sees to it).
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Field, Model

from menkou.core.scope import district_being_written


def insert(*rows: Model, once: bool = False, then: tuple[str, list[Any]] | None = None) -> None:
    """Insert rows, in this order; with `once`, one that is there already is left as it is.

    `then` is a last statement and its values; it may select from row0, row1, ..., which hold the ids that were added.
    Raises IntegrityError as the database does.
    """
    parts, values = [], []
    for number, row in enumerate(rows):
        words = _composed(type(row)) + " on conflict do nothing" * once + " returning id" * bool(then)
        parts.append(f"row{number} as ({words})")
        values += _values(row)
    *before, last = [*parts, f"({then[0]})"] if then else parts
    with connection.cursor() as cursor:
        last = last[last.index("(") + 1 : -1]
        cursor.execute(f"with {', '.join(before)} {last}" if before else last, [*values, *(then[1] if then else [])])


def insert_alike(rows: Sequence[Model], *, then: tuple[str, list[Any]]) -> None:
    """Insert rows of one table in one statement; each that is there already, or twice among them, is left as it is.

    `then` is as above, and row0 holds the ids of all that were added. Raises IntegrityError as the database does.
    """
    words = _composed(type(rows[0]), len(rows)) + " on conflict do nothing returning id"
    with connection.cursor() as cursor:
        values = [value for row in rows for value in _values(row)]
        cursor.execute(f"with row0 as ({words}) {then[0]}", [*values, *then[1]])


def _values(row: Model) -> list[Any]:
    """What is written of a row, which from now on is as if it had been read."""
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in _written(type(row))]
    row.district_id = district_being_written()  # type: ignore[attr-defined]  # what the database has filled in
    row._state.adding, row._state.db = False, connection.alias
    return values


@cache
def _written(model: type[Model]) -> tuple[Field, ...]:
    """The columns that we write; the district is the database's."""
    return tuple(field for field in model._meta.concrete_fields if not field.has_db_default())


@cache
def _composed(model: type[Model], number: int = 1) -> str:
    """The words that write so many rows of a table."""
    quote, written = connection.ops.quote_name, _written(model)
    columns = ", ".join(quote(str(field.column)) for field in written)
    places = ", ".join(["(" + ", ".join(["%s"] * len(written)) + ")"] * number)
    return f"insert into {quote(model._meta.db_table)} ({columns}) values {places}"  # noqa: S608  # our own names
