"""Migrations say all that the models say, and can be taken back to nothing and done again."""

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.migrations import RunPython, RunSQL
from django.db.migrations.loader import MigrationLoader

from config.settings import database
from menkou.core.db import GuardRows, ShareRows

OURS = [config.label for config in apps.get_app_configs() if config.name.startswith("menkou.")]
TABLES = "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
SCRATCH = "menkou_scratch"


@pytest.mark.django_db
def test_migrations_say_all_that_the_models_say():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_the_check_sees_a_model_that_no_migration_knows(monkeypatch):
    village = apps.get_model("places", "Village")
    monkeypatch.setattr(village._meta.get_field("name"), "max_length", 61)

    with pytest.raises(SystemExit):
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.fixture
def scratch(as_owner, django_db_blocker):
    """An empty database of the owner's, beside the test database."""
    name = f"{SCRATCH}_{connection.settings_dict['NAME']}"
    as_owner.execute(f'drop database if exists "{name}"')
    as_owner.execute(f'create database "{name}"')
    owner = database(settings.MENKOU_OWNER_DATABASE_URL)
    connections.settings[SCRATCH] = {
        **connection.settings_dict,
        **{k: owner[k] for k in ("USER", "PASSWORD")},
        "NAME": name,
    }
    with django_db_blocker.unblock():
        yield connections[SCRATCH]
        connections[SCRATCH].close()
    del connections[SCRATCH], connections.settings[SCRATCH]
    as_owner.execute(f'drop database "{name}"')


def tables(scratch) -> set[str]:
    with scratch.cursor() as cursor:
        cursor.execute(TABLES)
        return {name for (name,) in cursor.fetchall()}


def migrate(*to: str) -> None:
    call_command("migrate", *to, database=SCRATCH, verbosity=0, interactive=False)


def leave_something_unsent(scratch) -> None:
    """A voice draft of a new question, with its key, which has no consultation yet."""
    rows = MigrationLoader(scratch).project_state().apps.get_model  # plain managers, as migrations have them
    with transaction.atomic(SCRATCH), scratch.cursor() as cursor:
        district = rows("places", "District").objects.using(SCRATCH).create(slug="zuo", name="昨县", code="999900")
        cursor.execute(f"set local menkou.reads = '{{{district.pk}}}'; set local menkou.writes = '{district.pk}'")
        facts = {"kind": "town", "code": "999900001", "name": "昨镇"}
        town = rows("places", "Township").objects.using(SCRATCH).create(**facts)
        facts = {
            "kind": "village",
            "code": "999900001201",
            "name": "昨村",
            "valid_from": "2020-01-01",
            "township": town,
        }
        village = rows("places", "Village").objects.using(SCRATCH).create(**facts)
        facts = {"village": village, "form_digest": b"f", "started_at": "2026-03-01T00:00:00Z"}
        draft = rows("consultations", "Draft").objects.using(SCRATCH).create(**facts)
        rows("consultations", "CaseKey").objects.using(SCRATCH).create(draft=draft, wrapped=b"w")


def test_all_our_tables_can_be_taken_back_and_made_again(scratch):
    migrate()
    ours = {name for name in tables(scratch) if name.split("_")[0] in OURS}
    assert len(ours) > 20
    leave_something_unsent(scratch)

    for app in OURS:
        if apps.get_app_config(app).models:
            migrate(app, "zero")
    assert ours & tables(scratch) == set()

    migrate()
    assert ours <= tables(scratch)


def one_way(operations) -> list[str]:
    """Operations without a way back."""
    return [type(operation).__name__ for operation in operations if not operation.reversible]


def test_every_operation_has_a_way_back():
    loaded = MigrationLoader(None).disk_migrations
    ours = {f"{app}.{name}": migration.operations for (app, name), migration in loaded.items() if app in OURS}

    assert len(ours) >= 8
    assert {name: said for name, operations in ours.items() if (said := one_way(operations))} == {}


def test_the_guard_sees_an_operation_without_a_way_back():
    assert one_way([RunPython(print), RunSQL("select 1"), GuardRows("a"), ShareRows("b")]) == ["RunPython", "RunSQL"]
