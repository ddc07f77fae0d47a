"""Lists that are shown all day: Django writes their SQL once, and each asking only fills in its values.

To write a query of some conditions costs Django one or two milliseconds of processor time, every time; PostgreSQL
answers it in a fraction of that. What the query says stays the ORM's, and row security holds as ever.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from menkou.core.scope import Scope, current

Row = TypeVar("Row")
STANDING_FOR = {  # values that no query holds as its own
    UUID: lambda number: UUID(int=(0xF1E1D5 << 64) + number),
    date: lambda number: date(1, 1, 1) + timedelta(days=number),
    datetime: lambda number: datetime(1, 1, 1, tzinfo=UTC) + timedelta(days=number),
    str: lambda number: f"standing for {number} \N{REPLACEMENT CHARACTER}",
}


class Prepared(Generic[Row]):
    """A query whose values change and whose words do not.

    `build` takes the parameters by name and returns `.values_list(...)`; `row` is made of the columns, in their
    order; `of` names the type of each parameter, which may be given as one value or as a list of them.
    """

    def __init__(self, row: Callable[..., Row], build: Callable[..., QuerySet[Any, Any]], **of: type) -> None:
        self.row, self.build, self.of = row, build, of
        self._written: dict[tuple[Scope, tuple[int, ...]], tuple[str, list[Any]]] = {}

    def __call__(self, **values: Any) -> list[Row]:
        """The rows for these values. An empty list among them finds nothing, as it does in the ORM."""
        many = {name: value for name, value in values.items() if isinstance(value, list | tuple)}
        if not all(many.values()):
            return []
        shape = tuple(len(many.get(name, "")) for name in self.of)  # each number of values has its own words
        key = current(), shape  # and each district: the ORM writes it into them
        if key not in self._written:
            self._written[key] = self._write(dict(zip(self.of, shape, strict=True)))
        words, slots = self._written[key]
        given = {(name, place): one for name in self.of for place, one in enumerate(many.get(name, [values.get(name)]))}
        with connection.cursor() as cursor:
            cursor.execute(words, [given[slot] if isinstance(slot, tuple) else slot for slot in slots])
            return [self.row(*found) for found in cursor.fetchall()]

    def _write(self, shape: dict[str, int]) -> tuple[str, list[Any]]:
        """The words, and for each of their places a constant or the name of the value that goes there."""
        numbers = count(1)
        stands_for: dict[Any, tuple[str, int]] = {}
        standing: dict[str, Any] = {}
        for name, size in shape.items():
            values = [STANDING_FOR[self.of[name]](next(numbers)) for _ in range(max(size, 1))]
            stands_for |= {value: (name, place) for place, value in enumerate(values)}
            standing[name] = values if size else values[0]
        words, constants = self.build(**standing).query.sql_with_params()
        slots = [stands_for.get(one, one) for one in constants]
        if missing := set(stands_for.values()) - {slot for slot in slots if isinstance(slot, tuple)}:
            raise ValueError(f"the query does not use {sorted(missing)}")
        return words, slots
