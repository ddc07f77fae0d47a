"""群里的问题: what is said about it in the village's group, and nothing of the question."""

from django.conf import settings
from django.db import models

from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Stub(DistrictOwned):
    """存根: a question of a village's group that went on in private; the group knows it by its number."""

    village = OwnedKey("places.Village", models.PROTECT)
    consultation = OwnedKey("consultations.Consultation", models.PROTECT)
    number = models.PositiveIntegerField("号")
    taken_at = models.DateTimeField("接进来的时间")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "群里的问题"
        ordering = ["-number"]
        constraints = [
            SameDistrict("village", name="stub_and_village_share_district"),
            SameDistrict("consultation", name="stub_and_consultation_share_district"),
            models.UniqueConstraint("district", "village", "number", name="a_number_is_given_once_in_a_village"),
            models.UniqueConstraint("district", "consultation", name="one_stub_to_a_consultation"),
        ]
