import django.contrib.postgres.constraints
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import menkou.core.dated
import menkou.core.db


class Migration(migrations.Migration):
    dependencies = [
        ("engagements", "0004_missed_duties"),
        ("places", "0003_what_villages_need"),
    ]

    operations = [
        migrations.CreateModel(
            name="Obligation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="起")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="止")),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("hours", "小时"),
                            ("visits", "次到村"),
                            ("days", "天"),
                            ("contacts", "次联系"),
                            ("lectures", "场法治讲座"),
                        ],
                        max_length=10,
                        verbose_name="按什么算",
                    ),
                ),
                (
                    "per",
                    models.CharField(
                        choices=[("village", "每个村居"), ("adviser", "每位顾问"), ("institution", "每家机构")],
                        max_length=12,
                        verbose_name="对谁",
                    ),
                ),
                (
                    "window",
                    models.CharField(
                        choices=[("month", "每月"), ("quarter", "每季度"), ("half_year", "每半年"), ("year", "每年")],
                        max_length=10,
                        verbose_name="多久",
                    ),
                ),
                ("least", models.PositiveSmallIntegerField(verbose_name="至少")),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[("ordinary", "一般"), ("busy", "重点"), ("remote", "偏远")],
                        max_length=10,
                        verbose_name="村居分类",
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
                "verbose_name": "工作要求",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="obligation_ends_after_it_began",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("district", "="),
                            ("unit", "="),
                            ("per", "="),
                            ("window", "="),
                            ("grade", "="),
                            (menkou.core.dated.DateSpan("valid_from", "valid_until"), "&&"),
                        ],
                        name="one_obligation_of_a_kind_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("least__gte", 1)), name="an_obligation_asks_for_something"
                    ),
                ],
            },
        ),
        menkou.core.db.GuardRows("engagements_obligation"),
    ]
