"""批次: contracts that somebody of the bureau wants on paper."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from menkou.core.models import DistrictOwned


class Batch(DistrictOwned):
    """批次: contracts that somebody wants on paper, as one file that the worker makes and that is soon forgotten."""

    class Kind(models.TextChoices):
        WORD = "word", "Word（每村一份，打成一个 zip）"
        PDF = "pdf", "PDF（合成一个文件）"

    class State(models.TextChoices):
        WAITING = "waiting", "排队中"
        MAKING = "making", "正在做"
        READY = "ready", "做好了"
        FAILED = "failed", "没有做成"

    UNFINISHED = (State.WAITING, State.MAKING)

    kind = models.CharField("格式", max_length=4, choices=Kind)
    contracts = ArrayField(models.UUIDField(), verbose_name="合同")  # in the order in which they were listed
    left_out = ArrayField(models.UUIDField(), verbose_name="没有放进来的", default=list)  # gone since
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    attempt = models.PositiveSmallIntegerField(default=0)  # whoever makes it holds this number, or has been overtaken
    done = models.PositiveIntegerField("做好的份数", default=0)
    problem = models.CharField("没有做成的原因", max_length=200, blank=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "批次"
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                "district",
                "asked_by",
                name="one_unfinished_batch_of_a_person",
                condition=Q(state__in=["waiting", "making"]),
            ),
            models.CheckConstraint(
                name="only_a_failed_batch_has_a_problem",
                condition=Q(state="failed") & ~Q(problem="") | ~Q(state="failed") & Q(problem=""),
            ),
        ]

    @property
    def total(self) -> int:
        """How many contracts were asked for."""
        return len(self.contracts)

    @property
    def is_unfinished(self) -> bool:
        return self.state in self.UNFINISHED

    @property
    def ending(self) -> str:
        return "zip" if self.kind == self.Kind.WORD else "pdf"

    @property
    def file(self) -> str:
        """The file's name in the store."""
        return self.file_of(self.attempt)

    def file_of(self, attempt: int) -> str:
        """Each attempt has a file of its own."""
        return f"{self.pk}-{attempt}.{self.ending}"
