import django.contrib.postgres.constraints
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import menkou.core.db
import menkou.core.models
import menkou.places.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("advisers", "0001_initial"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Plan",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("drawn_up_at", models.DateTimeField(auto_now_add=True)),
                ("value", models.FloatField(verbose_name="代价")),
                ("bound", models.FloatField(verbose_name="下界")),
                ("seconds", models.FloatField(verbose_name="用时（秒）")),
                ("terms", models.JSONField(default=dict, verbose_name="各项代价")),
                ("valid_from", models.DateField(verbose_name="起")),
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
                "verbose_name": "派驻方案",
                "ordering": ["-drawn_up_at"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Pairing",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="起")),
                ("valid_until", models.DateField(null=True, verbose_name="止")),
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
                (
                    "township",
                    menkou.core.models.OwnedKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="places.township"
                    ),
                ),
            ],
            options={
                "verbose_name": "结对",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    menkou.core.db.SameDistrict("township", name="pairing_and_township_share_district"),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("district", "="),
                            ("township", "="),
                            ("institution", "="),
                            (menkou.places.models.DateSpan("valid_from", "valid_until"), "&&"),
                        ],
                        name="a_pairing_is_made_once_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("post", models.CharField(choices=[("A", "A岗"), ("B", "B岗")], max_length=1, verbose_name="岗位")),
                ("valid_from", models.DateField(verbose_name="起")),
                ("valid_until", models.DateField(null=True, verbose_name="止")),
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
                    "plan",
                    menkou.core.models.OwnedKey(
                        db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="postings.plan"
                    ),
                ),
                (
                    "registration",
                    menkou.core.models.OwnedKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="advisers.registration"
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
                "verbose_name": "派驻",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["district", "registration"], name="posting_by_registration")],
                "constraints": [
                    menkou.core.db.SameDistrict("village", name="posting_and_village_share_district"),
                    menkou.core.db.SameDistrict("registration", name="posting_and_registration_share_district"),
                    menkou.core.db.SameDistrict("plan", name="posting_and_plan_share_district"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="posting_ends_after_it_began",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("district", "="),
                            ("village", "="),
                            ("post", "="),
                            (menkou.places.models.DateSpan("valid_from", "valid_until"), "&&"),
                        ],
                        name="a_post_is_held_by_one_at_a_time",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("district", "="),
                            ("village", "="),
                            ("registration", "="),
                            (menkou.places.models.DateSpan("valid_from", "valid_until"), "&&"),
                        ],
                        name="nobody_holds_both_posts_of_a_village",
                    ),
                ],
            },
        ),
        menkou.core.db.GuardRows("postings_plan"),
        menkou.core.db.GuardRows("postings_pairing"),
        menkou.core.db.GuardRows("postings_posting"),
    ]
