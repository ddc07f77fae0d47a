"""Take every app of ours one idea back, with its rows: python -m tests.keeping.one_back, in a home's environment."""

import os
import sys

from menkou.command import database, home


def take_back() -> list[str]:
    """Each app whose last migration is not its first; what was taken back."""
    from django.apps import apps
    from django.core.management import call_command
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None)
    back = []
    for config in apps.get_app_configs():
        names = sorted(name for app, name in loader.disk_migrations if app == config.label)
        if config.name.startswith("menkou.") and len(names) > 1:
            call_command("migrate", config.label, names[-2], verbosity=0, interactive=False)
            back.append(f"{config.label}.{names[-1]}")
    return back


if __name__ == "__main__":
    database.ensure(home.settle())
    os.environ[database.APP] = database.owner_url()
    database.set_up_django()
    sys.stdout.write(" ".join(take_back()) + "\n")
