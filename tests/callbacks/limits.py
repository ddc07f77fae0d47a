"""What the connections of a process that takes callbacks are held to: python -m tests.callbacks.limits prints it."""

import sys

from menkou.command import database, home

LIMITS = ("statement_timeout", "synchronous_commit")


def limits() -> dict[str, str]:
    """As PostgreSQL says, on a connection that is made as such a process makes it."""
    from django.db import connection

    from menkou.channels import asgi  # which sets up what nobody has set up

    assert asgi.application
    with connection.cursor() as cursor:
        return {name: cursor.execute(f"show {name}").fetchone()[0] for name in LIMITS}


if __name__ == "__main__":
    database.ensure(home.settle())
    sys.stdout.write(f"{limits()}\n")
