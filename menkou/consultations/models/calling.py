"""请回电话: where an asker may be called. Reached by calling/sealing.py only (a guard test sees to it)."""

from django.db import models
from django.db.models import Q

from menkou.consultations.models.matter import Consultation
from menkou.consultations.rules.circumstances import PARTS
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class CallBack(DistrictOwned):
    """请回电话: a number, sealed, and when it suits; gone when its asker takes it back or erases the matter."""

    consultation = OwnedKey(Consultation, models.PROTECT)
    sealed = models.BinaryField()
    day = models.DateField("哪天")
    part = models.CharField("什么时候", max_length=10, choices=PARTS)
    tries = models.PositiveSmallIntegerField("没人接的次数", default=0)
    tried_at = models.DateTimeField("最近打过", null=True)
    reached_at = models.DateTimeField("打通", null=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "请回电话"
        constraints = [
            SameDistrict("consultation", name="call_back_and_consultation_share_district"),
            models.UniqueConstraint("district", "consultation", name="one_call_back_to_a_consultation"),
            models.CheckConstraint(
                name="whoever_was_reached_was_called",
                condition=Q(reached_at=None) | Q(tried_at__isnull=False),
            ),
        ]
