"""请司法所安排: the holder asks for somebody of another institution; an office, or the bureau, finds one."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from menkou.consultations.models.matter import Consultation
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Arrangement(DistrictOwned):
    """请司法所安排: that a matter is to go to another institution, and why, from a list: no content."""

    class Reason(models.TextChoices):
        SPECIALITY = "speciality", "本所没有熟悉这类事的人"
        WORKLOAD = "workload", "本所手上的事太多"
        AWAY = "away", "本所的人都要外出"
        APART = "apart", "居民不方便再找本所"

    consultation = OwnedKey(Consultation, models.PROTECT)
    holder = OwnedKey("advisers.Registration", models.PROTECT, related_name="+")  # who asked; void once it moved on
    reason = models.CharField("为什么", max_length=12, choices=Reason)
    asked_at = models.DateTimeField("提出")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField("安排", null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "请司法所安排"
        ordering = ["asked_at", "id"]
        constraints = [
            SameDistrict("consultation", name="arrangement_and_consultation_share_district"),
            SameDistrict("holder", name="arrangement_and_holder_share_district"),
            models.UniqueConstraint(
                *("district", "consultation", "holder"),
                name="a_holder_asks_once_for_a_matter",
                condition=Q(settled_at__isnull=True),
            ),
            models.CheckConstraint(
                name="settled_has_time_and_person",
                condition=Q(settled_at=None, settled_by=None) | Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
        ]
