"""The test database: made by the owner's role, used by the application's, as in production."""

import os
from pathlib import Path

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from config.settings import database
from menkou.command.migrate import grant
from menkou.core import keys, memory
from tests.environment import MIGRATED

pytest_plugins = ["tests.cast", "tests.at_once"]
# how long an example takes is the machine's affair, and never a reason to fail (timings belong into benchmarks)
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow], print_blob=True
)
hypothesis.settings.load_profile("house")
TOUCHED = """
select string_agg(format('%I', relname), ', ') from pg_class
 where relkind = 'r' and relnamespace = 'public'::regnamespace
   and relname not in ('django_migrations', 'django_content_type')
"""


@pytest.fixture(scope="session", autouse=True)
def installation():
    """Key files and collected static files, as an installation has them."""
    keys.ensure(Path(settings.MENKOU_KEYS))
    call_command("collectstatic", verbosity=0, interactive=False)


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_blocker):
    application = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    owner = database(settings.MENKOU_OWNER_DATABASE_URL)
    with django_db_blocker.unblock():
        old_name = connection.settings_dict["NAME"]
        lane = request.config.getoption("lane", 1)  # two lanes may use one server
        connection.settings_dict["TEST"]["NAME"] = f"test_{old_name}" + (f"_{lane}" if lane > 1 else "")
        connection.settings_dict.update(USER=owner["USER"], PASSWORD=owner["PASSWORD"])
        if os.environ.get(MIGRATED):
            copy_database(old_name)
        else:
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        connection.ensure_connection()
        grant(connection.connection, application["USER"])
        connection.close()
        connection.settings_dict.update(application)
        yield
        connection.close()
        connection.settings_dict.update(USER=owner["USER"], PASSWORD=owner["PASSWORD"])
        connection.creation.destroy_test_db(old_name, verbosity=0)


def copy_database(name: str) -> None:
    """Make the test database of one that has its tables; what this process asks from now on, it asks there."""
    connection.close()
    new = connection.creation._get_test_db_name()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"create database {connection.ops.quote_name(new)} template {connection.ops.quote_name(name)}")
    settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = new


@pytest.fixture(autouse=True)
def nothing_remembered():
    """Each test has districts of its own."""
    memory.forget()


@pytest.fixture
def as_owner(django_db_setup):
    """A connection of the owner's role to the test database, for what the application may not do."""
    owner, now = database(settings.MENKOU_OWNER_DATABASE_URL), connection.settings_dict
    host = {"host": now["HOST"], "port": now["PORT"] or None, "dbname": now["NAME"]}
    with psycopg.connect(user=owner["USER"], password=owner["PASSWORD"], autocommit=True, **host) as opened:
        yield opened


@pytest.fixture
def committed(django_db_setup, django_db_blocker, as_owner):
    """For tests with several connections at once: what is written is committed, and wiped away afterwards."""
    with django_db_blocker.unblock():
        yield
        connection.close()
        as_owner.execute(f"truncate {as_owner.execute(TOUCHED).fetchone()[0]} cascade")
