"""A township says which district: PostgreSQL does not multiply both."""

from django.db import migrations

from menkou.core.db import Correlate


class Migration(migrations.Migration):
    dependencies = [("places", "0007_names_sound")]

    operations = [Correlate("places_village", "district_id", "township_id")]
