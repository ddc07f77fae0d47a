"""升级 N-1 → N: a database with rows in it, some ideas back, comes to the present with all of them."""

import psycopg
import pytest
from django.db import migrations, models
from django.db.migrations.state import ModelState, ProjectState
from psycopg import sql

from menkou.command import upgrading
from menkou.command.tests.installation import refused
from tests.keeping.living import QUESTIONS, Living

COLUMNS = """
select table_name, array_agg(column_name::text order by column_name) from information_schema.columns
 where table_schema = 'public' and table_name not like 'django_%' group by 1
"""
SUM = "select count(*), sum(('x' || left(md5(row({})::text), 15))::bit(60)::bigint) from {}"


def counted(living, columns=None):
    """Every table: how many rows, and a sum over the columns that are named."""
    with psycopg.connect(living.server.url("launcher")) as connection:
        columns = columns or dict(connection.execute(COLUMNS).fetchall())
        found = {}
        for table, names in columns.items():
            words = sql.SQL(SUM).format(sql.SQL(", ").join(map(sql.Identifier, names)), sql.Identifier(table))
            found[table] = connection.execute(words).fetchone()
    return columns, found


IDEAS = 6


@pytest.mark.nightly
def test_every_row_of_some_ideas_back_is_there_after_the_upgrade():
    with Living() as living:
        living.server.start()
        back = living.ran("tests.keeping.one_back", str(IDEAS)).split()
        columns, before = counted(living)
        assert before["consultations_message"][0] >= QUESTIONS

        refused(living.menkou("upgrade"), "没有一天之内的备份")
        living.back_up()
        said = living.did("upgrade", "--check")
        assert all(one in said for one in back)
        assert "旧程序" in said
        living.did("upgrade")

        assert counted(living, columns)[1] == before
        assert "没有要改的" in living.did("upgrade", "--check")


STATE = ProjectState()
STATE.add_model(
    ModelState("a", "Old", [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=9))])
)
NEW = migrations.CreateModel("New", [("id", models.BigAutoField(primary_key=True))])


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        (migrations.RemoveField("old", "name"), "去掉了"),
        (migrations.DeleteModel("Old"), "去掉了"),
        (migrations.RenameField("old", "name", "called"), "改了名"),
        (migrations.RenameModel("Old", "Older"), "改了名"),
        (migrations.AddField("old", "more", models.IntegerField(default=0)), "旧程序不会填"),
        (migrations.AddField("old", "more", models.IntegerField(db_default=0)), ""),
        (migrations.AddField("old", "more", models.IntegerField(null=True)), ""),
        (migrations.AlterField("old", "name", models.CharField(max_length=5)), "变了样"),
        (migrations.AlterField("old", "name", models.TextField()), "变了样"),
        (migrations.AlterField("old", "name", models.CharField(max_length=12)), ""),
        (migrations.AddConstraint("old", models.UniqueConstraint("name", name="one")), "可能被拒"),
        (migrations.AddIndex("old", models.Index("name", name="found")), ""),
        (migrations.RunSQL("select 1"), "要改已有的行"),
        (migrations.SeparateDatabaseAndState(database_operations=[migrations.RemoveField("old", "name")]), "去掉了"),
        (NEW, ""),
        (migrations.AddConstraint("new", models.UniqueConstraint("id", name="other")), ""),
    ],
)
def test_what_the_code_of_before_would_trip_over_is_named(operation, words):
    found = list(upgrading._breaks(operation, "a", STATE.clone(), {("a", "old")}))

    assert bool(found) == bool(words)
    assert not words or words in found[0]
