from django.db import migrations

from menkou.core.db import FindWords


class Migration(migrations.Migration):
    """What was written of a piece of work can be looked for."""

    dependencies = [("worklogs", "0007_samples"), ("core", "0009_texts_in_pairs")]

    operations = [FindWords("worklogs_entry", "summary")]
