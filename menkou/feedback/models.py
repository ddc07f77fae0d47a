"""意见: what somebody of the staff finds bad about the software itself, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menkou.core.models import DistrictOwned

MOST = 300


class Suggestion(DistrictOwned):
    """意见: said by one person of the staff, answered by another; of the software, never of a matter."""

    class Kind(models.TextChoices):
        TWICE = "twice", "同一件事要填两遍"
        ASKED = "asked", "问得多、催得多"
        WRONG = "wrong", "数不对、写得不对"
        HARD = "hard", "看不懂、找不到"
        SLOW = "slow", "慢、打不开"
        OTHER = "other", "其他"

    class State(models.TextChoices):
        SAID = "said", "等答复"
        TAKEN = "taken", "要改"
        DONE = "done", "改好了"
        KEPT = "kept", "不改，说了理由"
        WITHDRAWN = "withdrawn", "收回了"

    ANSWERS = (State.TAKEN, State.DONE, State.KEPT)
    OPEN = (State.SAID, State.TAKEN)  # somebody waits for something

    kind = models.CharField("哪一种", max_length=10, choices=Kind)
    page = models.CharField("在哪一页", max_length=60, blank=True)
    words = models.CharField("怎么不好用", max_length=MOST)
    state = models.CharField("办到哪了", max_length=10, choices=State, default=State.SAID)
    said_at = models.DateTimeField("提出时间")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer = models.CharField("答复", max_length=MOST, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    once_digest = models.BinaryField()

    class Meta(DistrictOwned.Meta):
        verbose_name = "对系统的意见"
        ordering = ["-said_at"]
        constraints = [
            models.UniqueConstraint("district", "once_digest", name="a_form_suggests_once"),
            models.CheckConstraint(
                name="an_answer_has_its_words_person_and_time",
                condition=Q(state__in=["said", "withdrawn"], answer="", answered_at=None, answered_by=None)
                | Q(state__in=["taken", "done", "kept"], answered_at__isnull=False, answered_by__isnull=False)
                & ~Q(answer=""),
            ),
            models.CheckConstraint(
                name="nobody_answers_their_own_suggestion",
                condition=Q(answered_by=None) | ~Q(answered_by=F("said_by")),
            ),
        ]
        indexes = [
            models.Index(fields=["district", "said_at"], name="suggestion_by_time"),
            models.Index(fields=["district", "said_by"], name="suggestion_by_person"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def mark(self) -> str:
        """Of the answer that stands now; empty where there is none."""
        return f"{self.answered_at.timestamp()}" if self.answered_at else ""

    @property
    def is_open(self) -> bool:
        """Whether somebody still waits."""
        return self.state in self.OPEN
