"""A fresh database that was built by the short ways (menkou/core/management) is the one that Django builds."""

import os
import re
import subprocess
import sys

import psycopg
import pytest
from django.db import connection
from django.db.migrations.state import ProjectState

from config.settings import database
from menkou.core.management.commands.migrate import WAYS, short_ways

MADE = (
    """select table_name, column_name, data_type, is_nullable, column_default, character_maximum_length
         from information_schema.columns where table_schema = 'public' order by 1, ordinal_position""",
    """select conrelid::regclass::text, conname, pg_get_constraintdef(oid), condeferrable, condeferred
         from pg_constraint where connamespace = 'public'::regnamespace order by 1, 2""",
    "select tablename, indexname, indexdef from pg_indexes where schemaname = 'public' order by 1, 2",
    "select tgrelid::regclass::text, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal order by 1, 2",
    "select tablename, policyname, permissive, cmd, qual, with_check from pg_policies order by 1, 2",
    """select pg_get_functiondef(oid) from pg_proc
        where pronamespace = 'public'::regnamespace and prokind = 'f' order by 1""",
    "select relname, relrowsecurity, relforcerowsecurity from pg_class where relkind = 'r' order by 1",
)
LONG_WAY = """
import django; django.setup()
from django.core.management import call_command
from django.core.management.commands.migrate import Command
call_command(Command(), verbosity=0)
"""


def made(asked) -> list:
    return [asked.execute(question).fetchall() for question in MADE]


def test_the_ways_are_short_only_while_migrating():
    before = {name: getattr(ProjectState, name) for name in WAYS}
    with short_ways():
        assert {name: getattr(ProjectState, name) for name in WAYS} == WAYS
    assert {name: getattr(ProjectState, name) for name in WAYS} == before


@pytest.mark.nightly
def test_the_short_ways_lead_to_the_database_of_the_long_way(db, as_owner):
    owner, now = database(os.environ["MENKOU_OWNER_DATABASE_URL"]), connection.settings_dict
    facts = {"host": now["HOST"], "port": now["PORT"] or None, "user": owner["USER"], "password": owner["PASSWORD"]}
    long = f"{now['NAME']}_long"
    as_owner.autocommit = True
    as_owner.execute(f'create database "{long}"')
    try:
        address = re.sub(rf"/{owner['NAME']}(?=\?|$)", f"/{long}", os.environ["MENKOU_OWNER_DATABASE_URL"])
        environment = os.environ | {"MENKOU_DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings"}
        subprocess.run([sys.executable, "-c", LONG_WAY], env=environment, check=True)
        with psycopg.connect(dbname=long, **facts) as other:
            assert made(other) == made(as_owner)
    finally:
        as_owner.execute(f'drop database "{long}"')
