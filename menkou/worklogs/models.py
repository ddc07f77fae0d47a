"""工作日志: what advisers did, one piece of work an entry, and what the judicial office made of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Outcome(models.TextChoices):
    VERIFIED = "verified", "已核实"
    RETURNED = "returned", "已退回"


class Entry(DistrictOwned):
    """工作日志: one piece of work an adviser did for one village, and its review (一事一记)."""

    class Kind(models.TextChoices):
        CONSULTATION = "consultation", "解答咨询"
        DRAFTING = "drafting", "代写文书"
        MEDIATION = "mediation", "参与调解"
        CONTRACT_REVIEW = "contract_review", "审查合同"
        VILLAGE_RULES = "village_rules", "审查村规民约"
        LEGAL_OPINION = "legal_opinion", "出具法律意见"
        MEETING = "meeting", "列席会议"
        LECTURE = "lecture", "法治讲座"
        PUBLICITY = "publicity", "普法宣传"
        OTHER = "other", "其他"

    village = OwnedKey("places.Village", models.PROTECT)
    author = OwnedKey("advisers.Registration", models.PROTECT, related_name="entries")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField("事项", max_length=20, choices=Kind)
    done_on = models.DateField("日期")
    minutes = models.PositiveSmallIntegerField("时长（分钟）")
    summary = models.CharField("内容", max_length=500, blank=True)
    corrects = OwnedKey("self", models.PROTECT, null=True, related_name="corrections")

    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    review_note = models.CharField("退回原因", max_length=200, blank=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "工作日志"
        ordering = ["-done_on", "-id"]
        constraints = [
            SameDistrict("village", name="entry_and_village_share_district"),
            SameDistrict("author", name="entry_and_author_share_district"),
            SameDistrict("corrects", name="entry_and_corrected_share_district"),
            models.CheckConstraint(name="entry_fits_in_a_day", condition=Q(minutes__range=(1, 24 * 60))),
            models.CheckConstraint(
                name="outcome_has_reviewer_and_time",
                condition=Q(outcome="", reviewed_by=None, reviewed_at=None)
                | Q(outcome__in=Outcome.values, reviewed_by__isnull=False, reviewed_at__isnull=False),
            ),
            models.CheckConstraint(name="return_gives_reason", condition=~Q(outcome="returned", review_note="")),
            models.CheckConstraint(name="nobody_reviews_own_entry", condition=~Q(reviewed_by=F("recorded_by"))),
            models.CheckConstraint(
                name="a_consultation_leaves_no_words_in_the_log", condition=~Q(kind="consultation") | Q(summary="")
            ),
            models.UniqueConstraint("district", "corrects", name="an_entry_is_corrected_once"),
        ]
        indexes = [
            models.Index(fields=["district", "author", "done_on"], name="entry_by_author"),
            models.Index(fields=["district", "village", "done_on"], name="entry_by_village"),
            models.Index(fields=["district", "done_on"], name="entry_undecided", condition=Q(outcome="")),
            models.Index(fields=["district", "author", "outcome"], name="entry_by_outcome"),  # of one's own: sent back
        ]
