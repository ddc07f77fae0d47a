"""Who serves where: posts with dates, who is away, and the two institutions that lead a township."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey
from menkou.places.models import DateSpan


class Post(models.TextChoices):
    """岗位: A answers; B stands in at once."""

    A = "A", "A岗"
    B = "B", "B岗"


STAND_IN = "S"  # 临时替班: on no post of the village; takes new questions while both who are on one are away


class InstantSpan(Func):
    """[from, until) as a range of instants."""

    function = "tstzrange"
    output_field = DateTimeRangeField()


class Plan(DistrictOwned):
    """派驻方案: what the planner proposed, with the proof of how good it is, and from when it holds."""

    drawn_up_at = models.DateTimeField(auto_now_add=True)
    value = models.FloatField("代价")
    bound = models.FloatField("下界")
    seconds = models.FloatField("用时（秒）")
    terms = models.JSONField("各项代价", default=dict)
    valid_from = models.DateField("起")

    class Meta(DistrictOwned.Meta):
        verbose_name = "派驻方案"
        ordering = ["-drawn_up_at"]


class Posting(DistrictOwned):
    """派驻: a person holds a village's A or B post from a day until a day."""

    village = OwnedKey("places.Village", models.PROTECT)
    post = models.CharField("岗位", max_length=1, choices=Post)
    registration = OwnedKey("advisers.Registration", models.PROTECT)
    plan = OwnedKey(Plan, models.PROTECT, null=True)
    valid_from = models.DateField("起")
    valid_until = models.DateField("止", null=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "派驻"
        constraints = [
            SameDistrict("village", name="posting_and_village_share_district"),
            SameDistrict("registration", name="posting_and_registration_share_district"),
            SameDistrict("plan", name="posting_and_plan_share_district"),
            models.CheckConstraint(
                name="posting_ends_after_it_began",
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
            ),
            ExclusionConstraint(
                name="a_post_is_held_by_one_at_a_time",
                expressions=[
                    ("district", RangeOperators.EQUAL),
                    ("village", RangeOperators.EQUAL),
                    ("post", RangeOperators.EQUAL),
                    (DateSpan("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="nobody_holds_both_posts_of_a_village",
                expressions=[
                    ("district", RangeOperators.EQUAL),
                    ("village", RangeOperators.EQUAL),
                    ("registration", RangeOperators.EQUAL),
                    (DateSpan("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["district", "registration"], name="posting_by_registration")]


class Pairing(DistrictOwned):
    """结对: an institution leads a township (两所服务一镇街)."""

    township = OwnedKey("places.Township", models.PROTECT)
    institution = models.ForeignKey("advisers.Institution", models.PROTECT, related_name="+")
    valid_from = models.DateField("起")
    valid_until = models.DateField("止", null=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "结对"
        constraints = [
            SameDistrict("township", name="pairing_and_township_share_district"),
            ExclusionConstraint(
                name="a_pairing_is_made_once_at_a_time",
                expressions=[
                    ("district", RangeOperators.EQUAL),
                    ("township", RangeOperators.EQUAL),
                    ("institution", RangeOperators.EQUAL),
                    (DateSpan("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class Absence(DistrictOwned):
    """请假: from an instant to an instant a person on the roster serves nobody, and the others stand in."""

    class Reason(models.TextChoices):
        HOLIDAY = "holiday", "休假"
        ILLNESS = "illness", "生病"
        DUTY = "duty", "出差或学习"
        OTHER = "other", "其他"

    registration = OwnedKey("advisers.Registration", models.PROTECT)
    begins_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    reason = models.CharField("原因", max_length=10, choices=Reason)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "请假"
        ordering = ["-begins_at"]
        constraints = [
            SameDistrict("registration", name="absence_and_registration_share_district"),
            models.CheckConstraint(name="absence_ends_after_it_began", condition=Q(ends_at__gt=F("begins_at"))),
            ExclusionConstraint(
                name="nobody_is_away_twice_at_once",
                expressions=[
                    ("district", RangeOperators.EQUAL),
                    ("registration", RangeOperators.EQUAL),
                    (InstantSpan("begins_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
