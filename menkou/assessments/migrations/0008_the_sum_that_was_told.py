from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """告知书 says the sum that was told, also after less was decided on."""

    dependencies = [
        ("advisers", "0002_licences_and_what_people_can_do"),
        ("assessments", "0007_heard_once"),
        ("plans", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="consequence",
            name="told_fen",
            field=models.PositiveIntegerField(null=True, verbose_name="告知时拟扣多少（分）"),
        ),
        migrations.AddConstraint(
            model_name="consequence",
            constraint=models.CheckConstraint(
                condition=models.Q(("told_fen", None), ("fen__lte", models.F("told_fen")), _connector="OR"),
                name="no_more_is_taken_off_than_was_told",
            ),
        ),
    ]
