"""What the application's role may do, and that a production start refuses demo data."""

import psycopg
import pytest

from menkou.command import demonstration, migrate
from menkou.command.problems import Problem
from menkou.embedded import Server

TABLES = """
create table {0} (is_demo boolean);
create table core_auditentry (what text);
create table django_migrations (app text, name text);
create table places_district (is_demo boolean);
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A database server of our own with a database for these tests."""
    made = Server(tmp_path_factory.mktemp("rights") / "postgres")
    made.start()
    yield made
    made.remove()


@pytest.fixture
def urls(server):
    """The addresses of a fresh database, for the application and for the owner."""
    name = "rights"
    with psycopg.connect(server.url("owner"), autocommit=True) as connection:
        connection.execute(f"drop database if exists {name}")
        connection.execute(f"create database {name}")
    app, owner = (server.url(role).replace("@/menkou?", f"@/{name}?") for role in ("app", "owner"))
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(TABLES.format("accounts_user"))
        migrate.grant(connection, "menkou_app")
    return app, owner


def test_the_log_of_actions_is_only_added_to(urls):
    with psycopg.connect(urls[0], autocommit=True) as connection:
        connection.execute("insert into core_auditentry values ('recorded')")
        for forbidden in ("update core_auditentry set what = ''", "delete from core_auditentry"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(forbidden)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("delete from django_migrations")
        connection.execute("update accounts_user set is_demo = false")


@pytest.mark.parametrize("table", demonstration.MARKED)
def test_production_refuses_demo_data(urls, monkeypatch, table):
    monkeypatch.setenv("MENKOU_DATABASE_URL", urls[0])
    monkeypatch.setenv("MENKOU_MODE", "production")
    demonstration.refuse()
    with psycopg.connect(urls[1], autocommit=True) as connection:
        connection.execute(f"insert into {table} values (true)")
    with pytest.raises(Problem, match="不能用于正式运行"):
        demonstration.refuse()
    monkeypatch.setenv("MENKOU_MODE", "demo")
    demonstration.refuse()


def test_whoever_signs_in_to_a_fresh_demo_waits_for_no_plan_that_was_made_blindly(urls, monkeypatch, tmp_path):
    monkeypatch.setenv("MENKOU_DATABASE_URL", urls[0])
    monkeypatch.setenv("MENKOU_OWNER_DATABASE_URL", urls[1])
    monkeypatch.setenv("MENKOU_HOME", str(tmp_path))
    (tmp_path / "logs").mkdir()
    monkeypatch.setattr(
        demonstration.subprocess, "run", lambda *of, **how: demonstration.subprocess.CompletedProcess(of, 0)
    )
    demonstration.load_once(None)
    with psycopg.connect(urls[1], autocommit=True) as connection:
        seen = connection.execute("select last_analyze from pg_stat_user_tables where relname = 'accounts_user'")
        assert seen.fetchone()[0] is not None
