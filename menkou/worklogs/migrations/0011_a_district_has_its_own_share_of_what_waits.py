"""Of one district few entries wait, of another many: PostgreSQL counts both together."""

from django.db import migrations

from menkou.core.db import Correlate


class Migration(migrations.Migration):
    dependencies = [("worklogs", "0010_what_waits_is_found_by_village")]

    operations = [Correlate("worklogs_entry", "district_id", "outcome")]
