"""批次和明细: drawn up, put forward, checked by a second person, and from then on as they are."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from menkou.core.dated import DateSpan
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey
from menkou.postings.models import Post
from menkou.subsidies.rules.explaining import yuan
from menkou.worklogs.rules.periods import Period

UNTOUCHED = Q(put_at=None, put_by=None)
PUT = Q(put_at__isnull=False, put_by__isnull=False)
UNCHECKED = Q(checked_at=None, checked_by=None)
CHECKED = Q(checked_at__isnull=False, checked_by__isnull=False)


class Batch(DistrictOwned):
    """补贴批次: a month or a half-year, with what is put right of earlier ones. Once checked it is never changed."""

    class Stage(models.TextChoices):
        DRAWING = "drawing", "正在编"
        DRAFT = "draft", "编好了，还没提交"
        WAITING = "waiting", "等另一个人复核"
        CHECKED = "checked", "复核了"
        DROPPED = "dropped", "作废了"

    OPEN = (Stage.DRAWING, Stage.DRAFT, Stage.WAITING)

    period = models.CharField("时段", max_length=10)  # as an address says it: 2026-10, 2026-h1
    number = models.PositiveSmallIntegerField("第几批")
    first_day = models.DateField("起")
    until_day = models.DateField("到这天以前")
    stage = models.CharField("走到哪一步", max_length=8, choices=Stage, default=Stage.DRAWING)
    attempt = models.PositiveSmallIntegerField("编过几次", default=0)  # whoever draws it up holds this number
    total = models.PositiveIntegerField("几个村", default=0)
    done = models.PositiveIntegerField("编了几个村", default=0)
    lines_count = models.PositiveIntegerField("几行", default=0)
    fen = models.BigIntegerField("合计（分）", default=0)
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    put_at = models.DateTimeField(null=True)
    put_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    return_note = models.CharField("退回的话", max_length=200, blank=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "补贴批次"
        ordering = ["-first_day", "-number"]
        constraints = [
            models.UniqueConstraint("district", "period", "number", name="batches_of_a_period_are_numbered"),
            models.UniqueConstraint(
                "district", name="one_batch_at_a_time", condition=Q(stage__in=["drawing", "draft", "waiting"])
            ),
            models.CheckConstraint(name="a_batch_has_a_day", condition=Q(until_day__gt=F("first_day"))),
            models.CheckConstraint(
                name="a_batch_s_stage_has_its_people",
                condition=Q(UNTOUCHED, UNCHECKED, stage__in=["drawing", "draft", "dropped"])
                | Q(PUT, UNCHECKED, stage="waiting")
                | Q(PUT, CHECKED, stage="checked"),
            ),
            models.CheckConstraint(
                name="nobody_checks_what_they_drew_up_or_put_forward",
                condition=Q(checked_by=None) | ~Q(checked_by=F("drawn_by")) & ~Q(checked_by=F("put_by")),
            ),
            models.CheckConstraint(
                name="what_came_back_has_its_person_time_and_words",
                condition=Q(returned_at=None, returned_by=None, return_note="")
                | Q(returned_at__isnull=False, returned_by__isnull=False) & ~Q(return_note=""),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.stage in self.OPEN

    def __str__(self) -> str:
        period = Period.called(self.period)
        return f"{period or self.period}" + (f"第{self.number}批" if self.number > 1 else "")


class Line(DistrictOwned):
    """补贴明细: one amount, by whom it was earned, for which days, and all that it was made of. Only ever added."""

    class Kind(models.TextChoices):
        BASE = "base", "按天补贴"
        FACTOR = "factor", "系数"
        UNPAID = "unpaid", "没有付"
        BACK = "back", "冲回"
        AGAIN = "again", "重算"
        DEDUCTION = "deduction", "扣减"
        BONUS = "bonus", "奖励"
        CARRIED_OUT = "carried_out", "结转到下批"
        CARRIED_IN = "carried_in", "上批结转"

    batch = OwnedKey(Batch, models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField("第几行")
    kind = models.CharField("是什么", max_length=12, choices=Kind)
    village = OwnedKey("places.Village", models.PROTECT, null=True, related_name="+")
    post = models.CharField("岗位", max_length=1, choices=Post, blank=True)
    registration = OwnedKey("advisers.Registration", models.PROTECT, null=True, related_name="+")
    institution = models.ForeignKey("advisers.Institution", models.PROTECT, null=True, related_name="+")
    first_day = models.DateField("起", null=True)
    until_day = models.DateField("到这天以前", null=True)
    fen = models.BigIntegerField("金额（分）")
    turn = models.PositiveSmallIntegerField("这些天第几次写", null=True)  # counted from 0
    taken = models.PositiveSmallIntegerField("冲回第几次写的", null=True)
    after = models.PositiveSmallIntegerField("接着第几次", null=True)  # a taking back of these very days
    about = OwnedKey("self", models.DO_NOTHING, null=True, related_name="followed_by")  # the database says no
    adjustment = OwnedKey("subsidies.Adjustment", models.PROTECT, null=True, related_name="lines")
    facts = models.JSONField("怎么来的")

    class Meta(DistrictOwned.Meta):
        verbose_name = "补贴明细"
        ordering = ["batch", "number"]
        constraints = [
            SameDistrict("batch", name="line_and_batch_share_district"),
            SameDistrict("village", name="line_and_village_share_district"),
            SameDistrict("registration", name="line_and_registration_share_district"),
            SameDistrict("about", name="line_and_line_share_district"),
            SameDistrict("adjustment", name="line_and_adjustment_share_district"),
            models.UniqueConstraint("district", "batch", "number", name="lines_of_a_batch_are_numbered"),
            ExclusionConstraint(
                name="a_day_of_a_post_is_put_down_once",
                expressions=[
                    *((field, RangeOperators.EQUAL) for field in ("district", "village", "post", "turn")),
                    (DateSpan("first_day", "until_day"), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="a_day_of_a_post_is_taken_back_once",
                expressions=[
                    *((field, RangeOperators.EQUAL) for field in ("district", "village", "post", "taken")),
                    (DateSpan("first_day", "until_day"), RangeOperators.OVERLAPS),
                ],
            ),
            models.UniqueConstraint(  # what a line with `after` points at: see the second migration
                *("district", "village", "post", "taken", "first_day", "until_day"), name="days_are_taken_back_as_one"
            ),
            models.UniqueConstraint("district", "adjustment", name="an_adjustment_counts_once"),
            models.UniqueConstraint("district", "about", name="a_line_is_weighed_once", condition=Q(kind="factor")),
            models.UniqueConstraint(
                "district", "about", name="what_was_carried_out_is_carried_in_once", condition=Q(kind="carried_in")
            ),
            models.CheckConstraint(
                name="a_line_has_what_its_kind_is_made_of",
                condition=Q(kind="base", turn=0, after=None, about=None, fen__gte=0, registration__isnull=False)
                | Q(kind="unpaid", turn=0, after=None, about=None, fen=0, registration=None)
                | Q(kind="unpaid", turn__gte=1, after=F("turn") - 1, about__isnull=False, fen=0, registration=None)
                | Q(kind="again", turn__gte=1, after=F("turn") - 1, fen__gte=0, registration__isnull=False)
                & Q(about__isnull=False)
                | Q(kind="back", turn=None, after=None, taken__isnull=False, about__isnull=False, fen__lte=0)
                | Q(kind="factor", turn=None, after=None, about__isnull=False, registration__isnull=False)
                | Q(kind="deduction", turn=None, after=None, about=None, adjustment__isnull=False, fen__lt=0)
                | Q(kind="bonus", turn=None, after=None, about=None, adjustment__isnull=False, fen__gt=0)
                | Q(kind="carried_out", turn=None, after=None, about=None, fen__gt=0)
                | Q(kind="carried_in", turn=None, after=None, about__isnull=False, fen__lt=0),
            ),
            models.CheckConstraint(name="only_what_is_taken_back_says_so", condition=Q(taken=None) | Q(kind="back")),
            models.CheckConstraint(
                name="only_a_second_person_s_yes_adds_or_takes",
                condition=Q(adjustment=None) | Q(kind__in=["deduction", "bonus"]),
            ),
            models.CheckConstraint(
                name="days_are_a_post_s_of_a_village",
                condition=Q(village=None, post="", first_day=None, until_day=None)
                & Q(kind__in=["deduction", "bonus", "carried_out", "carried_in"])
                | Q(village__isnull=False, post__in=["A", "B"], until_day__gt=F("first_day"))
                & Q(kind__in=["base", "factor", "unpaid", "back", "again"]),
            ),
            models.CheckConstraint(
                name="money_goes_to_an_institution",
                condition=Q(institution__isnull=False) | Q(institution=None, registration=None, fen=0),
            ),
        ]
        indexes = [
            models.Index(fields=["district", "institution", "batch"], name="subsidy_by_institution"),
            models.Index(fields=["district", "registration", "batch"], name="subsidy_by_person"),
            models.Index(fields=["district", "village", "post"], name="subsidy_by_post"),
        ]

    @property
    def last_day(self) -> date | None:
        return self.until_day and self.until_day - timedelta(days=1)

    @property
    def days(self) -> int:
        return (self.until_day - self.first_day).days if self.until_day and self.first_day else 0

    @property
    def yuan(self) -> str:
        return yuan(self.fen)


class Handing(DistrictOwned):
    """交财务: that the list of a batch was taken out as Excel, by whom, and the file's SHA-256."""

    batch = OwnedKey(Batch, models.PROTECT, related_name="handings")
    digest = models.BinaryField()
    handed_at = models.DateTimeField()
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "交财务"
        ordering = ["handed_at"]
        constraints = [SameDistrict("batch", name="handing_and_batch_share_district")]


class Payment(DistrictOwned):
    """付款: on which day the finance office paid a batch, as somebody of the bureau has put down."""

    batch = OwnedKey(Batch, models.PROTECT, related_name="payments")
    paid_on = models.DateField("付款日期")
    note = models.CharField("凭证号", max_length=60, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "付款"
        constraints = [
            SameDistrict("batch", name="payment_and_batch_share_district"),
            models.UniqueConstraint("district", "batch", name="a_batch_is_paid_once"),
        ]
