import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import menkou.core.db
import menkou.core.models


class Migration(migrations.Migration):
    """What a village or a township was called, for records of that time."""

    dependencies = [
        ("places", "0003_what_villages_need"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormerName",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=12, verbose_name="代码")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("valid_until", models.DateField(verbose_name="止")),
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
                    "township",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="former_names",
                        to="places.township",
                    ),
                ),
                (
                    "village",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="former_names",
                        to="places.village",
                    ),
                ),
            ],
            options={
                "verbose_name": "曾用名",
                "ordering": ["valid_until", "id"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    menkou.core.db.SameDistrict("village", name="former_name_and_village_share_district"),
                    menkou.core.db.SameDistrict("township", name="former_name_and_township_share_district"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("township__isnull", False), ("village", None)),
                            models.Q(("township", None), ("village__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_former_name_is_a_village_s_or_a_township_s",
                    ),
                ],
            },
        ),
        menkou.core.db.GuardRows("places_formername"),
    ]
