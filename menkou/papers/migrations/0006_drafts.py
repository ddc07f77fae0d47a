import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

import menkou.core.db

KINDS = [
    ("word", "Word（每村一份，打成一个 zip）"),
    ("pdf", "PDF（合成一个文件）"),
    ("zip", "PDF（按镇街和载体分，打成一个 zip）"),
    ("xlsx", "Excel"),
    ("docx", "Word"),
]
PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    """That a paper was made, by whom, when, and its digest."""

    dependencies = [("papers", "0005_one_word_file"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("batch", models.UUIDField()),
                ("maker", models.CharField(max_length=12, verbose_name="哪一种")),
                ("title", models.CharField(max_length=120, verbose_name="标题")),
                ("kind", models.CharField(choices=KINDS, max_length=4, verbose_name="格式")),
                ("about", models.JSONField(default=dict, verbose_name="关于什么")),
                ("digest", models.BinaryField(verbose_name="SHA-256")),
                ("made_at", models.DateTimeField(verbose_name="时间")),
                (
                    "district",
                    models.ForeignKey(
                        db_default=menkou.core.db.DistrictBeingWritten(),
                        editable=False,
                        on_delete=PROTECT,
                        related_name="+",
                        to="places.district",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "verbose_name": "文书稿",
                "ordering": ["-made_at", "-id"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(models.F("district"), models.F("batch"), name="a_batch_makes_one_draft")
                ],
            },
        ),
        menkou.core.db.GuardRows("papers_draft"),
    ]
