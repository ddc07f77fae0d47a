from django.db import migrations, models


class Migration(migrations.Migration):
    """A village may begin and end on one day, where two changes are made that day; and none succeeds itself."""

    dependencies = [
        ("places", "0004_former_names"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="village",
            name="village_ends_after_it_began",
        ),
        migrations.AddConstraint(
            model_name="village",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                ),
                name="village_ends_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="village",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("successor", None), models.Q(("successor", models.F("id")), _negated=True), _connector="OR"
                ),
                name="no_village_is_its_own_successor",
            ),
        ),
    ]
