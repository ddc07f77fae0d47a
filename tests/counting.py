"""How many questions a page asks of the database, without the words that begin, scope and end its transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

BOOKKEEPING = ("savepoint", "release savepoint", "set local")
MOST = 12  # on any page


@contextmanager
def at_most(number: int = MOST) -> Iterator[None]:
    """Fail, naming them, where more are asked."""
    with CaptureQueriesContext(connection) as captured:
        yield
    asked = [one["sql"] for one in captured if not one["sql"].lower().startswith(BOOKKEEPING)]
    assert len(asked) <= number, "\n".join(sql[:200] for sql in asked)
