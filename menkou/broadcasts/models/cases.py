"""典型案例: a story without the person it happened to. A new object, that leads to no matter but by its consent's id."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class TypicalCase(DistrictOwned):
    """典型案例: made of a copy whose asker agreed to it, or of nothing; masked, checked, agreed to by a second person.

    While it is made its words are sealed. Agreed to, only the masked ones stay; given up, none.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        WAITING = "waiting", "等另一个人批"
        APPROVED = "approved", "批准了，可以推送"
        WITHDRAWN = "withdrawn", "撤下了"
        ENDED = "ended", "不做了"

    MAKING = (State.DRAFT, State.WAITING)

    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    consent = models.UUIDField("凭哪一次同意", null=True)  # none: written without any matter. No key: it leads to none
    until_at = models.DateTimeField("草稿最迟存到", null=True)  # as long as the copy that it is made of
    sealed = models.BinaryField(
        null=True
    )  # the words before masking, while it is made; reached by cases/sealing.py only
    title = models.CharField("标题", max_length=40, blank=True)
    text = models.TextField("正文", blank=True)
    edition = models.PositiveSmallIntegerField("第几稿", default=0)
    meant = models.PositiveIntegerField("可能是多少人", null=True)
    fewest = models.PositiveIntegerField("至少要多少人", null=True)
    why = models.CharField("为什么撤下、不做了", max_length=200, blank=True)
    made_at = models.DateTimeField("起草")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField("逐处看过", null=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField("批准", null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField("撤下", null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    consent_ended_at = models.DateTimeField("居民不再同意", null=True)
    ended_at = models.DateTimeField("不做了", null=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "典型案例"
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="nobody_approves_their_own_case", condition=Q(approved_by=None) | ~Q(approved_by=F("made_by"))
            ),
            models.CheckConstraint(
                name="only_a_case_in_the_making_has_sealed_words",
                condition=Q(state__in=["draft", "waiting"], sealed__isnull=False, title="", text="")
                | Q(state__in=["approved", "withdrawn"], sealed=None) & ~Q(text="")
                | Q(state="ended", sealed=None, title="", text=""),
            ),
            models.CheckConstraint(
                name="a_case_goes_on_when_every_mask_is_checked",
                condition=Q(checked_at=None, checked_by=None, state__in=["draft", "ended"])
                | Q(checked_at__isnull=False, checked_by__isnull=False, meant__gte=F("fewest")),
            ),
            models.CheckConstraint(
                name="a_case_in_use_was_approved",
                condition=Q(approved_at=None, approved_by=None, state__in=["draft", "waiting", "ended"])
                | Q(approved_at__isnull=False, approved_by__isnull=False, state__in=["approved", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="a_withdrawn_case_says_why_and_by_whom",
                condition=Q(withdrawn_at=None, withdrawn_by=None) & ~Q(state="withdrawn")
                | Q(state="withdrawn", withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(why="")
                | Q(state="withdrawn", withdrawn_at__isnull=False, consent_ended_at__isnull=False) & ~Q(why=""),
            ),
            models.CheckConstraint(
                name="an_ended_case_has_its_moment",
                condition=Q(state="ended", ended_at__isnull=False) | Q(ended_at=None) & ~Q(state="ended"),
            ),
        ]
        indexes = [
            models.Index(fields=["district", "made_at"], name="case_by_day"),
            models.Index(fields=["district", "consent"], name="case_by_consent", condition=Q(consent__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title or "典型案例"


class CaseMask(DistrictOwned):
    """遮盖: one place of a case's words that may point at somebody, and what a person said of it. Without the words."""

    class Said(models.TextChoices):
        KEPT = "kept", "遮住，就这样换"
        CHANGED = "changed", "遮住，换成我写的"
        REFUSED = "refused", "不用遮，看不出是谁"

    case = OwnedKey(TypicalCase, models.PROTECT, related_name="masks")
    start = models.PositiveIntegerField("从第几个字")
    end = models.PositiveIntegerField("到第几个字")
    kind = models.CharField("是什么", max_length=20)
    sure = models.PositiveSmallIntegerField("有多准")
    instead = models.CharField("换成", max_length=40)
    is_added = models.BooleanField("人添的", default=False)
    said = models.CharField("怎么定的", max_length=10, choices=Said, blank=True)
    checked_at = models.DateTimeField("何时定的", null=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "遮盖"
        ordering = ["start"]
        constraints = [
            SameDistrict("case", name="mask_and_case_share_district"),
            models.UniqueConstraint("district", "case", "start", name="one_mask_to_a_place"),
            models.CheckConstraint(name="a_mask_covers_something", condition=Q(end__gt=F("start"))),
            models.CheckConstraint(
                name="a_checked_mask_has_its_person_and_time",
                condition=Q(said="", checked_at=None, checked_by=None)
                | Q(checked_at__isnull=False, checked_by__isnull=False) & ~Q(said=""),
            ),
        ]
