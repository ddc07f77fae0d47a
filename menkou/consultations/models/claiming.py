"""认领: how a matter that somebody else wrote down comes to whoever it is about."""

from django.conf import settings
from django.db import models

from menkou.consultations.models.matter import Consultation
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Claim(DistrictOwned):
    """认领码: opens a matter once, for its asker; whoever handed it on cannot open it with it afterwards."""

    consultation = OwnedKey(Consultation, models.PROTECT)
    digest = models.BinaryField()  # keyed digest of what is handed over
    made_at = models.DateTimeField("开出时间")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    claimed_at = models.DateTimeField("认领时间", null=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "认领码"
        constraints = [
            SameDistrict("consultation", name="claim_and_consultation_share_district"),
            models.UniqueConstraint("district", "consultation", name="one_claim_to_a_consultation"),
            models.UniqueConstraint("district", "digest", name="a_claim_opens_one_consultation"),
        ]
