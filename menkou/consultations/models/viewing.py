"""查看: who opened a matter and when. Added, never changed: the asker reads it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menkou.consultations.models.matter import Consultation
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey
from menkou.postings.models import Post


class Viewing(DistrictOwned):
    """查看: that what was said in one matter was opened, by whom, how and when."""

    class Way(models.TextChoices):
        READ = "read", "看过"
        PICKED_UP = "picked_up", "凭取件码打开过"
        COPIED = "copied", "下载过一份"
        INSPECTED = "inspected", "特别查阅过"
        COMPLAINT = "complaint", "看过您投诉的话"  # the complaint alone, never the matter
        CONFERRED = "conferred", "会诊时看过"
        REVIEWED = "reviewed", "看过您给他们评查的那一份"  # the copy alone, never the matter

    consultation = OwnedKey(Consultation, models.PROTECT)
    viewer = OwnedKey("advisers.Registration", models.PROTECT, null=True, related_name="+")  # who held it then
    post = models.CharField("当时的岗位", max_length=1, blank=True)
    way = models.CharField("怎么看的", max_length=10, choices=Way)
    viewed_at = models.DateTimeField("查看时间")
    viewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField("提问的人从何时起看得到")

    class Meta(DistrictOwned.Meta):
        verbose_name = "查看"
        ordering = ["viewed_at"]
        constraints = [
            SameDistrict("consultation", name="viewing_and_consultation_share_district"),
            SameDistrict("viewer", name="viewing_and_viewer_share_district"),
            models.CheckConstraint(
                name="staff_are_named_and_askers_have_no_account",
                condition=Q(
                    way__in=["read", "inspected", "complaint", "conferred", "reviewed"],
                    viewed_at__isnull=False,
                    viewed_by__isnull=False,
                )
                | Q(way__in=["picked_up", "copied"], viewed_at__isnull=False, viewed_by=None, viewer=None),
            ),
            models.CheckConstraint(name="a_viewing_is_told_afterwards", condition=Q(told_at__gte=F("viewed_at"))),
            models.CheckConstraint(
                name="only_an_inspection_is_told_later",
                condition=Q(way="inspected") | Q(told_at=F("viewed_at")),
            ),
        ]
        indexes = [models.Index(fields=["district", "consultation", "viewed_at"], name="viewing_by_consultation")]

    @property
    def who(self) -> str:
        """By name, as the asker knows them."""
        if self.viewer:
            stands_in = "，替班" if self.post and self.post != Post.A else ""
            return f"{self.viewer.adviser.name}（{self.viewer.adviser.title}{stands_in}）"
        if self.way == self.Way.COMPLAINT and self.viewed_by:
            return f"办投诉的{self.viewed_by.name}"
        return f"司法局{self.viewed_by.name}" if self.viewed_by else "有人"
