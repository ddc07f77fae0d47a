"""投诉: a resident is not content with how a matter was dealt with. Facts are plain; words are sealed with the matter."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Complaint(DistrictOwned):
    """投诉: about one person, or about the judicial office; dealt with by an office or the bureau, by a clock of its own."""

    class State(models.TextChoices):
        RECEIVED = "received", "待受理"
        ACCEPTED = "accepted", "已受理"
        ASKED = "asked", "已要求说明"
        REVIEW = "review", "复核中"
        ANSWERED = "answered", "已答复，待回访"
        CLOSED = "closed", "已办结"
        WITHDRAWN = "withdrawn", "已撤回"
        REFUSED = "refused", "不予受理"

    OPEN = (State.RECEIVED, State.ACCEPTED, State.ASKED, State.REVIEW)  # something is to be done by the handler
    RUNNING = (*OPEN, State.ANSWERED)

    class Kind(models.TextChoices):
        SILENT = "silent", "一直不回"
        RUDE = "rude", "态度不好"
        MONEY = "money", "要钱、要东西"
        TOLD = "told", "把我的事告诉了别人"
        OTHER = "other", "其他"

    class Level(models.TextChoices):
        OFFICE = "office", "司法所"
        BUREAU = "bureau", "区司法局"

    class Outcome(models.TextChoices):
        TRUE = "true", "属实"
        PARTLY = "partly", "部分属实"
        UNTRUE = "untrue", "不属实"
        UNKNOWN = "unknown", "无法查实"

    class Refusal(models.TextChoices):
        NOT_OURS = "not_ours", "不是法律顾问服务的事"
        SAME = "same", "同一件事已经答复过"
        ELSEWHERE = "elsewhere", "法院、仲裁或者纪检已经在办"
        UNCLEAR = "unclear", "没有写明是什么事，没法查"

    consultation = OwnedKey("consultations.Consultation", models.PROTECT, related_name="+")
    about = OwnedKey("advisers.Registration", models.PROTECT, null=True, related_name="+")  # None: the office itself
    kind = models.CharField("投诉什么", max_length=10, choices=Kind)
    state = models.CharField("状态", max_length=10, choices=State, default=State.RECEIVED)
    level = models.CharField("由谁办", max_length=10, choices=Level)
    is_from_office = models.BooleanField("先由司法所办")
    is_review = models.BooleanField("复核过", default=False)
    outcome = models.CharField("查明", max_length=10, choices=Outcome, blank=True)
    refusal = models.CharField("不予受理的理由", max_length=10, choices=Refusal, blank=True)
    is_satisfied = models.BooleanField("满意", null=True)

    words = models.BinaryField()  # sealed under the matter's own key, as the next three: they go when it is erased
    contact = models.BinaryField(null=True)
    answer = models.BinaryField(null=True)
    review = models.BinaryField(null=True)
    once_digest = models.BinaryField()
    said_digest = models.BinaryField(null=True)  # of the form that the handler sent last

    raised_at = models.DateTimeField("投诉时间")
    reply_due_at = models.DateTimeField("先回复收到的时限")
    answer_due_at = models.DateTimeField("答复的时限")
    accepted_at = models.DateTimeField("受理时间", null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("答复或者不予受理的时间", null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField("复核答复的时间", null=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField("了结时间", null=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "投诉"
        ordering = ["-raised_at"]
        constraints = [
            SameDistrict("consultation", name="complaint_and_consultation_share_district"),
            SameDistrict("about", name="complaint_and_about_share_district"),
            models.UniqueConstraint("district", "once_digest", name="a_form_complains_once"),
            models.UniqueConstraint(
                "district",
                "consultation",
                name="one_complaint_of_a_matter_runs",
                condition=~Q(state__in=["closed", "withdrawn", "refused"]),
            ),
            models.CheckConstraint(
                name="a_complaint_that_is_over_has_its_time",
                condition=Q(state__in=["closed", "withdrawn", "refused"], ended_at__isnull=False)
                | ~Q(state__in=["closed", "withdrawn", "refused"]) & Q(ended_at=None),
            ),
            models.CheckConstraint(
                name="accepting_has_its_person_and_time",
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="deciding_has_its_person_and_time",
                condition=Q(decided_at=None, decided_by=None) | Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="reviewing_has_another_person_and_its_time",
                condition=Q(reviewed_at=None, reviewed_by=None)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False, is_review=True)
                & ~Q(reviewed_by=F("decided_by")),
            ),
            models.CheckConstraint(
                name="a_review_is_the_bureaus",
                condition=Q(is_review=False) | Q(level="bureau", decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_deals_with_a_complaint_about_themselves",
                condition=Q(level="bureau") | Q(level="office", about__isnull=False, is_from_office=True),
            ),
            models.CheckConstraint(
                name="an_answered_complaint_has_an_outcome", condition=~Q(state__in=["answered", "closed"], outcome="")
            ),
            models.CheckConstraint(
                name="a_refused_complaint_has_a_reason",
                condition=Q(state="refused") & ~Q(refusal="") | ~Q(state="refused") & Q(refusal=""),
            ),
        ]
        indexes = [
            models.Index(fields=["district", "consultation"], name="complaint_by_matter"),
            models.Index(fields=["district", "state", "answer_due_at"], name="complaint_by_deadline"),
        ]

    @property
    def is_open(self) -> bool:
        """Whether its handler has something to do."""
        return self.state in self.OPEN

    @property
    def due_at(self):
        """By when the next thing is to be done; None where nothing is."""
        if self.state == self.State.RECEIVED:
            return self.reply_due_at
        return self.answer_due_at if self.is_open else None

    @property
    def last_decided_at(self):
        return self.reviewed_at or self.decided_at


class Statement(DistrictOwned):
    """情况说明: asked of whom a complaint is about, or of their institution; they never see the complaint itself."""

    class Side(models.TextChoices):
        ADVISER = "adviser", "法律顾问本人"
        INSTITUTION = "institution", "所在机构"

    complaint = OwnedKey(Complaint, models.PROTECT, related_name="+")
    side = models.CharField("谁来说明", max_length=12, choices=Side)
    summary = models.BinaryField(null=True)  # written for them by the handler; sealed as the complaint is
    words = models.BinaryField(null=True)
    once_digest = models.BinaryField(null=True)
    asked_at = models.DateTimeField("要求时间")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField("说明时间", null=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "情况说明"
        ordering = ["asked_at", "id"]
        constraints = [
            SameDistrict("complaint", name="statement_and_complaint_share_district"),
            models.UniqueConstraint("district", "complaint", "side", name="a_statement_is_asked_for_once"),
            models.CheckConstraint(
                name="a_statement_has_its_words_person_and_time",
                condition=Q(given_at=None, given_by=None, words=None)
                | Q(given_at__isnull=False, given_by__isnull=False, words__isnull=False),
            ),
        ]


class Step(DistrictOwned):
    """经过: what happened to a complaint, by whom. Added, never changed; steps of the clock are taken once a deadline."""

    class What(models.TextChoices):
        RAISED = "raised", "投诉人提出"
        ACCEPTED = "accepted", "受理，先回复收到"
        ASKED = "asked", "要求情况说明"
        STATED = "stated", "收到情况说明"
        ANSWERED = "answered", "答复"
        REFUSED = "refused", "不予受理"
        CONTENT = "content", "投诉人满意"
        DISCONTENT = "discontent", "投诉人不满意"
        REVIEW = "review", "投诉人要求复核，转区司法局"
        REVIEWED = "reviewed", "复核答复"
        WITHDRAWN = "withdrawn", "投诉人撤回"
        ERASED = "erased", "内容已删掉，投诉了结"
        QUIET = "quiet", "没有回话，到期办结"
        TAKEN = "taken", "区司法局提级办理"
        KEPT_OUT = "kept_out", "有利害关系，转区司法局"
        REPLY_OVER = "reply_over", "过了先回复的时限，已告诉区司法局"
        SOON = "soon", "快到答复时限，已提醒"
        OVER = "over", "过了答复时限，转区司法局"
        NUDGED = "nudged", "区司法局催办"
        OVER_BUREAU = "over_bureau", "区司法局过了答复时限，已告诉审计监督"

    INSIDE = (What.REPLY_OVER, What.SOON, What.NUDGED, What.OVER_BUREAU)  # reminders of officers

    complaint = OwnedKey(Complaint, models.PROTECT, related_name="+")
    what = models.CharField("做了什么", max_length=12, choices=What)
    due_at = models.DateTimeField("哪个时限", null=True)  # of a step of the clock
    taken_at = models.DateTimeField("时间")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "投诉经过"
        ordering = ["taken_at", "id"]
        constraints = [
            SameDistrict("complaint", name="step_and_complaint_share_district"),
            models.UniqueConstraint(
                *("district", "complaint", "what", "due_at"), name="a_step_of_a_deadline_is_taken_once"
            ),
        ]
        indexes = [models.Index(fields=["district", "complaint", "taken_at"], name="step_by_complaint")]
