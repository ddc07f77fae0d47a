from django.db import migrations, models

import menkou.core.clock


class Migration(migrations.Migration):
    """An entry is recorded when our own clock says; a demo says when it would have been."""

    dependencies = [("worklogs", "0005_ledgers_by_day")]

    operations = [
        migrations.AlterField(
            model_name="entry",
            name="recorded_at",
            field=models.DateTimeField(default=menkou.core.clock.now, editable=False),
        ),
    ]
