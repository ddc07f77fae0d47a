"""时限: when a deadline's clock stood still, and what was done about a deadline."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menkou.consultations.models.matter import Consultation
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Stop(DistrictOwned):
    """停表: the clock of a matter that waits stands still, for a reason, till a day; or till the resident writes again."""

    class Reason(models.TextChoices):
        PAPERS = "papers", "等材料"
        ASKER = "asker", "等当事人回话"
        MEETING = "meeting", "约好见面"
        OTHERS = "others", "等别的部门回话"

    consultation = OwnedKey(Consultation, models.PROTECT)
    reason = models.CharField("原因", max_length=10, choices=Reason)
    was_due_at = models.DateTimeField("原应答复")
    begun_at = models.DateTimeField("停表")
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    until_at = models.DateTimeField("停到")
    ended_at = models.DateTimeField("恢复计时", null=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "停表"
        ordering = ["begun_at"]
        constraints = [
            SameDistrict("consultation", name="stop_and_consultation_share_district"),
            models.UniqueConstraint(
                "district", "consultation", name="one_stop_at_a_time", condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(
                name="a_clock_stops_before_it_is_due_and_for_some_time",
                condition=Q(begun_at__lt=F("was_due_at"), until_at__gt=F("begun_at")),
            ),
            models.CheckConstraint(
                name="a_stop_ends_between_its_ends",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("begun_at"), ended_at__lte=F("until_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["district", "until_at"], name="stop_running", condition=Q(ended_at__isnull=True))
        ]


class Urging(DistrictOwned):
    """催办: one step about one deadline, taken once."""

    class Step(models.TextChoices):
        BEFORE = "before", "时限快到，提醒过"
        DUE = "due", "时限到了，催过"
        OVER = "over", "超时，转过人或告诉过司法所"
        LONG_OVER = "long_over", "超时，告诉过区司法局"

    consultation = OwnedKey(Consultation, models.PROTECT)
    due_at = models.DateTimeField("哪个时限")
    step = models.CharField("做到哪一步", max_length=10, choices=Step)
    taken_at = models.DateTimeField("时间")

    class Meta(DistrictOwned.Meta):
        verbose_name = "催办"
        ordering = ["taken_at"]
        constraints = [
            SameDistrict("consultation", name="urging_and_consultation_share_district"),
            models.UniqueConstraint(
                "district", "consultation", "due_at", "step", name="each_step_is_taken_once_for_a_deadline"
            ),
        ]


class Nudge(DistrictOwned):
    """当面催办: an officer asked somebody to answer what is late; once a day, whoever of the officers it was."""

    registration = OwnedKey("advisers.Registration", models.PROTECT, related_name="+")
    on = models.DateField("哪天")
    nudged_at = models.DateTimeField("时间")
    nudged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "当面催办"
        constraints = [
            SameDistrict("registration", name="nudge_and_registration_share_district"),
            models.UniqueConstraint("district", "registration", "on", name="a_person_is_nudged_once_a_day"),
        ]
