import django.contrib.postgres.fields
import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

import menkou.core.db


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0002_rough_centres"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("word", "Word（每村一份，打成一个 zip）"), ("pdf", "PDF（合成一个文件）")],
                        max_length=4,
                        verbose_name="格式",
                    ),
                ),
                (
                    "contracts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), size=None, verbose_name="合同"
                    ),
                ),
                (
                    "left_out",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None, verbose_name="没有放进来的"
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "排队中"),
                            ("making", "正在做"),
                            ("ready", "做好了"),
                            ("failed", "没有做成"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("attempt", models.PositiveSmallIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0, verbose_name="做好的份数")),
                ("problem", models.CharField(blank=True, max_length=200, verbose_name="没有做成的原因")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                "verbose_name": "批次",
                "ordering": ["-asked_at"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("asked_by"),
                        condition=models.Q(("state__in", ["waiting", "making"])),
                        name="one_unfinished_batch_of_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "failed"), models.Q(("problem", ""), _negated=True)),
                            models.Q(models.Q(("state", "failed"), _negated=True), ("problem", "")),
                            _connector="OR",
                        ),
                        name="only_a_failed_batch_has_a_problem",
                    ),
                ],
            },
        ),
        menkou.core.db.GuardRows("papers_batch"),
    ]
