"""考核表: of one subject in one cycle, its scores with the rows they came from, and what its subject says to them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menkou.assessments.models.cycles import Cycle
from menkou.assessments.models.schemes import Scheme, SchemeItem, Subject
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey

_WHO = ("registration", "institution", "village", "township")


def _only(subject: str, one: str) -> Q:
    return Q(subject=subject, **{f"{who}__isnull": who != one for who in _WHO})


class Sheet(DistrictOwned):
    """考核表: an adviser's, an institution's, a village's or an office's, by the scheme that held in the period."""

    cycle = OwnedKey(Cycle, models.PROTECT, related_name="sheets")
    scheme = OwnedKey(Scheme, models.PROTECT, related_name="+")
    subject = models.CharField("考核谁", max_length=12, choices=Subject)
    registration = OwnedKey("advisers.Registration", models.PROTECT, null=True, related_name="+")
    institution = models.ForeignKey("advisers.Institution", models.PROTECT, null=True, related_name="+")
    village = OwnedKey("places.Village", models.PROTECT, null=True, related_name="+")
    township = OwnedKey("places.Township", models.PROTECT, null=True, related_name="+")  # of the office
    scored_by_office = OwnedKey(
        "places.Township", models.PROTECT, null=True, related_name="+"
    )  # who scores what is judged
    name = models.CharField("名称", max_length=80)  # as it was when the sheet was made
    points = models.IntegerField("得分（百分之一分）", default=0)
    words = models.CharField("怎么加起来的", max_length=400, blank=True)
    grade = models.CharField("等次", max_length=10, blank=True)
    coefficient = models.PositiveSmallIntegerField("补贴系数（千分之几）", default=1000)
    made_at = models.DateTimeField("生成时间")
    comment = models.CharField("司法所的意见", max_length=500, blank=True)
    commented_at = models.DateTimeField(null=True)
    commented_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField("本人确认的时间", null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "考核表"
        ordering = ["subject", "name", "id"]
        constraints = [
            SameDistrict("cycle", name="sheet_and_cycle_share_district"),
            SameDistrict("scheme", name="sheet_and_scheme_share_district"),
            SameDistrict("registration", name="sheet_and_registration_share_district"),
            SameDistrict("village", name="sheet_and_village_share_district"),
            SameDistrict("township", name="sheet_and_township_share_district"),
            SameDistrict("scored_by_office", name="sheet_and_scoring_office_share_district"),
            models.CheckConstraint(
                name="a_sheet_is_of_one_subject",
                condition=_only("adviser", "registration")
                | _only("institution", "institution")
                | _only("village", "village")
                | _only("office", "township"),
            ),
            models.UniqueConstraint("district", "cycle", "registration", name="one_sheet_of_an_adviser_in_a_cycle"),
            models.UniqueConstraint("district", "cycle", "institution", name="one_sheet_of_an_institution_in_a_cycle"),
            models.UniqueConstraint("district", "cycle", "village", name="one_sheet_of_a_village_in_a_cycle"),
            models.UniqueConstraint("district", "cycle", "township", name="one_sheet_of_an_office_in_a_cycle"),
            models.CheckConstraint(
                name="a_comment_has_its_person_and_time",
                condition=Q(comment="", commented_at=None, commented_by=None)
                | ~Q(comment="") & Q(commented_at__isnull=False, commented_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_confirmation_has_its_person",
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Score(DistrictOwned):
    """得分: of an item, append-only; the one with the highest number counts. `rows` are ids of what was counted, one
    behind another, `rows_of` says of what."""

    sheet = OwnedKey(Sheet, models.PROTECT, related_name="scores")
    item = OwnedKey(SchemeItem, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("第几次", default=1)
    points = models.IntegerField("得分（百分之一分）")
    is_counted = models.BooleanField("有可比的数", default=True)
    words = models.CharField("怎么算的", max_length=300)
    done = models.IntegerField("做到", default=0)
    asked = models.IntegerField("要求", null=True)
    late = models.IntegerField("晚了", default=0)
    why = models.CharField("为什么没有可比的数", max_length=100, blank=True)
    rows_of = models.CharField(max_length=12, blank=True)
    rows = models.BinaryField(default=bytes)
    note = models.CharField("评分的话", max_length=300, blank=True)
    reply = OwnedKey("assessments.Reply", models.PROTECT, null=True, related_name="+")  # the review that it comes from
    made_at = models.DateTimeField("评分时间")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")  # none: computed

    class Meta(DistrictOwned.Meta):
        verbose_name = "得分"
        ordering = ["sheet", "item", "number"]
        constraints = [
            SameDistrict("sheet", name="score_and_sheet_share_district"),
            SameDistrict("item", name="score_and_item_share_district"),
            SameDistrict("reply", name="score_and_reply_share_district"),
            models.UniqueConstraint("district", "sheet", "item", "number", name="an_item_is_scored_once_at_a_time"),
        ]


class Reply(DistrictOwned):
    """说明、复核: what the subject says of an item or of all, and what a second person decided where it asks for review."""

    class Decision(models.TextChoices):
        KEPT = "kept", "维持"
        CHANGED = "changed", "改分"

    sheet = OwnedKey(Sheet, models.PROTECT, related_name="replies")
    item = OwnedKey(SchemeItem, models.PROTECT, null=True, related_name="+")
    text = models.CharField("说明", max_length=1000)
    wants_review = models.BooleanField("申请复核", default=False)
    once_digest = models.BinaryField()
    made_at = models.DateTimeField("时间")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decision = models.CharField("复核决定", max_length=8, choices=Decision, blank=True)
    decision_note = models.CharField("理由", max_length=500, blank=True)
    decided_at = models.DateTimeField("决定时间", null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "说明和复核"
        ordering = ["made_at", "id"]
        constraints = [
            SameDistrict("sheet", name="reply_and_sheet_share_district"),
            SameDistrict("item", name="reply_and_item_share_district"),
            models.UniqueConstraint("district", "once_digest", name="a_form_replies_once_to_a_sheet"),
            models.CheckConstraint(
                name="a_review_is_of_an_item", condition=Q(wants_review=False) | Q(item__isnull=False)
            ),
            models.CheckConstraint(
                name="a_review_is_decided_by_a_person_with_a_reason",
                condition=Q(decision="", decision_note="", decided_at=None, decided_by=None)
                | Q(
                    wants_review=True,
                    decision__in=["kept", "changed"],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                )
                & ~Q(decision_note=""),
            ),
            models.CheckConstraint(
                name="nobody_decides_on_their_own_review", condition=Q(decided_by=None) | ~Q(decided_by=F("made_by"))
            ),
        ]
