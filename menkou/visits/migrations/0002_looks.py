import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

import menkou.core.db
import menkou.core.models


class Migration(migrations.Migration):
    """Whoever has looked at a hint may say why there is nothing to it, which is kept for good."""

    dependencies = [
        ("advisers", "0002_licences_and_what_people_can_do"),
        ("places", "0007_names_sound"),
        ("visits", "0001_visits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Look",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=10, verbose_name="提示")),
                ("key", models.BinaryField()),
                ("note", models.CharField(max_length=200, verbose_name="为什么没问题")),
                ("looked_at", models.DateTimeField(verbose_name="看的时间")),
                (
                    "district",
                    models.ForeignKey(
                        db_default=menkou.core.db.DistrictBeingWritten(),
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.district",
                    ),
                ),
                (
                    "looked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "registration",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="advisers.registration",
                    ),
                ),
                (
                    "township",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.township",
                    ),
                ),
            ],
            options={
                "verbose_name": "看过了",
                "ordering": ["-looked_at"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    menkou.core.db.SameDistrict("township", name="look_and_township_share_district"),
                    menkou.core.db.SameDistrict("registration", name="look_and_registration_share_district"),
                    models.UniqueConstraint(
                        models.F("district"), models.F("township"), models.F("key"), name="a_hint_is_looked_at_once"
                    ),
                    models.CheckConstraint(condition=models.Q(("note", ""), _negated=True), name="a_look_says_why"),
                ],
            },
        ),
        menkou.core.db.GuardRows("visits_look", append_only=True),
    ]
