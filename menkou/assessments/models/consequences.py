"""结果运用: what may follow from a finding, as a case with clocks; heard first, decided by another person, then carried out."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menkou.assessments.models.sheets import Sheet
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Consequence(DistrictOwned):
    """结果运用: found, told, answered, decided, carried out. Opened by a rule or a person; decided by a person alone."""

    class Kind(models.TextChoices):
        REPLACE = "replace", "责令更换"
        DEDUCT = "deduct", "扣减补贴"
        NOTICE = "notice", "通报批评"
        RECTIFY = "rectify", "限期整改"

    class Trigger(models.TextChoices):
        GRADE = "grade", "考核等次"
        MISSED = "missed", "多次缺席"
        COMPLAINT = "complaint", "投诉查实"
        OTHER = "other", "其他发现"

    class State(models.TextChoices):
        FOUND = "found", "有了发现，还没告知"
        TOLD = "told", "已告知，等陈述申辩"
        DECIDED = "decided", "已决定，要办"
        DROPPED = "dropped", "不予处理"
        DONE = "done", "办完了"

    class Scope(models.TextChoices):
        OWN = "own", "只告诉本人和所在机构"
        INSTITUTIONS = "institutions", "在各机构间通报"
        DISTRICT = "district", "全区通报"

    kind = models.CharField("哪一种", max_length=8, choices=Kind)
    trigger = models.CharField("因为什么", max_length=10, choices=Trigger)
    key = models.CharField(max_length=100)  # the same finding opens one case of a kind
    sheet = OwnedKey(Sheet, models.PROTECT, null=True, related_name="consequences")
    registration = OwnedKey("advisers.Registration", models.PROTECT, null=True, related_name="+")
    institution = models.ForeignKey("advisers.Institution", models.PROTECT, related_name="+")
    state = models.CharField("走到哪一步", max_length=8, choices=State, default=State.FOUND)
    facts = models.CharField("事实", max_length=1000)
    opened_at = models.DateTimeField("立的时间")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")  # none: a rule
    told_at = models.DateTimeField("告知时间", null=True)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    proposed = models.CharField("拟怎么处理", max_length=500, blank=True)
    fen = models.PositiveIntegerField("拟扣多少（分）", null=True)
    told_fen = models.PositiveIntegerField("告知时拟扣多少（分）", null=True)  # stays, where less is decided on
    villages = models.JSONField("哪些村的岗位", default=list)  # codes, of a replacement; none: all of theirs
    told_posts = models.JSONField("告知时的岗位", null=True)  # of a replacement, as following.seats writes them down
    decided_posts = models.JSONField("决定时的岗位", null=True)
    scope = models.CharField("通报范围", max_length=12, choices=Scope, blank=True)
    answer_until = models.DateTimeField("陈述申辩到", null=True)
    statement = models.CharField("陈述申辩", max_length=1000, blank=True)
    stated_at = models.DateTimeField(null=True)
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decision_note = models.CharField("决定的理由", max_length=500, blank=True)
    decided_at = models.DateTimeField("决定时间", null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    fell_away_at = models.DateTimeField(
        "发现不成立的时间", null=True
    )  # what a rule opened, when its number is not reached
    carry_out_until = models.DateField("办到哪天", null=True)  # a replacement, a rectification
    ends_on = models.DateField("通报到哪天撤", null=True)  # a notice does not hang for ever
    ordered_at = models.DateTimeField("开始换人的时间", null=True)  # of a replacement: the planner knows of it
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    replace_from = models.DateField("从哪天起不再派", null=True)
    repair = OwnedKey("plans.Version", models.PROTECT, null=True, related_name="+")
    is_mended = models.BooleanField("复查合格", null=True)  # of a rectification
    done_note = models.CharField("怎么办的", max_length=500, blank=True)
    done_at = models.DateTimeField("办完的时间", null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "结果运用"
        ordering = ["-opened_at", "-id"]
        constraints = [
            SameDistrict("sheet", name="consequence_and_sheet_share_district"),
            SameDistrict("registration", name="consequence_and_registration_share_district"),
            SameDistrict("repair", name="consequence_and_repair_share_district"),
            models.UniqueConstraint("district", "kind", "key", name="a_finding_opens_one_case_of_a_kind"),
            models.CheckConstraint(
                name="what_is_told_has_person_term_and_proposal",
                condition=Q(told_at=None, told_by=None, answer_until=None, state__in=["found", "dropped"])
                | Q(told_at__isnull=False, told_by__isnull=False, answer_until__isnull=False) & ~Q(proposed=""),
            ),
            models.CheckConstraint(
                name="a_statement_is_of_what_was_told",
                condition=Q(statement="", stated_at=None, stated_by=None)
                | Q(told_at__isnull=False, stated_at__isnull=False, stated_by__isnull=False) & ~Q(statement=""),
            ),
            models.CheckConstraint(
                name="a_consequence_is_decided_with_a_reason",
                condition=Q(decided_at=None, decided_by=None, fell_away_at=None)
                & Q(decision_note="", state__in=["found", "told"])
                | Q(decided_at__isnull=False, decided_by__isnull=False, state__in=["decided", "dropped", "done"])
                & Q(fell_away_at=None)
                & ~Q(decision_note="")
                | Q(decided_at=None, decided_by=None, fell_away_at__isnull=False, state="dropped")
                & Q(told_at=None, opened_by=None)
                & ~Q(decision_note=""),
            ),
            models.CheckConstraint(
                name="nobody_decides_what_they_proposed", condition=Q(decided_by=None) | ~Q(decided_by=F("told_by"))
            ),
            models.CheckConstraint(
                name="what_is_done_has_its_person_and_words",
                condition=Q(done_at=None, done_by=None, done_note="") & ~Q(state="done")
                | Q(done_at__isnull=False, done_by__isnull=False, state="done") & ~Q(done_note=""),
            ),
            models.CheckConstraint(
                name="a_replacement_is_ordered_once_decided",
                condition=Q(ordered_at=None, ordered_by=None, replace_from=None, repair=None)
                | Q(ordered_at__isnull=False, ordered_by__isnull=False, replace_from__isnull=False)
                & Q(repair__isnull=False, kind="replace", state__in=["decided", "done"]),
            ),
            models.CheckConstraint(
                name="a_rectification_is_done_when_it_was_looked_at_again",
                condition=Q(kind="rectify", state="done", is_mended__isnull=False)
                | Q(is_mended=None) & ~Q(kind="rectify", state="done"),
            ),
            models.CheckConstraint(
                name="a_deduction_has_its_sum",
                condition=~Q(kind="deduct") | Q(state__in=["found", "dropped"]) | Q(fen__gt=0),
            ),
            models.CheckConstraint(
                name="no_more_is_taken_off_than_was_told", condition=Q(told_fen=None) | Q(fen__lte=F("told_fen"))
            ),
            models.CheckConstraint(
                name="a_decided_notice_has_scope_and_end",
                condition=~Q(kind="notice")
                | Q(state__in=["found", "told", "dropped"])
                | ~Q(scope="") & Q(ends_on__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["district", "state", "-opened_at"], name="consequence_by_state")]

    def __str__(self) -> str:
        return self.get_kind_display()
