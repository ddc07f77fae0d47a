import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

import menkou.core.db
import menkou.core.models


class Migration(migrations.Migration):
    """Who did not come is on record with the contract."""

    dependencies = [
        ("engagements", "0003_scans"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MissedDuty",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("day", models.DateField(verbose_name="哪一天")),
                ("what", models.CharField(max_length=100, verbose_name="应当到场的事")),
                ("had_substitute", models.BooleanField(default=False, verbose_name="派人接替了")),
                ("recorded_at", models.DateTimeField()),
                ("strike_reason", models.CharField(blank=True, max_length=100, verbose_name="为什么划掉")),
                ("struck_at", models.DateTimeField(null=True)),
                (
                    "contract",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="missed_duties",
                        to="engagements.contract",
                    ),
                ),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "struck_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "缺席记录",
                "ordering": ["day", "recorded_at"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    menkou.core.db.SameDistrict("contract", name="missed_duty_and_contract_share_district"),
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("contract"),
                        models.F("day"),
                        models.F("what"),
                        condition=models.Q(("struck_at", None)),
                        name="a_missed_duty_is_recorded_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("strike_reason", ""), ("struck_at", None), ("struck_by", None)),
                            models.Q(
                                models.Q(("strike_reason", ""), _negated=True),
                                ("struck_at__isnull", False),
                                ("struck_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_struck_duty_has_reason_time_and_person",
                    ),
                ],
            },
        ),
        menkou.core.db.GuardRows("engagements_missedduty"),
    ]
