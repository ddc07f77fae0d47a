import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

import menkou.core.db
import menkou.core.models


class Migration(migrations.Migration):
    """公示牌: which names hang at a village's door."""

    initial = True

    dependencies = [
        ("advisers", "0001_initial"),
        ("places", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Board",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("stale_since", models.DateField(null=True, verbose_name="从哪天起名字不对")),
                ("why", models.CharField(blank=True, max_length=40, verbose_name="缘由")),
                ("renewed_at", models.DateTimeField(null=True, verbose_name="更换时间")),
                (
                    "a",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="advisers.registration",
                    ),
                ),
                (
                    "b",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="advisers.registration",
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
                    "renewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "village",
                    menkou.core.models.OwnedKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="places.village"
                    ),
                ),
            ],
            options={
                "verbose_name": "公示牌",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=Q(("stale_since__isnull", False)),
                        fields=["district", "stale_since"],
                        name="board_stale",
                    )
                ],
                "constraints": [
                    menkou.core.db.SameDistrict("village", name="board_and_village_share_district"),
                    menkou.core.db.SameDistrict("a", name="board_and_a_share_district"),
                    menkou.core.db.SameDistrict("b", name="board_and_b_share_district"),
                    models.UniqueConstraint("district", "village", name="one_board_to_a_village"),
                    models.CheckConstraint(
                        condition=Q(
                            Q(("renewed_at", None), ("renewed_by", None)),
                            Q(("renewed_at__isnull", False), ("renewed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_renewed_board_has_time_and_person",
                    ),
                ],
            },
        ),
        menkou.core.db.GuardRows("departures_board"),
    ]
