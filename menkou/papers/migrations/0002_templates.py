import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

import menkou.core.db
import menkou.core.models

FORMS = [("engaged", "聘用合同（村委会、居委会做甲方）"), ("bought", "服务合同（镇街或区司法局购买）")]


def owned(*fields):
    """The fields of an owned table around its own."""
    key = models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)
    district = models.ForeignKey(
        db_default=menkou.core.db.DistrictBeingWritten(),
        editable=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="places.district",
    )
    return [("id", key), *fields, ("district", district)]


def person():
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)


class Migration(migrations.Migration):
    """The bureau's own Word templates, and which was in use when."""

    dependencies = [("papers", "0001_initial"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Template",
            fields=owned(
                ("form", models.CharField(choices=FORMS, max_length=8, verbose_name="用于")),
                ("number", models.PositiveSmallIntegerField(verbose_name="第几版")),
                ("name", models.CharField(max_length=100, verbose_name="文件名")),
                ("content", models.BinaryField()),
                ("added_at", models.DateTimeField()),
                ("added_by", person()),
            ),
            options={
                "verbose_name": "模板",
                "ordering": ["form", "-number"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("district"), models.F("form"), models.F("number"), name="templates_are_numbered"
                    )
                ],
            },
        ),
        menkou.core.db.GuardRows("papers_template"),
        migrations.CreateModel(
            name="Choice",
            fields=owned(
                ("form", models.CharField(choices=FORMS, max_length=8, verbose_name="用于")),
                ("chosen_at", models.DateTimeField()),
                ("chosen_by", person()),
                (
                    "template",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="papers.template",
                    ),
                ),
            ),
            options={
                "verbose_name": "改用模板",
                "ordering": ["-chosen_at"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["district", "form", "-chosen_at"], name="choice_by_form")],
                "constraints": [menkou.core.db.SameDistrict("template", name="choice_and_template_share_district")],
            },
        ),
        menkou.core.db.GuardRows("papers_choice"),
    ]
