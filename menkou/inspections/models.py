"""特别查阅: one person of the bureau reads one matter, because a second one agreed; its asker is told."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menkou.core import clock
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Inspection(DistrictOwned):
    """特别查阅: asked for with a reason, agreed to by somebody else, open for some minutes, for one person and matter."""

    class State(models.TextChoices):
        ASKED = "asked", "等另一个人批"
        APPROVED = "approved", "批准了"
        REFUSED = "refused", "没批"

    class Cause(models.TextChoices):
        COMPLAINT = "complaint", "居民投诉，要查答复"
        SAFETY = "safety", "涉及人身安全"
        DISCIPLINE = "discipline", "查处违规执业"
        AUTHORITY = "authority", "司法机关依法调取"

    consultation = OwnedKey("consultations.Consultation", models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=10, choices=State, default=State.ASKED)
    cause = models.CharField("事由", max_length=12, choices=Cause)
    reason = models.BinaryField()  # sealed under the matter's own key, as the next two: they may name people
    basis = models.BinaryField()
    instrument = models.BinaryField(null=True)  # the paper that lets the notice wait
    defer_days = models.PositiveSmallIntegerField("推迟告知（天）", default=0)
    once_digest = models.BinaryField()
    asked_at = models.DateTimeField("申请时间")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("审批时间", null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    lapses_at = models.DateTimeField("过了就作废", null=True)
    opened_at = models.DateTimeField("第一次打开", null=True)
    closes_at = models.DateTimeField("看到几点", null=True)
    told_at = models.DateTimeField("告知时间", null=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "特别查阅"
        ordering = ["-asked_at"]
        constraints = [
            SameDistrict("consultation", name="inspection_and_consultation_share_district"),
            models.UniqueConstraint("district", "once_digest", name="a_form_asks_for_one_inspection"),
            models.CheckConstraint(
                name="nobody_decides_on_their_own_inspection",
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="a_decision_has_its_person_and_time",
                condition=Q(state="asked", decided_at=None, decided_by=None, lapses_at=None)
                | Q(state="refused", decided_at__isnull=False, decided_by__isnull=False, lapses_at=None)
                | Q(state="approved", decided_at__isnull=False, decided_by__isnull=False, lapses_at__isnull=False),
            ),
            models.CheckConstraint(
                name="only_what_is_approved_is_opened_and_for_a_time",
                condition=Q(opened_at=None, closes_at=None, told_at=None)
                | Q(
                    state="approved",
                    opened_at__isnull=False,
                    closes_at__gt=F("opened_at"),
                    opened_at__lt=F("lapses_at"),
                ),
            ),
            models.CheckConstraint(
                name="a_notice_waits_only_by_a_paper_and_a_month_at_most",
                condition=Q(defer_days=0, instrument=None) | Q(defer_days__range=(1, 30), instrument__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["district", "asked_at"], name="inspection_by_time"),
            models.Index(fields=["district", "opened_at"], name="inspection_by_opening"),
            models.Index(fields=["district", "consultation"], name="inspection_by_matter"),
        ]

    @property
    def is_open(self) -> bool:
        """Whether it may be read now: agreed to, begun in time, and the minutes are not over."""
        until = self.closes_at or self.lapses_at
        return self.state == self.State.APPROVED and until is not None and clock.now() < until

    @property
    def tell_from(self):
        """From when on asker and adviser know of it; None while nobody has read."""
        return self.opened_at and self.opened_at + timedelta(days=self.defer_days)
