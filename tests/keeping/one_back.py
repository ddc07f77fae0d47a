"""Take the last ideas back, with their rows: python -m tests.keeping.one_back HOW_MANY, in a home's environment.

Those that stand last in the order of all migrations: nothing rests on them, and Django works out few states anew.
"""

import os
import sys

from menkou.command import database, home


def take_back(number: int) -> list[str]:
    """What was taken back."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    everything = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    last = [one for one, _ in everything[-number:]]
    executor.migrate([], plan=[(one, True) for one in reversed(last)])
    return [f"{one.app_label}.{one.name}" for one in last]


if __name__ == "__main__":
    database.ensure(home.settle())
    os.environ[database.APP] = database.owner_url()
    database.set_up_django()
    sys.stdout.write(" ".join(take_back(int(sys.argv[1]))) + "\n")
