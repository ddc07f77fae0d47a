"""考核周期: one half-year, from its opening until it is locked; each step has its person and its time."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menkou.core.models import DistrictOwned
from menkou.worklogs.rules.periods import Period


class Cycle(DistrictOwned):
    """考核周期: opened, drawn up, scored by the offices, shown and answered, published, locked."""

    class State(models.TextChoices):
        DRAWING = "drawing", "正在生成"
        SCORING = "scoring", "司法所评分"
        ANSWERING = "answering", "本人看、说明、申请复核"
        PUBLICITY = "publicity", "公示"
        LOCKED = "locked", "锁定"

    period = models.CharField("考核时段", max_length=10)  # as an address says it: 2026-h1
    state = models.CharField("走到哪一步", max_length=10, choices=State, default=State.DRAWING)
    opened_at = models.DateTimeField("开始时间")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sheets_due = models.PositiveIntegerField("要生成几张表", default=0)
    sheets_done = models.PositiveIntegerField("生成了几张", default=0)
    drawn_at = models.DateTimeField("生成完的时间", null=True)
    shown_at = models.DateTimeField("给本人看的时间", null=True)
    heard_at = models.DateTimeField("村里和居民说到这时为止", null=True)  # shown, and taken back: nobody is asked anew
    fewest = models.PositiveSmallIntegerField("测评几份起才显示", null=True)  # settled when it is shown first, for good
    shown_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answer_until = models.DateTimeField("说明、申请复核到", null=True)
    publicity_at = models.DateTimeField("公示开始", null=True)
    publicity_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    publicity_until = models.DateTimeField("公示到", null=True)
    reopened_at = models.DateTimeField(
        "撤回公示的时间", null=True
    )  # the last time: from here on, days to answer once more
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    locked_at = models.DateTimeField("锁定时间", null=True)
    locked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    digest = models.BinaryField("摘要", null=True)  # SHA-256 of rules.canonical's bytes of the facts
    digest_form = models.PositiveSmallIntegerField(
        "摘要的写法", default=1, db_default=1
    )  # cycling.forms: how they stand

    class Meta(DistrictOwned.Meta):
        verbose_name = "考核周期"
        ordering = ["-period"]
        constraints = [
            models.UniqueConstraint("district", "period", name="a_period_is_assessed_once"),
            models.CheckConstraint(
                name="what_is_shown_has_its_person_and_term",
                condition=Q(shown_at=None, shown_by=None, answer_until=None, state__in=["drawing", "scoring"])
                | Q(
                    shown_at__isnull=False,
                    shown_by__isnull=False,
                    answer_until__isnull=False,
                    state__in=["answering", "publicity", "locked"],
                ),
            ),
            models.CheckConstraint(
                name="what_is_published_has_its_person_and_term",
                condition=Q(
                    publicity_at=None,
                    publicity_by=None,
                    publicity_until=None,
                    state__in=["drawing", "scoring", "answering"],
                )
                | Q(
                    publicity_at__isnull=False,
                    publicity_by__isnull=False,
                    publicity_until__isnull=False,
                    state__in=["publicity", "locked"],
                ),
            ),
            models.CheckConstraint(
                name="what_is_locked_has_person_time_and_digest",
                condition=Q(locked_at=None, locked_by=None, digest=None) & ~Q(state="locked")
                | Q(locked_at__isnull=False, locked_by__isnull=False, digest__isnull=False, state="locked"),
            ),
            models.CheckConstraint(
                name="a_publicity_is_taken_back_by_a_person",
                condition=Q(reopened_at=None, reopened_by=None)
                | Q(reopened_at__isnull=False, reopened_by__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_locks_what_they_published", condition=Q(locked_by=None) | ~Q(locked_by=F("publicity_by"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.span or self.period}考核"

    @property
    def span(self) -> Period | None:
        """The half-year itself."""
        return Period.called(self.period)

    @property
    def is_open(self) -> bool:
        return self.state != self.State.LOCKED

    @property
    def is_asking(self) -> bool:
        """Whether households answer and committees mark: until the results are shown for the first time."""
        return self.state == self.State.SCORING and self.heard_at is None
