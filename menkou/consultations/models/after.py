"""What comes after an answer."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menkou.consultations.models.matter import Consultation
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Rating(DistrictOwned):
    """评价: how it went, in the resident's eyes; once."""

    class Face(models.IntegerChoices):
        UNHAPPY = 1, "不满意"
        FAIR = 2, "一般"
        HAPPY = 3, "满意"

    consultation = OwnedKey(Consultation, models.PROTECT)
    face = models.PositiveSmallIntegerField("评价", choices=Face)
    is_solved = models.BooleanField("解决了")
    rated_at = models.DateTimeField("评价时间")

    class Meta(DistrictOwned.Meta):
        verbose_name = "评价"
        constraints = [
            SameDistrict("consultation", name="rating_and_consultation_share_district"),
            models.UniqueConstraint("district", "consultation", name="a_consultation_is_rated_once"),
            models.CheckConstraint(name="a_face_is_one_of_three", condition=Q(face__range=(1, 3))),
        ]
        indexes = [models.Index(fields=["district", "rated_at"], name="rating_by_time")]


class Reopening(DistrictOwned):
    """重新打开: a matter had ended, and how; the resident opened it again."""

    consultation = OwnedKey(Consultation, models.PROTECT)
    reopened_at = models.DateTimeField("重新打开")
    closed_at = models.DateTimeField("上次办结")
    ending = models.CharField("上次怎么结的", max_length=10, choices=Consultation.Ending, blank=True)
    entry = OwnedKey("worklogs.Entry", models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "重新打开"
        ordering = ["reopened_at"]
        constraints = [
            SameDistrict("consultation", name="reopening_and_consultation_share_district"),
            SameDistrict("entry", name="reopening_and_entry_share_district"),
            models.UniqueConstraint("district", "entry", name="an_entry_is_of_one_closing"),
            models.CheckConstraint(name="reopened_after_it_closed", condition=Q(reopened_at__gte=F("closed_at"))),
        ]


class Concern(DistrictOwned):
    """跟进事项: a resident says that a matter is not solved, and asks the judicial office to see to it. No content."""

    consultation = OwnedKey(Consultation, models.PROTECT)
    raised_at = models.DateTimeField("提出")
    seen_to_at = models.DateTimeField("已跟进", null=True)
    seen_to_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "跟进事项"
        ordering = ["raised_at"]
        constraints = [
            SameDistrict("consultation", name="concern_and_consultation_share_district"),
            models.UniqueConstraint(
                "district", "consultation", name="one_open_concern_at_a_time", condition=Q(seen_to_at__isnull=True)
            ),
            models.CheckConstraint(
                name="seen_to_has_time_and_person",
                condition=Q(seen_to_at=None, seen_to_by=None)
                | Q(seen_to_at__gte=F("raised_at"), seen_to_by__isnull=False),
            ),
        ]


class Revisit(DistrictOwned):
    """回访: some days after a matter ended, what became of it: asked on the thread, and put before the adviser."""

    class Way(models.TextChoices):
        THREAD = "thread", "居民自己说的"
        PHONE = "phone", "电话问的"
        SKIPPED = "skipped", "这次不问"

    class Face(models.IntegerChoices):
        UNSOLVED = 1, "没解决"
        PARTLY = 2, "还在办"
        SOLVED = 3, "解决了"

    consultation = OwnedKey(Consultation, models.PROTECT)
    number = models.PositiveSmallIntegerField("第几次")
    closed_at = models.DateTimeField("办结")
    due_at = models.DateTimeField("该问了")
    until_at = models.DateTimeField("问到")
    way = models.CharField("怎么问的", max_length=10, choices=Way, blank=True)
    face = models.PositiveSmallIntegerField("后来怎么样", choices=Face, null=True)
    told_at = models.DateTimeField("结果时间", null=True)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "回访"
        ordering = ["due_at"]
        constraints = [
            SameDistrict("consultation", name="revisit_and_consultation_share_district"),
            models.UniqueConstraint(
                "district", "consultation", "closed_at", "number", name="each_revisit_once_after_an_ending"
            ),
            models.CheckConstraint(
                name="a_revisit_has_a_way_a_time_and_who_told",
                condition=Q(way="", face=None, told_at=None, told_by=None)
                | Q(way="thread", face__range=(1, 3), told_at__isnull=False, told_by=None)
                | Q(way="phone", face__range=(1, 3), told_at__isnull=False, told_by__isnull=False)
                | Q(way="skipped", face=None, told_at__isnull=False, told_by__isnull=False),
            ),
            models.CheckConstraint(name="asked_after_it_closed", condition=Q(due_at__gt=F("closed_at"))),
        ]
        indexes = [models.Index(fields=["district", "until_at"], name="revisit_open", condition=Q(way=""))]
