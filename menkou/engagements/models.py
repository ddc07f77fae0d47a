"""聘用合同: a village committee engages an institution, which names the persons."""

from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey
from menkou.places.models import DateSpan


class Contract(DistrictOwned):
    """聘用合同, from a day until a day; an early end has its reason."""

    village = OwnedKey("places.Village", models.PROTECT)
    institution = models.ForeignKey("advisers.Institution", models.PROTECT, related_name="+")
    valid_from = models.DateField("起")
    valid_until = models.DateField("止")
    end_reason = models.CharField("提前终止的原因", max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "聘用合同"
        constraints = [
            SameDistrict("village", name="contract_and_village_share_district"),
            models.CheckConstraint(name="contract_ends_after_it_began", condition=Q(valid_until__gt=F("valid_from"))),
            models.CheckConstraint(
                name="an_early_end_has_reason_time_and_person",
                condition=Q(end_reason="", ended_at=None, ended_by=None)
                | ~Q(end_reason="") & Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
            ExclusionConstraint(
                name="one_contract_of_a_village_at_a_time",
                expressions=[
                    ("district", RangeOperators.EQUAL),
                    ("village", RangeOperators.EQUAL),
                    (DateSpan("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    @property
    def last_day(self) -> date:
        """The last day on which it holds."""
        return self.valid_until - timedelta(days=1)
