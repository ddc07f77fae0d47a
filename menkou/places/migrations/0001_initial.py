import django.contrib.postgres.constraints
import django.core.validators
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import menkou.core.db
import menkou.core.models
import menkou.places.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        menkou.core.db.BtreeGist(),
        migrations.CreateModel(
            name="District",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True, verbose_name="网址名")),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                (
                    "code",
                    models.CharField(
                        max_length=6,
                        validators=[django.core.validators.RegexValidator("^\\d{6}$", "应为 6 位数字。")],
                        verbose_name="区划代码",
                    ),
                ),
                ("is_demo", models.BooleanField(default=False, verbose_name="演示")),
            ],
            options={
                "verbose_name": "区县",
            },
        ),
        migrations.CreateModel(
            name="Township",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        max_length=9,
                        validators=[django.core.validators.RegexValidator("^\\d{9}$", "应为 9 位数字。")],
                        verbose_name="统计代码",
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[("town", "镇"), ("subdistrict", "街道"), ("rural", "乡")],
                        max_length=12,
                        verbose_name="类别",
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
                "verbose_name": "镇街",
                "ordering": ["code"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="JudicialOffice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("phone", models.CharField(max_length=20, verbose_name="电话")),
                ("address", models.CharField(max_length=120, verbose_name="地址")),
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
                    "township",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offices",
                        to="places.township",
                    ),
                ),
            ],
            options={
                "verbose_name": "司法所",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Village",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        max_length=12,
                        validators=[django.core.validators.RegexValidator("^\\d{12}$", "应为 12 位数字。")],
                        verbose_name="统计代码",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="全称")),
                (
                    "kind",
                    models.CharField(
                        choices=[("village", "村"), ("community", "社区")], max_length=10, verbose_name="类别"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="设立")),
                ("valid_until", models.DateField(null=True, verbose_name="撤并")),
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
                    "successor",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="places.village",
                    ),
                ),
                (
                    "township",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="villages",
                        to="places.township",
                    ),
                ),
            ],
            options={
                "verbose_name": "村居",
                "ordering": ["code"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("day", models.DateField(verbose_name="日期")),
                ("is_working", models.BooleanField(verbose_name="上班")),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
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
                "verbose_name": "工作日历",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(models.F("district"), models.F("day"), name="one_calendar_entry_to_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.CharField(max_length=60, verbose_name="规则")),
                ("value", models.JSONField(verbose_name="取值")),
                ("valid_from", models.DateField(verbose_name="起")),
                ("valid_until", models.DateField(null=True, verbose_name="止")),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
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
                "verbose_name": "地方规则",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("district", "="),
                            ("key", "="),
                            (menkou.places.models.DateSpan("valid_from", "valid_until"), "&&"),
                        ],
                        name="one_rule_at_a_time",
                    )
                ],
            },
        ),
        menkou.core.db.ShareRows("places_district"),
        menkou.core.db.GuardRows("places_township"),
        menkou.core.db.GuardRows("places_judicialoffice"),
        menkou.core.db.GuardRows("places_village"),
        menkou.core.db.GuardRows("places_calendarday"),
        menkou.core.db.GuardRows("places_rule"),
        migrations.AddConstraint(
            model_name="township",
            constraint=models.UniqueConstraint(models.F("district"), models.F("code"), name="one_township_to_a_code"),
        ),
        migrations.AddConstraint(
            model_name="judicialoffice",
            constraint=menkou.core.db.SameDistrict("township", name="office_and_township_share_district"),
        ),
        migrations.AddConstraint(
            model_name="judicialoffice",
            constraint=models.UniqueConstraint(
                models.F("district"), models.F("township"), name="one_office_to_a_township"
            ),
        ),
        migrations.AddConstraint(
            model_name="village",
            constraint=menkou.core.db.SameDistrict("township", name="village_and_township_share_district"),
        ),
        migrations.AddConstraint(
            model_name="village",
            constraint=menkou.core.db.SameDistrict("successor", name="village_and_successor_share_district"),
        ),
        migrations.AddConstraint(
            model_name="village",
            constraint=models.UniqueConstraint(models.F("district"), models.F("code"), name="one_village_to_a_code"),
        ),
        migrations.AddConstraint(
            model_name="village",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until", None), ("valid_until__gt", models.F("valid_from")), _connector="OR"),
                name="village_ends_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="village",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("successor", None), models.Q(("valid_until", None), _negated=True), _connector="OR"
                ),
                name="only_an_ended_village_has_a_successor",
            ),
        ),
    ]
