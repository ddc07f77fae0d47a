"""会诊: that a colleague may read one matter for some days, to tell its holder what they think."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menkou.consultations.models.matter import Consultation
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Opinion(DistrictOwned):
    """会诊: the holder asks one colleague, who reads after the asker agreed and answers to the holder alone."""

    class State(models.TextChoices):
        ASKED = "asked", "等居民同意"
        OPEN = "open", "正在会诊"
        ENDED = "ended", "会诊结束了"
        DECLINED = "declined", "居民不同意"

    consultation = OwnedKey(Consultation, models.PROTECT)
    holder = OwnedKey("advisers.Registration", models.PROTECT, related_name="+")  # it ends with their holding
    colleague = OwnedKey("advisers.Registration", models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=10, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField("何时请的")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField("居民同意", null=True)
    is_spoken = models.BooleanField("口头同意，顾问记的", default=False)
    until_at = models.DateTimeField("看到何时", null=True)
    given_at = models.DateTimeField("最近一次写意见", null=True)
    ended_at = models.DateTimeField("结束", null=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "会诊"
        ordering = ["asked_at", "id"]
        constraints = [
            SameDistrict("consultation", name="opinion_and_consultation_share_district"),
            SameDistrict("holder", name="opinion_and_holder_share_district"),
            SameDistrict("colleague", name="opinion_and_colleague_share_district"),
            models.UniqueConstraint(
                *("district", "consultation", "colleague"),
                name="a_colleague_is_asked_once_at_a_time",
                condition=Q(state__in=["asked", "open"]),
            ),
            models.CheckConstraint(name="nobody_asks_themselves", condition=~Q(holder=F("colleague"))),
            models.CheckConstraint(
                name="nobody_reads_before_the_asker_agreed",
                condition=Q(state__in=["asked", "declined"], agreed_at=None, until_at=None, given_at=None)
                | Q(state__in=["open", "ended"], agreed_at__isnull=False, until_at__gt=F("agreed_at"))
                | Q(state="ended", agreed_at=None, until_at=None, given_at=None),  # taken back before anybody agreed
            ),
            models.CheckConstraint(
                name="an_ended_opinion_has_its_moment",
                condition=Q(state__in=["asked", "open"], ended_at=None)
                | Q(state__in=["ended", "declined"], ended_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["district", "colleague"], name="opinion_open", condition=Q(state="open")),
            models.Index(fields=["district", "consultation"], name="opinion_by_consultation"),
        ]
