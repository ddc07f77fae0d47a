"""Words of ours that stand in a statement itself, and not beside it as values.

A statement that is asked often is prepared, and from then on planned without its values. PostgreSQL uses an index over
some rows only (`where outcome = ''`) when it sees in the words that no others are asked for: else what took a third of
a millisecond takes twenty, and three hundred with a year's rows.
"""

import re
from typing import Any

from django.db.models import BigIntegerField, CharField, Value

PLAIN = re.compile(r"[a-z_]{0,32}", re.ASCII)


class Literal(Value):
    """Such a word. Raises ValueError for any that would need quoting: it is for the states of our own tables only."""

    def __init__(self, word: str) -> None:
        if not PLAIN.fullmatch(word):
            raise ValueError(f"no plain word: {word!r}")
        super().__init__(str(word), output_field=CharField())

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """The word in quotes, and no value."""
        return f"'{self.value}'", ()


class Number(Value):
    """A whole number of ours, such as the district that is being read: the planner knows how much of a table it is."""

    def __init__(self, number: int) -> None:
        super().__init__(int(number), output_field=BigIntegerField())

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """The number, and no value."""
        return str(int(self.value)), ()
