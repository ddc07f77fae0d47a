from django.db import migrations, models

import menkou.core.db


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Alarm",
            fields=[
                ("name", models.TextField(primary_key=True, serialize=False)),
                ("begun_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
            ],
        ),
        menkou.core.db.ShareRows("operations_alarm"),
    ]
