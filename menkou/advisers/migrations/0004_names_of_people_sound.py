from django.db import migrations

from menkou.places.rules.sounds import sounds_of

AT_ONCE = 500


def fill_in(apps, schema_editor) -> None:
    """The sounds of names that were there before; both tables are shared by all districts."""
    for name in ("Adviser", "Institution"):
        rows = apps.get_model("advisers", name).objects.using(schema_editor.connection.alias)
        found = list(rows.filter(sound=""))
        for row in found:
            row.sound = sounds_of(row.name)
        rows.bulk_update(found, ["sound"], batch_size=AT_ONCE)


class Migration(migrations.Migration):
    """What code from before this writes is found by its name alone, until it is written again."""

    dependencies = [
        ("advisers", "0003_how_names_of_people_sound"),
    ]

    operations = [
        migrations.RunPython(fill_in, migrations.RunPython.noop),
    ]
