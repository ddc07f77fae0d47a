"""One at a time: what two people of a district must not do at the same moment, though they touch different rows."""

from django.db import connection

from menkou.core.scope import district_being_written

WAIT = "select pg_advisory_xact_lock(hashtextextended(%s, 0))"


def wait_for(what: str) -> None:
    """Wait until nobody else in the district is at it; the turn is ours until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(WAIT, [f"{what}:{district_being_written()}"])
