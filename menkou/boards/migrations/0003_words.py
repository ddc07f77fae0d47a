import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

import menkou.core.dated
import menkou.core.db
import menkou.core.models


class Migration(migrations.Migration):
    """What a district says on its boards: words, hours, portraits."""

    dependencies = [
        ("advisers", "0002_licences_and_what_people_can_do"),
        ("boards", "0002_scans_and_alarms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Disclosure",
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
                ("brand", models.CharField(blank=True, max_length=40, verbose_name="宣传语")),
                (
                    "content",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), size=None, verbose_name="服务内容"
                    ),
                ),
                (
                    "commitments",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), size=None, verbose_name="承诺"
                    ),
                ),
                (
                    "standards",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), size=None, verbose_name="标准"
                    ),
                ),
                ("visiting", models.CharField(max_length=60, verbose_name="顾问什么时候来")),
                (
                    "licence_mask",
                    models.CharField(
                        choices=[("full", "全部写出"), ("middle", "中间打星号"), ("last", "只写最后四位")],
                        default="full",
                        max_length=8,
                        verbose_name="执业证号",
                    ),
                ),
                ("bureau_phone", models.CharField(max_length=20, verbose_name="区司法局监督电话")),
                ("logo", models.BinaryField(null=True, verbose_name="标志")),
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
                "verbose_name": "公示内容",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Portrait",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("content", models.BinaryField()),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "registration",
                    menkou.core.models.OwnedKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="advisers.registration"
                    ),
                ),
            ],
            options={
                "verbose_name": "顾问照片",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="VillageHours",
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
                ("words", models.CharField(max_length=60, verbose_name="顾问什么时候来")),
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
                "verbose_name": "到村时间",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        menkou.core.db.GuardRows("boards_disclosure"),
        menkou.core.db.GuardRows("boards_villagehours"),
        menkou.core.db.GuardRows("boards_portrait"),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until", None), ("valid_until__gt", models.F("valid_from")), _connector="OR"),
                name="disclosure_ends_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("district", "="), (menkou.core.dated.DateSpan("valid_from", "valid_until"), "&&")],
                name="one_disclosure_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="portrait",
            constraint=menkou.core.db.SameDistrict("registration", name="portrait_and_registration_share_district"),
        ),
        migrations.AddConstraint(
            model_name="portrait",
            constraint=models.UniqueConstraint(
                models.F("district"), models.F("registration"), name="one_portrait_of_a_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="villagehours",
            constraint=menkou.core.db.SameDistrict("village", name="hours_and_village_share_district"),
        ),
        migrations.AddConstraint(
            model_name="villagehours",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until", None), ("valid_until__gt", models.F("valid_from")), _connector="OR"),
                name="hours_ends_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="villagehours",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("district", "="),
                    ("village", "="),
                    (menkou.core.dated.DateSpan("valid_from", "valid_until"), "&&"),
                ],
                name="one_set_of_hours_at_a_time",
            ),
        ),
    ]
