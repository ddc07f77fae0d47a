import django.contrib.postgres.constraints
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import menkou.advisers.models
import menkou.core.db
import menkou.core.models
import menkou.places.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Adviser",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="姓名")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("lawyer", "律师"),
                            ("trainee", "实习律师"),
                            ("legal_service_worker", "基层法律服务工作者"),
                            ("other", "其他"),
                        ],
                        max_length=24,
                        verbose_name="类别",
                    ),
                ),
                (
                    "licence_no",
                    models.CharField(
                        max_length=30,
                        unique=True,
                        validators=[menkou.advisers.models.check_licence],
                        verbose_name="执业证号",
                    ),
                ),
            ],
            options={
                "verbose_name": "法律顾问",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Institution",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[("law_firm", "律师事务所"), ("legal_service_office", "基层法律服务所")],
                        max_length=24,
                        verbose_name="类别",
                    ),
                ),
                (
                    "credit_code",
                    models.CharField(
                        max_length=18,
                        unique=True,
                        validators=[menkou.advisers.models.check_credit_code],
                        verbose_name="统一社会信用代码",
                    ),
                ),
                ("phone", models.CharField(max_length=20, verbose_name="电话")),
                ("address", models.CharField(max_length=120, verbose_name="办公地址")),
            ],
            options={
                "verbose_name": "执业机构",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
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
                    "home_township",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.township",
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="advisers.institution"
                    ),
                ),
            ],
            options={
                "verbose_name": "驻区机构",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    menkou.core.db.SameDistrict("home_township", name="presence_and_township_share_district"),
                    models.UniqueConstraint(
                        models.F("district"), models.F("institution"), name="an_institution_is_present_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Registration",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("phone", models.CharField(max_length=20, verbose_name="电话")),
                ("valid_from", models.DateField(verbose_name="起")),
                ("valid_until", models.DateField(null=True, verbose_name="止")),
                (
                    "adviser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="advisers.adviser"
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
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="advisers.institution"
                    ),
                ),
            ],
            options={
                "verbose_name": "名册",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="registration_ends_after_it_began",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("district", "="),
                            ("adviser", "="),
                            (menkou.places.models.DateSpan("valid_from", "valid_until"), "&&"),
                        ],
                        name="one_registration_at_a_time",
                    ),
                ],
            },
        ),
        menkou.core.db.ShareRows("advisers_adviser"),
        menkou.core.db.ShareRows("advisers_institution"),
        menkou.core.db.GuardRows("advisers_presence"),
        menkou.core.db.GuardRows("advisers_registration"),
    ]
