"""评查副本: what an asker lets the bureau read, to see how well it was answered. An object of its own, never the matter."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menkou.consultations.models.matter import Consultation
from menkou.consultations.rules import codes
from menkou.core.clock import SHANGHAI
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class ReviewCopy(DistrictOwned):
    """评查副本: released by its asker, or drawn up by the adviser and agreed to by its asker; read by the bureau."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "等居民同意"
        OPEN = "open", "居民同意评查"
        DECLINED = "declined", "居民不同意"
        REPLACED = "replaced", "顾问换了一份"
        TAKEN_BACK = "taken_back", "居民收回了"
        OVER = "over", "到期删掉了"

    STANDING = (State.PROPOSED, State.OPEN)

    class Verdict(models.TextChoices):
        GOOD = "good", "答得好"
        NEEDS_WORK = "needs_work", "要改进"

    consultation = OwnedKey(Consultation, models.PROTECT)
    state = models.CharField("状态", max_length=10, choices=State)
    proposed_at = models.DateTimeField("顾问拟好", null=True)  # empty where the asker released the words as they are
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField("居民同意", null=True)
    until_at = models.DateTimeField("存到何时")
    may_publish = models.BooleanField("同意做成案例", default=False)
    verdict = models.CharField("评查意见", max_length=10, choices=Verdict, blank=True)
    reviewed_at = models.DateTimeField("评查时间", null=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField("结束", null=True)
    once_digest = models.BinaryField()  # keyed digest of the form that made it

    class Meta(DistrictOwned.Meta):
        verbose_name = "评查副本"
        ordering = ["-id"]
        constraints = [
            SameDistrict("consultation", name="review_copy_and_consultation_share_district"),
            models.UniqueConstraint(
                *("district", "consultation"),
                name="one_copy_of_a_matter_stands",
                condition=Q(state__in=["proposed", "open"]),
            ),
            models.UniqueConstraint("district", "once_digest", name="a_form_makes_one_copy"),
            models.CheckConstraint(
                name="nobody_reviews_what_its_asker_did_not_release",
                condition=Q(state__in=["proposed", "declined", "replaced"], released_at=None)
                | Q(state__in=["open", "taken_back"], released_at__isnull=False, until_at__gt=F("released_at"))
                | Q(state="over"),
            ),
            models.CheckConstraint(
                name="only_what_stands_may_be_published", condition=Q(may_publish=False) | Q(state="open")
            ),
            models.CheckConstraint(
                name="a_proposed_copy_has_its_adviser",
                condition=Q(proposed_at=None, proposed_by=None, released_at__isnull=False)
                | Q(proposed_at__isnull=False, proposed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_verdict_has_its_person_and_time",
                condition=Q(verdict="", reviewed_at=None, reviewed_by=None)
                | Q(released_at__isnull=False, reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(verdict=""),
            ),
            models.CheckConstraint(
                name="an_ended_copy_has_its_moment",
                condition=Q(state__in=["proposed", "open"], ended_at=None)
                | Q(ended_at__isnull=False) & ~Q(state__in=["proposed", "open"]),
            ),
        ]
        indexes = [
            models.Index(fields=["district", "consultation"], name="review_copy_by_matter"),
            models.Index(
                fields=["district", "until_at"],
                name="review_copy_standing",
                condition=Q(state__in=["proposed", "open"]),
            ),
        ]

    @property
    def number(self) -> str:
        """评查号: spelled from its own identity, so that it leads to no matter."""
        month = self.released_at or self.until_at
        return f"评{codes.reference(self.pk.bytes, f'{month.astimezone(SHANGHAI):%y%m}')}"


class CopiedText(DistrictOwned):
    """副本里的话: sealed under the copy's own key. Reached by reviewing/sealing.py only (a guard test sees to it)."""

    class Part(models.TextChoices):
        WORDS = "words", "问的和答的"
        OPINION = "opinion", "评查意见"

    copy = OwnedKey(ReviewCopy, models.PROTECT)
    part = models.CharField(max_length=10, choices=Part)
    sealed = models.BinaryField()

    class Meta(DistrictOwned.Meta):
        constraints = [
            SameDistrict("copy", name="copied_text_and_copy_share_district"),
            models.UniqueConstraint("district", "copy", "part", name="a_copy_has_each_part_once"),
        ]
