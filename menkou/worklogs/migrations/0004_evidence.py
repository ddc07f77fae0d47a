import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

import menkou.core.db
import menkou.core.models

KINDS = [
    ("photo", "照片"),
    ("signin", "签到表"),
    ("paper", "日志纸页"),
    ("document", "文书"),
    ("confirmation", "确认"),
]


class Migration(migrations.Migration):
    """What was done can be shown."""

    dependencies = [
        ("worklogs", "0003_what_an_entry_counts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(choices=KINDS, max_length=12, verbose_name="是什么")),
                ("file", models.CharField(max_length=40)),
                (
                    "format",
                    models.CharField(choices=[("pdf", "PDF"), ("jpg", "JPG")], max_length=3, verbose_name="格式"),
                ),
                ("size", models.PositiveIntegerField(verbose_name="字节")),
                ("digest", models.BinaryField()),
                ("made_at", models.DateTimeField()),
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
                    "entry",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="worklogs.entry",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "佐证",
                "ordering": ["made_at", "id"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["district", "digest"], name="evidence_by_digest")],
                "constraints": [
                    menkou.core.db.SameDistrict("entry", name="evidence_and_entry_share_district"),
                    models.UniqueConstraint(models.F("district"), models.F("file"), name="one_evidence_to_a_file"),
                    models.UniqueConstraint(
                        models.F("district"),
                        models.F("entry"),
                        models.F("digest"),
                        name="evidence_is_added_once",
                    ),
                ],
            },
        ),
        menkou.core.db.GuardRows("worklogs_evidence"),
    ]
