from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_a_view_may_say_much"),
        ("advisers", "0004_names_of_people_sound"),
        ("places", "0007_names_sound"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="membership",
            name="membership_ends_after_it_began",
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                ),
                name="membership_ends_no_sooner_than_it_begins",
            ),
        ),
    ]
