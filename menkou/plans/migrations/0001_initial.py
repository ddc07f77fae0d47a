import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

import menkou.core.db
import menkou.core.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0002_rough_centres"),
        ("postings", "0002_people_are_away"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="编号")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "排队中"),
                            ("solving", "正在计算"),
                            ("ready", "待审定"),
                            ("approved", "已审定"),
                            ("published", "已发布"),
                            ("withdrawn", "已撤下"),
                            ("failed", "没有算成"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("whole", "全区方案"), ("repair", "修补方案")],
                        default="whole",
                        max_length=6,
                        verbose_name="种类",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="从哪天起")),
                ("until", models.DateField(null=True, verbose_name="管到哪天")),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="为什么做")),
                ("made_at", models.DateTimeField()),
                ("seconds_asked", models.PositiveSmallIntegerField(default=30, verbose_name="最多算几秒")),
                ("seed", models.PositiveIntegerField(default=1)),
                ("attempt", models.PositiveSmallIntegerField(default=0)),
                ("is_stopping", models.BooleanField(default=False, verbose_name="要停下")),
                ("progress", models.JSONField(default=dict, verbose_name="算到哪里")),
                ("problem", models.TextField(blank=True, verbose_name="没有算成的原因")),
                ("doubts", models.JSONField(default=list, verbose_name="存疑的资料")),
                ("posts", models.JSONField(default=dict, verbose_name="岗位")),
                ("before", models.JSONField(default=dict, verbose_name="修补前的岗位")),
                ("pairings", models.JSONField(default=list, verbose_name="结对")),
                ("locks", models.JSONField(default=list, verbose_name="锁定的岗位")),
                ("changes", models.JSONField(default=list, verbose_name="人工调整")),
                ("terms", models.JSONField(default=dict, verbose_name="各项代价")),
                ("value", models.FloatField(null=True, verbose_name="代价")),
                ("bound", models.FloatField(null=True, verbose_name="下界")),
                ("bound_covers", models.CharField(blank=True, max_length=10, verbose_name="下界管到哪里")),
                ("is_fewest", models.BooleanField(null=True, verbose_name="换得最少")),
                ("seconds", models.FloatField(null=True, verbose_name="用时（秒）")),
                ("unmet_wishes", models.JSONField(default=list, verbose_name="没有满足的意愿")),
                ("revision", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField(null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "based_on",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.version",
                    ),
                ),
                (
                    "changed_by",
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
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="postings.plan",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "方案",
                "ordering": ["-number"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    menkou.core.db.SameDistrict("based_on", name="version_and_its_basis_share_district"),
                    menkou.core.db.SameDistrict("plan", name="version_and_plan_share_district"),
                    models.UniqueConstraint(models.F("district"), models.F("number"), name="one_version_to_a_number"),
                    models.UniqueConstraint(models.F("district"), models.F("plan"), name="one_version_to_a_plan"),
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("kind"),
                        models.F("starts_on"),
                        condition=models.Q(("state", "waiting")),
                        name="one_version_of_a_kind_waits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(
                                models.Q(
                                    ("made_by", None),
                                    models.Q(("approved_by", models.F("made_by")), _negated=True),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("changed_by", None),
                                    models.Q(("approved_by", models.F("changed_by")), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="a_version_is_approved_by_a_second_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_at__isnull", False),
                                ("state__in", ["approved", "published", "withdrawn"]),
                                ("approved_by__isnull", False),
                            ),
                            models.Q(
                                ("approved_at", None),
                                ("approved_by", None),
                                ("state__in", ["waiting", "solving", "ready", "failed"]),
                            ),
                            _connector="OR",
                        ),
                        name="what_holds_was_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("published_at__isnull", False),
                                ("published_by__isnull", False),
                                ("state", "published"),
                                ("plan__isnull", False),
                            ),
                            models.Q(
                                ("plan", None),
                                ("published_at__isnull", False),
                                ("published_by__isnull", False),
                                ("state", "withdrawn"),
                            ),
                            models.Q(
                                ("state__in", ["waiting", "solving", "ready", "failed", "approved"]),
                                ("plan", None),
                                ("published_at", None),
                                ("published_by", None),
                            ),
                            _connector="OR",
                        ),
                        name="a_published_version_has_its_plan",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "withdrawn"), ("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)
                            ),
                            models.Q(
                                models.Q(("state", "withdrawn"), _negated=True),
                                ("withdrawn_at", None),
                                ("withdrawn_by", None),
                            ),
                            _connector="OR",
                        ),
                        name="only_what_was_withdrawn_says_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("changed_at", None), ("changed_by", None)),
                            models.Q(("changed_at__isnull", False), ("changed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_change_has_its_time_and_its_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "solving", "failed"]), ("value__isnull", False), _connector="OR"
                        ),
                        name="a_version_that_is_ready_has_a_value",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "failed"), models.Q(("problem", ""), _negated=True)),
                            models.Q(models.Q(("state", "failed"), _negated=True), ("problem", "")),
                            _connector="OR",
                        ),
                        name="only_a_failed_version_has_a_problem",
                    ),
                ],
            },
        ),
        menkou.core.db.GuardRows("plans_version"),
    ]
