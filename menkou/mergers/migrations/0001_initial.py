import django.core.validators
import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

import menkou.core.db
import menkou.core.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0005_two_changes_in_a_day"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(max_length=60, verbose_name="名称")),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
                ("effective_on", models.DateField(verbose_name="生效日")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "核对中"), ("applied", "已执行"), ("withdrawn", "已撤回")],
                        default="open",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("before", models.JSONField(verbose_name="调整前的名单")),
                ("after", models.JSONField(verbose_name="调整后的名单")),
                ("towns", models.JSONField(default=dict, verbose_name="镇街代码变更")),
                ("made_at", models.DateTimeField()),
                ("applied_at", models.DateTimeField(null=True)),
                ("moved", models.JSONField(default=dict, verbose_name="随村转移的")),
                (
                    "applied_by",
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
            ],
            options={
                "verbose_name": "区划调整",
                "ordering": ["-effective_on", "-made_at"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Succession",
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
                        verbose_name="代码",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="村名")),
                ("proposed", models.CharField(blank=True, max_length=12, verbose_name="拟由谁承接")),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("same_name", "村名相同"),
                            ("part_of_name", "村名的一部分相同"),
                            ("like_name", "村名里有一样的字"),
                            ("order", "只按代码的顺序猜的"),
                        ],
                        max_length=12,
                        verbose_name="怎么看出来的",
                    ),
                ),
                ("successor", models.CharField(blank=True, max_length=12, verbose_name="由谁承接")),
                ("reason", models.CharField(blank=True, max_length=100, verbose_name="没有承接的原因")),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveSmallIntegerField(default=0)),
                (
                    "change",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successions",
                        to="mergers.change",
                    ),
                ),
                (
                    "confirmed_by",
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
            ],
            options={
                "verbose_name": "承接",
                "ordering": ["code"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        menkou.core.db.GuardRows("mergers_change"),
        menkou.core.db.GuardRows("mergers_succession"),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("applied_at__isnull", False), ("applied_by__isnull", False), ("state", "applied")),
                    models.Q(models.Q(("state", "applied"), _negated=True), ("applied_at", None), ("applied_by", None)),
                    _connector="OR",
                ),
                name="an_applied_change_has_time_and_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=menkou.core.db.SameDistrict("change", name="succession_and_change_share_district"),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.UniqueConstraint(
                models.F("district"), models.F("change"), models.F("code"), name="a_village_ends_once_in_a_change"
            ),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.CheckConstraint(
                condition=models.Q(("successor", models.F("code")), _negated=True), name="no_village_succeeds_itself"
            ),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.CheckConstraint(
                condition=models.Q(("successor", ""), ("reason", ""), _connector="OR"),
                name="a_successor_or_a_reason_why_none",
            ),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at", None), ("confirmed_by", None)),
                    models.Q(
                        ("confirmed_at__isnull", False),
                        ("confirmed_by__isnull", False),
                        models.Q(
                            models.Q(("successor", ""), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="a_confirmed_succession_says_where_and_who",
            ),
        ),
    ]
