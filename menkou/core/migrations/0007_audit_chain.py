import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import menkou.core.db


def identity() -> models.Field:
    return models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)


def district() -> models.Field:
    return models.ForeignKey(
        db_default=menkou.core.db.DistrictBeingWritten(),
        editable=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="places.district",
    )


class Migration(migrations.Migration):
    """What is in the log already, and what older code adds meanwhile, the chainer finds when it starts."""

    dependencies = [
        ("core", "0006_words_are_found_by_address"),
        ("places", "0007_names_sound"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditLink",
            fields=[
                ("id", identity()),
                ("number", models.PositiveBigIntegerField()),
                ("digest", models.BinaryField()),
                ("at", models.DateTimeField()),
                ("district", district()),
            ],
            options={
                "ordering": ["number"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(models.F("district"), models.F("number"), name="a_chain_has_no_fork"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="a_chain_begins_with_one"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Unlinked",
            fields=[
                ("id", identity()),
                ("district", district()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        menkou.core.db.GuardRows("core_auditlink", append_only=True),
        menkou.core.db.GuardRows("core_unlinked"),
    ]
