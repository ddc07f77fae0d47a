import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import menkou.core.db
import menkou.core.models
import menkou.places.models


class Migration(migrations.Migration):
    """A post stands under its village's contract with the holder's institution, and takes a place of the holder's cap."""

    dependencies = [("engagements", "0001_initial"), ("postings", "0002_people_are_away")]

    operations = [
        migrations.AddField(
            model_name="posting",
            name="contract",
            field=menkou.core.models.OwnedKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="engagements.contract",
            ),
        ),
        migrations.AddField(
            model_name="posting",
            name="place",
            field=models.PositiveSmallIntegerField(null=True, verbose_name="占第几个名额"),
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(fields=["district", "contract"], name="posting_by_contract"),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=menkou.core.db.SameDistrict("contract", name="posting_and_contract_share_district"),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=Q(("contract", None), ~Q(("valid_until", None)), _connector="OR"),
                name="a_post_under_a_contract_has_an_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=Q(("place", None), ("place__gte", 1), _connector="OR"), name="places_are_counted_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("district", "="),
                    ("registration", "="),
                    ("place", "="),
                    (menkou.places.models.DateSpan("valid_from", "valid_until"), "&&"),
                ],
                name="a_place_of_somebody_s_cap_is_taken_once",
            ),
        ),
    ]
