import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import menkou.core.db
import menkou.core.models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0003_who_wants_no_reminder"),
        ("places", "0007_names_sound"),
    ]

    operations = [
        migrations.AlterField(
            model_name="login",
            name="target",
            field=models.CharField(
                choices=[("asked", "我问过的"), ("front", "找到自己的村"), ("remind", "有回复时提醒我")],
                max_length=10,
                verbose_name="要打开的页面",
            ),
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("state_digest", models.BinaryField()),
                ("device_digest", models.BinaryField()),
                (
                    "step",
                    models.CharField(
                        choices=[("away", "到平台去了"), ("yes", "同意提醒一次"), ("no", "不用提醒")],
                        default="away",
                        max_length=4,
                        verbose_name="到了哪一步",
                    ),
                ),
                ("until_at", models.DateTimeField(verbose_name="到期")),
                (
                    "account",
                    menkou.core.models.OwnedKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="channels.account"
                    ),
                ),
                (
                    "correspondent",
                    menkou.core.models.OwnedKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="channels.correspondent"
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
                "verbose_name": "同意提醒",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        menkou.core.db.GuardRows("channels_consent"),
        migrations.AddConstraint(
            model_name="consent",
            constraint=menkou.core.db.SameDistrict("account", name="consent_and_account_share_district"),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=menkou.core.db.SameDistrict("correspondent", name="consent_and_correspondent_share_district"),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(
                models.F("district"), models.F("state_digest"), name="one_consent_to_a_state"
            ),
        ),
    ]
