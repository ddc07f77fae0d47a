import django.contrib.postgres.constraints
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import menkou.advisers.models
import menkou.core.dated
import menkou.core.db
import menkou.core.models


class Migration(migrations.Migration):
    dependencies = [
        ("advisers", "0001_initial"),
        ("places", "0003_what_villages_need"),
    ]

    operations = [
        migrations.CreateModel(
            name="Base",
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
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="经度（约）")),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="纬度（约）")),
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
                (
                    "township",
                    menkou.core.models.OwnedKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="places.township",
                    ),
                ),
            ],
            options={
                "verbose_name": "常驻地",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    menkou.core.db.SameDistrict("registration", name="base_and_registration_share_district"),
                    menkou.core.db.SameDistrict("township", name="base_and_township_share_district"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="base_ends_after_it_began",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("district", "="),
                            ("registration", "="),
                            (menkou.core.dated.DateSpan("valid_from", "valid_until"), "&&"),
                        ],
                        name="one_base_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude", None), ("longitude", None), ("township__isnull", False)),
                            models.Q(("latitude__isnull", False), ("longitude__isnull", False), ("township", None)),
                            _connector="OR",
                        ),
                        name="a_base_is_a_township_or_a_rough_place",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Licence",
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
                    "number",
                    models.CharField(
                        max_length=30, validators=[menkou.advisers.models.check_licence], verbose_name="执业证号"
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
                "verbose_name": "执业证",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    menkou.core.db.SameDistrict("registration", name="licence_and_registration_share_district"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="licence_ends_after_it_began",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("district", "="),
                            ("registration", "="),
                            (menkou.core.dated.DateSpan("valid_from", "valid_until"), "&&"),
                        ],
                        name="one_licence_at_a_time",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("district", "="),
                            ("number", "="),
                            (menkou.core.dated.DateSpan("valid_from", "valid_until"), "&&"),
                        ],
                        name="a_licence_number_is_one_person_s",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Speciality",
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
                    "topic",
                    models.CharField(
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
                        verbose_name="擅长",
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
                "verbose_name": "擅长",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    menkou.core.db.SameDistrict("registration", name="speciality_and_registration_share_district"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="speciality_ends_after_it_began",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("district", "="),
                            ("registration", "="),
                            ("topic", "="),
                            (menkou.core.dated.DateSpan("valid_from", "valid_until"), "&&"),
                        ],
                        name="a_speciality_is_recorded_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Strength",
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
                ("headcount", models.PositiveSmallIntegerField(verbose_name="人数")),
                ("share", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="份额（千分之）")),
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
                "verbose_name": "机构人数和份额",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="strength_ends_after_it_began",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("district", "="),
                            ("institution", "="),
                            (menkou.core.dated.DateSpan("valid_from", "valid_until"), "&&"),
                        ],
                        name="one_strength_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("share", None), ("share__lte", 1000), _connector="OR"),
                        name="a_share_is_no_more_than_all",
                    ),
                ],
            },
        ),
        menkou.core.db.GuardRows("advisers_licence"),
        menkou.core.db.GuardRows("advisers_strength"),
        menkou.core.db.GuardRows("advisers_speciality"),
        menkou.core.db.GuardRows("advisers_base"),
    ]
