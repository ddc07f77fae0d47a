import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

import menkou.core.db
import menkou.core.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0007_names_sound"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Import",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="文件名")),
                ("size", models.PositiveIntegerField(verbose_name="字节")),
                ("dropped_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "排队中"),
                            ("reading", "正在读"),
                            ("ready", "等您核对"),
                            ("applying", "正在导入"),
                            ("applied", "导入了"),
                            ("undone", "撤销了"),
                            ("failed", "没有读成"),
                            ("cancelled", "不导入了"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("attempt", models.PositiveSmallIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0, verbose_name="比对好的行")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="要比对的行")),
                ("problem", models.CharField(blank=True, max_length=300, verbose_name="没有办成的原因")),
                ("sheets", models.JSONField(default=list, verbose_name="认出来的表")),
                ("columns", models.JSONField(default=dict, verbose_name="选定的列")),
                ("answers", models.JSONField(default=dict, verbose_name="回答")),
                ("counts", models.JSONField(default=dict, verbose_name="各有几行")),
                ("digest", models.CharField(blank=True, max_length=64, verbose_name="比对结果的指纹")),
                ("applied_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                ("is_forgotten", models.BooleanField(default=False, verbose_name="明细已清理")),
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
                    "dropped_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "导入",
                "ordering": ["-dropped_at", "-id"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="次序")),
                ("table", models.CharField(max_length=40, verbose_name="哪张表")),
                ("key", models.UUIDField(verbose_name="哪一行")),
                ("title", models.CharField(max_length=200, verbose_name="说的是谁")),
                ("before", models.JSONField(null=True, verbose_name="原来")),
                ("after", models.JSONField(null=True, verbose_name="现在")),
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
                    "dropped",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="imports.import",
                    ),
                ),
            ],
            options={
                "verbose_name": "导入的改动",
                "ordering": ["number"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Layout",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("signature", models.CharField(max_length=1000, verbose_name="表头")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("townships", "镇街"),
                            ("villages", "村居"),
                            ("institutions", "机构"),
                            ("advisers", "顾问"),
                            ("demands", "村居需求与意愿"),
                            ("contracts", "合同"),
                            ("people", "人员与角色"),
                            ("calendar", "工作日历"),
                        ],
                        max_length=12,
                        verbose_name="是什么",
                    ),
                ),
                ("columns", models.JSONField(default=dict, verbose_name="哪列是什么")),
                ("chosen_at", models.DateTimeField()),
                (
                    "chosen_by",
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
                "verbose_name": "记住的列",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="次序")),
                ("sheet", models.CharField(max_length=100, verbose_name="表")),
                ("row", models.PositiveIntegerField(verbose_name="行")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("townships", "镇街"),
                            ("villages", "村居"),
                            ("institutions", "机构"),
                            ("advisers", "顾问"),
                            ("demands", "村居需求与意愿"),
                            ("contracts", "合同"),
                            ("people", "人员与角色"),
                            ("calendar", "工作日历"),
                        ],
                        max_length=12,
                        verbose_name="是什么",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("new", "新增"),
                            ("changed", "修改"),
                            ("same", "没有变"),
                            ("wrong", "有错"),
                            ("asked", "要问您"),
                        ],
                        max_length=8,
                        verbose_name="怎么办",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="说的是谁")),
                ("values", models.JSONField(default=dict, verbose_name="写的")),
                ("was", models.JSONField(default=dict, verbose_name="原来的")),
                ("problems", models.JSONField(default=list, verbose_name="哪里不对")),
                ("question", models.JSONField(null=True, verbose_name="要问的")),
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
                    "dropped",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="imports.import",
                    ),
                ),
            ],
            options={
                "verbose_name": "导入的一行",
                "ordering": ["number"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        menkou.core.db.GuardRows("imports_import"),
        menkou.core.db.GuardRows("imports_line"),
        menkou.core.db.GuardRows("imports_change"),
        menkou.core.db.GuardRows("imports_layout"),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.UniqueConstraint(
                models.F("district"),
                condition=models.Q(("state", "applying")),
                name="a_district_applies_one_import_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "failed"), _negated=True),
                    models.Q(("problem", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_failed_import_has_a_problem",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["applied", "undone"]), _negated=True),
                    ("applied_at__isnull", False),
                    _connector="OR",
                ),
                name="what_was_applied_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(models.Q(("state", "undone"), _negated=True), ("undone_at", None), ("undone_by", None)),
                    models.Q(("state", "undone"), ("undone_at__isnull", False)),
                    _connector="OR",
                ),
                name="what_was_undone_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(("applied_by", None), ("applied_at__isnull", False), _connector="OR"),
                name="who_applied_did_so_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=menkou.core.db.SameDistrict("dropped", name="import_change_and_import_share_district"),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.UniqueConstraint(
                models.F("district"), models.F("dropped"), models.F("number"), name="import_changes_are_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="layout",
            constraint=models.UniqueConstraint(
                models.F("district"), models.F("signature"), name="titles_are_read_in_one_way"
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=menkou.core.db.SameDistrict("dropped", name="line_and_import_share_district"),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.UniqueConstraint(
                models.F("district"), models.F("dropped"), models.F("number"), name="lines_are_numbered"
            ),
        ),
    ]
