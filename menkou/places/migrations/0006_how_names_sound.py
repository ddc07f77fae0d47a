from django.db import migrations

import menkou.places.models


class Migration(migrations.Migration):
    """Places are found by the sound of their names as well; code from before leaves it empty."""

    dependencies = [
        ("places", "0005_two_changes_in_a_day"),
    ]

    operations = [
        migrations.AddField(
            model_name=name,
            name="sound",
            field=menkou.places.models.Sound(db_default="", verbose_name="读音"),
        )
        for name in ("formername", "township", "village")
    ]
