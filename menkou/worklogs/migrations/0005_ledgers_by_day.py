from django.db import migrations, models


class Migration(migrations.Migration):
    """A year of a district's entries is paged through from the latest."""

    dependencies = [("worklogs", "0004_evidence")]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["district", "-done_on", "-id"], name="entry_by_day"),
        ),
    ]
