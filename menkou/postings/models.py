"""Who serves where: posts with dates, who is away, and the two institutions that lead a township."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from menkou.core.dated import Dated, DateSpan, ends_after_it_began, once_at_a_time, one_of
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


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
    ended = models.JSONField("到此为止的", default=dict)  # what would have gone on, and until when

    class Meta(DistrictOwned.Meta):
        verbose_name = "派驻方案"
        ordering = ["-drawn_up_at"]


class Posting(DistrictOwned):
    """派驻: a person holds a village's A or B post from a day until a day."""

    village = OwnedKey("places.Village", models.PROTECT)
    post = models.CharField("岗位", max_length=1, choices=Post)
    registration = OwnedKey("advisers.Registration", models.PROTECT)
    plan = OwnedKey(Plan, models.PROTECT, null=True)
    contract = OwnedKey("engagements.Contract", models.PROTECT, null=True)  # none where the institution has none here
    place = models.PositiveSmallIntegerField("占第几个名额", null=True)  # of the person's cap: see rules/capping.py
    valid_from = models.DateField("起")
    valid_until = models.DateField("止", null=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "派驻"
        constraints = [
            SameDistrict("contract", name="posting_and_contract_share_district"),
            SameDistrict("village", name="posting_and_village_share_district"),
            SameDistrict("registration", name="posting_and_registration_share_district"),
            SameDistrict("plan", name="posting_and_plan_share_district"),
            models.CheckConstraint(
                name="posting_ends_after_it_began",
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
            ),
            models.CheckConstraint(
                name="a_post_under_a_contract_has_an_end", condition=Q(contract=None) | ~Q(valid_until=None)
            ),
            models.CheckConstraint(name="places_are_counted_from_one", condition=Q(place=None) | Q(place__gte=1)),
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
            ExclusionConstraint(
                name="a_place_of_somebody_s_cap_is_taken_once",
                expressions=[
                    ("district", RangeOperators.EQUAL),
                    ("registration", RangeOperators.EQUAL),
                    ("place", RangeOperators.EQUAL),
                    (DateSpan("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["district", "registration"], name="posting_by_registration"),
            models.Index(fields=["district", "contract"], name="posting_by_contract"),
        ]


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


class Departure(DistrictOwned):
    """离任: from a day on, or from a day until a day, somebody holds no post; what it took away is kept for an undo."""

    class Why(models.TextChoices):
        LEFT = "left", "离职"
        SUSPENDED = "suspended", "停止执业"
        LICENCE = "licence", "执业证到期"
        INSTITUTION = "institution", "机构退出"
        REPLACED = "replaced", "责令更换"

    FOR_GOOD = (Why.LEFT, Why.INSTITUTION)  # off the roster as well

    registration = OwnedKey("advisers.Registration", models.PROTECT)
    why = models.CharField("缘由", max_length=12, choices=Why)
    valid_from = models.DateField("起")
    valid_until = models.DateField("止", null=True)
    reason = models.CharField("说明", max_length=200, blank=True)
    took = models.JSONField(default=dict)  # the posts and the place on the roster as they stood before
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "离任"
        ordering = ["-valid_from"]
        constraints = [
            SameDistrict("registration", name="departure_and_registration_share_district"),
            models.CheckConstraint(
                name="departure_ends_after_it_began",
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
            ),
            models.CheckConstraint(
                name="who_has_left_does_not_come_back",
                condition=Q(valid_until=None) | ~Q(why__in=["left", "institution"]),
            ),
            ExclusionConstraint(
                name="nobody_departs_twice_at_once",
                expressions=[
                    ("district", RangeOperators.EQUAL),
                    ("registration", RangeOperators.EQUAL),
                    (DateSpan("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class Avoidance(Dated):
    """回避: somebody, or an institution, may not serve this village."""

    class Reason(models.TextChoices):
        KINSHIP = "kinship", "与村（居）两委成员有近亲属关系"
        DISPUTE = "dispute", "与本村（居）有纠纷或利害关系"
        OTHER_SIDE = "other_side", "代理过本村（居）的对方当事人"
        DISCIPLINE = "discipline", "受过处罚或惩戒"
        REQUEST = "request", "村（居）要求回避，理由成立"
        OTHER = "other", "其他"

    ABOUT = ("village", "registration", "institution")

    village = OwnedKey("places.Village", models.PROTECT)
    registration = OwnedKey("advisers.Registration", models.PROTECT, null=True, blank=True)
    institution = models.ForeignKey("advisers.Institution", models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField("理由", max_length=12, choices=Reason)
    words = models.CharField("说明", max_length=200, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "回避"
        constraints = [
            SameDistrict("village", name="avoidance_and_village_share_district"),
            SameDistrict("registration", name="avoidance_and_registration_share_district"),
            ends_after_it_began("avoidance"),
            one_of("an_avoidance_is_of_a_person_or_an_institution", "registration", "institution"),
            once_at_a_time("a_person_avoids_a_village_once", "village", "registration"),
            once_at_a_time("an_institution_avoids_a_village_once", "village", "institution"),
        ]


class Wish(Dated):
    """双向选择: a village wishes for somebody or for an institution, or they for the village; or rather not."""

    class Side(models.TextChoices):
        VILLAGE = "village", "村（居）提出"
        OTHER = "other", "顾问或机构提出"

    class Weight(models.IntegerChoices):
        STRONGLY = 3, "很希望"
        GLADLY = 1, "希望"
        RATHER_NOT = -1, "尽量不要"
        PLEASE_NOT = -3, "很不希望"

    ABOUT = ("village", "registration", "institution", "side")

    village = OwnedKey("places.Village", models.PROTECT)
    registration = OwnedKey("advisers.Registration", models.PROTECT, null=True, blank=True)
    institution = models.ForeignKey("advisers.Institution", models.PROTECT, null=True, blank=True, related_name="+")
    side = models.CharField("谁提出", max_length=8, choices=Side)
    weight = models.SmallIntegerField("意愿", choices=Weight)

    class Meta(Dated.Meta):
        verbose_name = "双向选择"
        constraints = [
            SameDistrict("village", name="wish_and_village_share_district"),
            SameDistrict("registration", name="wish_and_registration_share_district"),
            ends_after_it_began("wish"),
            one_of("a_wish_is_about_a_person_or_an_institution", "registration", "institution"),
            once_at_a_time("a_side_wishes_about_a_person_once", "village", "side", "registration"),
            once_at_a_time("a_side_wishes_about_an_institution_once", "village", "side", "institution"),
            models.CheckConstraint(name="a_wish_has_a_weight", condition=Q(weight__in=[-3, -1, 1, 3])),
        ]
