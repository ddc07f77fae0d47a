from django.db import migrations

from menkou.core.db import DISTRICTS_BEING_READ, is_among, on_citus

TABLES = "select tablename from pg_policies where policyname = 'reads' and schemaname = current_schema()"


def plainly(reading: str) -> str:
    """As it was."""
    return f"district_id = any({reading}::bigint[])"


def rewrite(schema_editor, condition) -> None:
    """The same rows, one table after the other, so that no page waits for more than one of them."""
    reading = DISTRICTS_BEING_READ if on_citus(schema_editor) else f"(select {DISTRICTS_BEING_READ})"
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            cursor.execute(f'alter policy reads on "{table}" using ({condition(reading)})')


def forwards(apps, schema_editor) -> None:
    rewrite(schema_editor, is_among)


def backwards(apps, schema_editor) -> None:
    rewrite(schema_editor, plainly)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("core", "0009_texts_in_pairs")]
    operations = [migrations.RunPython(forwards, backwards)]
