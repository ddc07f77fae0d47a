"""移交: who had a matter before, and why it went on."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menkou.consultations.models.matter import Consultation
from menkou.core import clock
from menkou.core.clock import SHANGHAI
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Handover(DistrictOwned):
    """移交: of one consultation, from one adviser to another, with when, by whom and why."""

    class Reason(models.TextChoices):
        AWAY = "away", "这几天不在"
        CONFLICT = "conflict", "与本人或本所有利害关系"
        BETTER_SUITED = "better_suited", "对方更熟悉这类事"
        POST_ENDED = "post_ended", "不再担任本村顾问"
        LATE = "late", "到时限没有答复"
        ASSIGNED = "assigned", "区司法局指定"
        ARRANGED = "arranged", "司法所安排"
        ASKED_FOR = "asked_for", "居民请另一位顾问看"

    BY_HAND = frozenset({Reason.AWAY, Reason.CONFLICT, Reason.BETTER_SUITED})  # the others follow by themselves

    consultation = OwnedKey(Consultation, models.PROTECT)
    giver = OwnedKey("advisers.Registration", models.PROTECT, related_name="+")
    taker = OwnedKey("advisers.Registration", models.PROTECT, related_name="+")
    reason = models.CharField("原因", max_length=16, choices=Reason)
    handed_at = models.DateTimeField("移交时间")
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "移交"
        ordering = ["handed_at"]
        constraints = [
            SameDistrict("consultation", name="handover_and_consultation_share_district"),
            SameDistrict("giver", name="handover_and_giver_share_district"),
            SameDistrict("taker", name="handover_and_taker_share_district"),
            models.CheckConstraint(name="nobody_hands_over_to_themselves", condition=~Q(giver=F("taker"))),
        ]

    @property
    def words(self) -> str:
        """What both sides read of it."""
        day = clock.in_words(self.handed_at.astimezone(SHANGHAI).date())
        return f"{day}，由{self.giver}转给{self.taker}（{self.taker.adviser.title}）接着办。"
