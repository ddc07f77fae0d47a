import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import menkou.core.db
import menkou.core.models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0006_accounts_have_a_contact_link"),
        ("places", "0007_names_sound"),
    ]

    operations = [
        migrations.CreateModel(
            name="Text",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("outgoing", models.UUIDField()),
                ("way", models.CharField(blank=True, default="", max_length=40)),
                ("receipt_digest", models.BinaryField(null=True)),
                ("handed_at", models.DateTimeField(verbose_name="交给平台")),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[("delivered", "已送达"), ("failed", "没有送到")],
                        default="",
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                ("code", models.CharField(blank=True, default="", max_length=64, verbose_name="平台的原因")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="回执来的时间")),
                (
                    "account",
                    menkou.core.models.OwnedKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="channels.account"
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
                "verbose_name": "短信",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["district", "account", "receipt_digest"], name="texts_by_receipt"),
                    models.Index(fields=["district", "outgoing"], name="texts_of_words"),
                ],
            },
        ),
        menkou.core.db.GuardRows("channels_text"),
        migrations.AddConstraint(
            model_name="text",
            constraint=menkou.core.db.SameDistrict("account", name="text_and_account_share_district"),
        ),
        migrations.AddConstraint(
            model_name="text",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("state", "")),
                    models.Q(models.Q(("state", ""), _negated=True), ("ended_at__isnull", False)),
                    _connector="OR",
                ),
                name="a_text_ends_by_a_receipt",
            ),
        ),
    ]
