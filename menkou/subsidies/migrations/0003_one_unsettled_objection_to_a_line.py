from django.db import migrations, models

NAME = "one_open_objection_to_a_line"
UNSETTLED = models.Q(
    ("outcome", ""), models.Q(("decision", ""), ("outcome__in", ["record", "amount"])), _connector="OR"
)


class Migration(migrations.Migration):
    """An answer that waits for the second person may be opened again: until then there is no other objection."""

    dependencies = [
        ("subsidies", "0002_what_is_checked_is_kept"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="objection", name=NAME),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.UniqueConstraint(models.F("district"), models.F("line"), condition=UNSETTLED, name=NAME),
        ),
    ]
