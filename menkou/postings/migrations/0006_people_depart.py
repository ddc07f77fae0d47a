import django.contrib.postgres.constraints
import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

import menkou.core.db
import menkou.core.models
import menkou.places.models


class Migration(migrations.Migration):
    """离任: leaving, suspension, the end of a licence, an institution's leaving, an ordered replacement."""

    dependencies = [
        ("advisers", "0001_initial"),
        ("postings", "0005_posts_under_contracts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Departure",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("left", "离职"),
                            ("suspended", "停止执业"),
                            ("licence", "执业证到期"),
                            ("institution", "机构退出"),
                            ("replaced", "责令更换"),
                        ],
                        max_length=12,
                        verbose_name="缘由",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="起")),
                ("valid_until", models.DateField(null=True, verbose_name="止")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("took", models.JSONField(default=dict)),
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
                "verbose_name": "离任",
                "ordering": ["-valid_from"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    menkou.core.db.SameDistrict("registration", name="departure_and_registration_share_district"),
                    models.CheckConstraint(
                        condition=Q(("valid_until", None), ("valid_until__gt", F("valid_from")), _connector="OR"),
                        name="departure_ends_after_it_began",
                    ),
                    models.CheckConstraint(
                        condition=Q(("valid_until", None), ~Q(("why__in", ["left", "institution"])), _connector="OR"),
                        name="who_has_left_does_not_come_back",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("district", "="),
                            ("registration", "="),
                            (menkou.places.models.DateSpan("valid_from", "valid_until"), "&&"),
                        ],
                        name="nobody_departs_twice_at_once",
                    ),
                ],
            },
        ),
        menkou.core.db.GuardRows("postings_departure"),
    ]
