import django.contrib.postgres.constraints
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import menkou.core.dated
import menkou.core.db
import menkou.core.models


class Migration(migrations.Migration):
    dependencies = [
        ("advisers", "0002_licences_and_what_people_can_do"),
        ("places", "0003_what_villages_need"),
        ("postings", "0007_posts_keep_to_roster_and_contract"),
    ]

    operations = [
        migrations.CreateModel(
            name="Avoidance",
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
                    "reason",
                    models.CharField(
                        choices=[
                            ("kinship", "与村（居）两委成员有近亲属关系"),
                            ("dispute", "与本村（居）有纠纷或利害关系"),
                            ("other_side", "代理过本村（居）的对方当事人"),
                            ("discipline", "受过处罚或惩戒"),
                            ("request", "村（居）要求回避，理由成立"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                        verbose_name="理由",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=200, verbose_name="说明")),
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="advisers.institution",
                    ),
                ),
                (
                    "registration",
                    menkou.core.models.OwnedKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="advisers.registration",
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
                "verbose_name": "回避",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    menkou.core.db.SameDistrict("village", name="avoidance_and_village_share_district"),
                    menkou.core.db.SameDistrict("registration", name="avoidance_and_registration_share_district"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="avoidance_ends_after_it_began",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("institution__isnull", False), ("registration__isnull", True)),
                            models.Q(("institution__isnull", True), ("registration__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_avoidance_is_of_a_person_or_an_institution",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("district", "="),
                            ("village", "="),
                            ("registration", "="),
                            (menkou.core.dated.DateSpan("valid_from", "valid_until"), "&&"),
                        ],
                        name="a_person_avoids_a_village_once",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("district", "="),
                            ("village", "="),
                            ("institution", "="),
                            (menkou.core.dated.DateSpan("valid_from", "valid_until"), "&&"),
                        ],
                        name="an_institution_avoids_a_village_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Wish",
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
                    "side",
                    models.CharField(
                        choices=[("village", "村（居）提出"), ("other", "顾问或机构提出")],
                        max_length=8,
                        verbose_name="谁提出",
                    ),
                ),
                (
                    "weight",
                    models.SmallIntegerField(
                        choices=[(3, "很希望"), (1, "希望"), (-1, "尽量不要"), (-3, "很不希望")], verbose_name="意愿"
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="advisers.institution",
                    ),
                ),
                (
                    "registration",
                    menkou.core.models.OwnedKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="advisers.registration",
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
                "verbose_name": "双向选择",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    menkou.core.db.SameDistrict("village", name="wish_and_village_share_district"),
                    menkou.core.db.SameDistrict("registration", name="wish_and_registration_share_district"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="wish_ends_after_it_began",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("institution__isnull", False), ("registration__isnull", True)),
                            models.Q(("institution__isnull", True), ("registration__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_wish_is_about_a_person_or_an_institution",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("district", "="),
                            ("village", "="),
                            ("side", "="),
                            ("registration", "="),
                            (menkou.core.dated.DateSpan("valid_from", "valid_until"), "&&"),
                        ],
                        name="a_side_wishes_about_a_person_once",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("district", "="),
                            ("village", "="),
                            ("side", "="),
                            ("institution", "="),
                            (menkou.core.dated.DateSpan("valid_from", "valid_until"), "&&"),
                        ],
                        name="a_side_wishes_about_an_institution_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weight__in", [-3, -1, 1, 3])), name="a_wish_has_a_weight"
                    ),
                ],
            },
        ),
        menkou.core.db.GuardRows("postings_avoidance"),
        menkou.core.db.GuardRows("postings_wish"),
    ]
