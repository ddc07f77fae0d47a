import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import menkou.core.dated
import menkou.core.db
import menkou.core.models


class Migration(migrations.Migration):
    """How often codes are opened, and those that are not ours."""

    dependencies = [("boards", "0001_boards")]

    operations = [
        migrations.CreateModel(
            name="ScanCount",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("day", models.DateField(verbose_name="日期")),
                ("count", models.PositiveIntegerField(verbose_name="次数")),
                (
                    "board",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scans",
                        to="boards.board",
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
            ],
            options={
                "verbose_name": "扫码次数",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Alarm",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("altered", "码被改过"),
                            ("unknown", "没有这个牌号"),
                            ("revoked", "码已作废"),
                            ("foreign", "不是我们的网址"),
                        ],
                        max_length=8,
                        verbose_name="什么事",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=6, verbose_name="牌号")),
                ("hour", models.DateTimeField(verbose_name="哪一小时")),
                ("count", models.PositiveIntegerField(default=1, verbose_name="次数")),
                ("host", models.CharField(blank=True, max_length=60, verbose_name="网址")),
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
            ],
            options={
                "verbose_name": "可疑的码",
                "ordering": ["-hour"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("hour"),
                        models.F("number"),
                        models.F("kind"),
                        name="one_alarm_of_a_kind_an_hour",
                    )
                ],
            },
        ),
        menkou.core.db.GuardRows("boards_scancount"),
        menkou.core.db.GuardRows("boards_alarm"),
        migrations.AddConstraint(
            model_name="scancount",
            constraint=menkou.core.db.SameDistrict("board", name="scan_count_and_board_share_district"),
        ),
        migrations.AddConstraint(
            model_name="scancount",
            constraint=models.UniqueConstraint(
                models.F("district"), models.F("board"), models.F("day"), name="one_scan_count_to_a_day"
            ),
        ),
    ]
