import django.contrib.postgres.constraints
import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

import menkou.core.db
import menkou.core.models
import menkou.postings.models


class Migration(migrations.Migration):
    dependencies = [
        ("advisers", "0001_initial"),
        ("places", "0002_rough_centres"),
        ("postings", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("begins_at", models.DateTimeField(verbose_name="开始")),
                ("ends_at", models.DateTimeField(verbose_name="结束")),
                (
                    "reason",
                    models.CharField(
                        choices=[("holiday", "休假"), ("illness", "生病"), ("duty", "出差或学习"), ("other", "其他")],
                        max_length=10,
                        verbose_name="原因",
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
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
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "registration",
                    menkou.core.models.OwnedKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="advisers.registration"
                    ),
                ),
            ],
            options={
                "verbose_name": "请假",
                "ordering": ["-begins_at"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    menkou.core.db.SameDistrict("registration", name="absence_and_registration_share_district"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("begins_at"))), name="absence_ends_after_it_began"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("district", "="),
                            ("registration", "="),
                            (menkou.postings.models.InstantSpan("begins_at", "ends_at"), "&&"),
                        ],
                        name="nobody_is_away_twice_at_once",
                    ),
                ],
            },
        ),
        menkou.core.db.GuardRows("postings_absence"),
    ]
