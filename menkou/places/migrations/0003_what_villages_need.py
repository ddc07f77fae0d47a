import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import menkou.core.dated
import menkou.core.db
import menkou.core.models


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0002_rough_centres"),
    ]

    operations = [
        migrations.CreateModel(
            name="Demand",
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
                ("population", models.PositiveIntegerField(verbose_name="人口")),
                ("consultations", models.PositiveIntegerField(verbose_name="上年咨询（件）")),
                ("remoteness", models.PositiveSmallIntegerField(verbose_name="离镇街驻地（公里）")),
                (
                    "grade",
                    models.CharField(
                        choices=[("ordinary", "一般"), ("busy", "重点"), ("remote", "偏远")],
                        default="ordinary",
                        max_length=10,
                        verbose_name="分类",
                    ),
                ),
                (
                    "needs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("land", "土地承包和宅基地"),
                                ("expropriation", "征地拆迁"),
                                ("family", "婚姻家庭和继承"),
                                ("contract", "合同"),
                                ("loans", "民间借贷"),
                                ("labour", "劳动争议"),
                                ("damage", "损害赔偿"),
                                ("mediation", "邻里纠纷和调解"),
                                ("village_rules", "村规民约和村务"),
                                ("petition", "信访"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="最需要",
                    ),
                ),
                ("one_team", models.BooleanField(default=False, verbose_name="希望两岗来自一家机构")),
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
                    "village",
                    menkou.core.models.OwnedKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="places.village"
                    ),
                ),
            ],
            options={
                "verbose_name": "村居需求",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    menkou.core.db.SameDistrict("village", name="demand_and_village_share_district"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="demand_ends_after_it_began",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("district", "="),
                            ("village", "="),
                            (menkou.core.dated.DateSpan("valid_from", "valid_until"), "&&"),
                        ],
                        name="one_demand_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("needs__len__lte", 3)), name="a_village_needs_a_few_things"
                    ),
                ],
            },
        ),
        menkou.core.db.GuardRows("places_demand"),
    ]
