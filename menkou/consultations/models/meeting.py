"""约见、口头答复: what is settled face to face or by telephone."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from menkou.consultations.models.matter import Consultation
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey
from menkou.postings.models import InstantSpan

AHEAD = ("proposed", "agreed")


class Meeting(DistrictOwned):
    """约见: an adviser and an asker are to meet, from an instant to an instant."""

    class Place(models.TextChoices):
        VILLAGE = "village", "村里（社区）的法律服务室"
        OFFICE = "office", "顾问的办公室"
        JUDICIAL_OFFICE = "judicial_office", "司法所"
        HOME = "home", "提问人家里"

    class State(models.TextChoices):
        PROPOSED = "proposed", "等对方回话"
        AGREED = "agreed", "约好了"
        DECLINED = "declined", "对方没空"
        CANCELLED = "cancelled", "取消了"
        MET = "met", "见过了"
        MISSED = "missed", "没见成"

    consultation = OwnedKey(Consultation, models.PROTECT)
    registration = OwnedKey("advisers.Registration", models.PROTECT, related_name="+")
    place = models.CharField("在哪里", max_length=16, choices=Place)
    begins_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    state = models.CharField("状态", max_length=10, choices=State, default=State.PROPOSED)
    proposed_at = models.DateTimeField("约的时间")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "约见"
        ordering = ["begins_at"]
        constraints = [
            SameDistrict("consultation", name="meeting_and_consultation_share_district"),
            SameDistrict("registration", name="meeting_and_adviser_share_district"),
            models.CheckConstraint(name="a_meeting_ends_after_it_began", condition=Q(ends_at__gt=F("begins_at"))),
            models.UniqueConstraint(
                "district", "consultation", name="one_meeting_ahead_to_a_consultation", condition=Q(state__in=AHEAD)
            ),
            ExclusionConstraint(
                name="nobody_meets_two_at_once",
                expressions=[
                    ("district", RangeOperators.EQUAL),
                    ("registration", RangeOperators.EQUAL),
                    (InstantSpan("begins_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=AHEAD),
            ),
        ]
        indexes = [models.Index(fields=["district", "registration", "begins_at"], name="meeting_by_adviser")]

    @property
    def is_ahead(self) -> bool:
        return self.state in AHEAD


class Spoken(DistrictOwned):
    """口头答复: that an answer was given by telephone or face to face, and how long it took. No words of it."""

    class How(models.TextChoices):
        PHONE = "phone", "电话"
        MET = "met", "当面"

    consultation = OwnedKey(Consultation, models.PROTECT)
    registration = OwnedKey("advisers.Registration", models.PROTECT, related_name="+")
    meeting = OwnedKey(Meeting, models.PROTECT, null=True)
    how = models.CharField("方式", max_length=8, choices=How)
    minutes = models.PositiveSmallIntegerField("用时（分钟）")
    given_at = models.DateTimeField("答复时间")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    once_digest = models.BinaryField()  # keyed digest of the form that recorded it

    class Meta(DistrictOwned.Meta):
        verbose_name = "口头答复"
        ordering = ["given_at"]
        constraints = [
            SameDistrict("consultation", name="spoken_and_consultation_share_district"),
            SameDistrict("registration", name="spoken_and_adviser_share_district"),
            SameDistrict("meeting", name="spoken_and_meeting_share_district"),
            models.UniqueConstraint("district", "once_digest", name="a_form_records_one_spoken_answer"),
            models.UniqueConstraint("district", "meeting", name="a_meeting_is_recorded_once"),
            models.CheckConstraint(name="a_spoken_answer_fits_in_a_day", condition=Q(minutes__range=(1, 24 * 60))),
        ]
        indexes = [models.Index(fields=["district", "consultation"], name="spoken_by_consultation")]
