"""Put rows into tables in one round trip, for the few actions that are run all day.

Django composes each insert anew and reads it back; here the words for a table are composed once, and the rows of
several tables go in one statement. What the database promises (row security, links, constraints, the district's
default) holds as ever. Only actions and what they call may use it (a guard test sees to it).
"""

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
        written, words = _composed(type(row))
        words += " on conflict do nothing" * once + " returning id" * bool(then)
        parts.append(f"row{number} as ({words})")
        values += [_value(field, row) for field in written]
        row.district_id = district_being_written()  # type: ignore[attr-defined]  # what the database has filled in
        row._state.adding, row._state.db = False, connection.alias
    *before, last = [*parts, f"({then[0]})"] if then else parts
    with connection.cursor() as cursor:
        last = last[last.index("(") + 1 : -1]
        cursor.execute(f"with {', '.join(before)} {last}" if before else last, [*values, *(then[1] if then else [])])


def _value(field: Field, row: Model) -> Any:
    return field.get_db_prep_save(field.pre_save(row, add=True), connection)


@cache
def _composed(model: type[Model]) -> tuple[tuple[Field, ...], str]:
    """The columns that we write (the district is the database's), and the words that write them."""
    meta, quote = model._meta, connection.ops.quote_name
    written = tuple(field for field in meta.concrete_fields if not field.has_db_default())
    columns = ", ".join(quote(str(field.column)) for field in written)
    places = ", ".join(["%s"] * len(written))
    return written, f"insert into {quote(meta.db_table)} ({columns}) values ({places})"  # noqa: S608  # our own names
