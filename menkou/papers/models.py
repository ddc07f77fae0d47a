"""批次: contracts, boards, that somebody of the bureau wants on paper; 模板: the bureau's own form of them in Word."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey
from menkou.papers import makers
from menkou.papers.makers import CONTRACTS


class Batch(DistrictOwned):
    """批次: contracts, boards, that somebody wants on paper, as one file that the worker makes and that is soon forgotten."""

    class Kind(models.TextChoices):
        WORD = "word", "Word（每村一份，打成一个 zip）"
        PDF = "pdf", "PDF（合成一个文件）"
        ZIP = "zip", "PDF（按镇街和载体分，打成一个 zip）"
        EXCEL = "xlsx", "Excel"
        DOCX = "docx", "Word"
        PACK = "pack", "检查包（打成一个 zip）"

    class State(models.TextChoices):
        WAITING = "waiting", "排队中"
        MAKING = "making", "正在做"
        READY = "ready", "做好了"
        FAILED = "failed", "没有做成"

    UNFINISHED = (State.WAITING, State.MAKING)
    OF_CONTRACTS = (Kind.WORD, Kind.PDF)
    SINGLE = (Kind.PDF, Kind.EXCEL, Kind.DOCX)  # one file as it is, in no zip

    maker = models.CharField("取什么", max_length=12, default=CONTRACTS)
    kind = models.CharField("格式", max_length=4, choices=Kind)
    contracts = ArrayField(models.UUIDField(), verbose_name="取哪些")  # in the order in which they were listed
    left_out = ArrayField(models.UUIDField(), verbose_name="没有放进来的", default=list)  # gone since
    about = models.JSONField("什么样的", default=dict)  # for the maker to read
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
        return self.kind if self.kind in self.SINGLE else "zip"

    @property
    def unit(self) -> str:
        """What it has so many of, in words."""
        return makers.unit_of(self.maker)

    @property
    def title(self) -> str:
        """What it is a batch of, in words."""
        return makers.title_of(self.maker)

    @property
    def file(self) -> str:
        """The file's name in the store."""
        return self.file_of(self.attempt)

    def file_of(self, attempt: int) -> str:
        """Each attempt has a file of its own."""
        return f"{self.pk}-{attempt}.{self.ending}"


class Draft(DistrictOwned):
    """文书稿: that a paper was made, by whom, when, and its SHA-256; the file itself is soon forgotten, and made again."""

    batch = models.UUIDField()  # which is forgotten before it
    maker = models.CharField("哪一种", max_length=12)
    title = models.CharField("标题", max_length=120)
    kind = models.CharField("格式", max_length=4, choices=Batch.Kind)
    about = models.JSONField("关于什么", default=dict)  # as the page asks for it
    digest = models.BinaryField("SHA-256")
    made_at = models.DateTimeField("时间")
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "文书稿"
        ordering = ["-made_at", "-id"]
        constraints = [models.UniqueConstraint("district", "batch", name="a_batch_makes_one_draft")]

    def __str__(self) -> str:
        return self.title


class Form(models.TextChoices):
    """Which words a contract has; the same as in papers.contract.facts."""

    ENGAGED = "engaged", "聘用合同（村委会、居委会做甲方）"
    BOUGHT = "bought", "服务合同（镇街或区司法局购买）"


class Template(DistrictOwned):
    """模板: a Word file of the bureau's own that contracts are filled into. Never changed; the next one is another."""

    form = models.CharField("用于", max_length=8, choices=Form)
    number = models.PositiveSmallIntegerField("第几版")
    name = models.CharField("文件名", max_length=100)
    content = models.BinaryField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "模板"
        ordering = ["form", "-number"]
        constraints = [models.UniqueConstraint("district", "form", "number", name="templates_are_numbered")]


class Choice(DistrictOwned):
    """改用模板: from an instant on a form is filled into this template, or into ours where none is named."""

    form = models.CharField("用于", max_length=8, choices=Form)
    template = OwnedKey(Template, models.PROTECT, null=True)
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "改用模板"
        ordering = ["-chosen_at"]
        constraints = [SameDistrict("template", name="choice_and_template_share_district")]
        indexes = [models.Index(fields=["district", "form", "-chosen_at"], name="choice_by_form")]
