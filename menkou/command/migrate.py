"""menkou migrate: bring the tables up to date as their owner, then give the application its rights, and no more."""

import importlib.metadata
import os
import subprocess
import sys
from pathlib import Path

import typer

from menkou.command import database, home
from menkou.command.problems import Problem, last_line

RECORD = home.MIGRATED
APPLIED = "select md5(string_agg(app || '.' || name, ',' order by app, name)) from django_migrations"
RIGHTS = """
grant usage on schema public to {role};
grant select, insert, update, delete on all tables in schema public to {role};
grant usage, select on all sequences in schema public to {role};
"""
TURN = "select pg_advisory_lock(hashtextextended('menkou migrate', 0))"  # until the connection ends
KEPT_BACK = {  # who did what and who looked when is only ever added to; the list of migrations is the owner's
    "core_auditentry": "update, delete, truncate",
    "core_auditlink": "update, delete, truncate",
    "core_unlinked": "update, truncate",
    "consultations_viewing": "update, delete, truncate",
    "consultations_consent": "update, delete, truncate",
    "complaints_step": "update, delete, truncate",
    "hotline_move": "update, delete, truncate",
    "worklogs_draw": "update, delete, truncate",
    "visits_look": "update, delete, truncate",
    "subsidies_batch": "delete, truncate",
    "subsidies_line": "update, truncate",  # lines of a batch that is drawn up anew go with it
    "subsidies_handing": "update, delete, truncate",
    "subsidies_payment": "update, delete, truncate",
    "django_migrations": "insert, update, delete, truncate",
}


def migrate() -> None:
    """更新数据库结构，并授予程序所需的权限。"""
    place = home.settle()
    database.ensure(place)
    if is_current(place):
        typer.echo("数据库结构已是最新。")
    else:
        bring_up_to_date(place)
        typer.echo("数据库结构已更新。")


def is_current(place: home.Home) -> bool:
    """Tell whether this code has already been migrated into this database."""
    return place.recall(RECORD) == _record()


def bring_up_to_date(place: home.Home) -> None:
    """Migrate and grant, in a process of its own that holds the owner's password."""
    environment = os.environ | {database.APP: database.owner_url(), "MENKOU_ROLE": _role()}
    command = [sys.executable, "-m", "menkou.command.migrate"]
    done = subprocess.run(command, env=environment, cwd=home.CHECKOUT, capture_output=True, text=True, check=False)
    (place.logs / "migrate.log").write_text(done.stdout + done.stderr)
    if done.returncode:
        raise Problem(f"数据库结构没有更新成功（{last_line(done.stderr)}），详情见 {place.logs / 'migrate.log'}。")
    place.note(RECORD, _record())


def grant(connection, role: str) -> None:
    """Give the application's role its rights on every table there is."""
    from psycopg import sql

    name = sql.Identifier(role)
    connection.execute(sql.SQL(RIGHTS).format(role=name))
    for table, rights in KEPT_BACK.items():
        if connection.execute("select to_regclass(%s)", [table]).fetchone()[0]:
            order = sql.SQL("revoke {} on {} from {}")
            connection.execute(order.format(sql.SQL(rights), sql.Identifier(table), name))


def _role() -> str:
    """Return the application's role, as its address names it."""
    from psycopg.conninfo import conninfo_to_dict

    role = conninfo_to_dict(os.environ[database.APP]).get("user")
    if not role:
        raise Problem(f"{database.APP} 里没有写明角色，请写成 postgresql://角色:密码@主机/库名。")
    return str(role)


def _record() -> dict[str, str]:
    """Return what tells this code and this database from any other."""
    with database.asking(os.environ[database.APP]) as connection:
        known = connection.execute("select to_regclass('django_migrations')").fetchone()[0]
        applied = connection.execute(APPLIED).fetchone()[0] if known else ""
        where = connection.execute("select current_database() || ' ' || current_user").fetchone()[0]
    files = [Path(__file__), *home.CHECKOUT.glob("menkou/*/migrations/*.py")]
    releases = [f"{name} {importlib.metadata.version(name)}" for name in ("django", "procrastinate", "django-allauth")]
    return {"code": home.fingerprint(files, *releases), "database": f"{where} {applied}"}


def _as_owner() -> None:
    """Run in the process of its own, one at a time: Django's migrations, then the grants."""
    database.set_up_django()
    from django.core.management import call_command

    with database.asking(os.environ[database.APP]) as connection:
        connection.execute(TURN)
        call_command("migrate", interactive=False, verbosity=1)
        with connection.transaction():
            grant(connection, os.environ["MENKOU_ROLE"])


if __name__ == "__main__":
    try:
        _as_owner()
    except Problem as problem:
        sys.exit(str(problem))
