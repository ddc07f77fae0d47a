"""导入: a file that somebody dropped, what each of its rows would do, and what applying it has changed."""

from django.db import models
from django.db.models import Q

from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey
from menkou.imports.rules.sheets import ALL

KINDS = [(kind.key, kind.title) for kind in ALL]


class Import(DistrictOwned):
    """导入: one dropped file; read by the worker, looked at, applied as a whole or not at all, and taken back exactly."""

    class State(models.TextChoices):
        WAITING = "waiting", "排队中"
        READING = "reading", "正在读"
        READY = "ready", "等您核对"
        APPLYING = "applying", "正在导入"
        APPLIED = "applied", "导入了"
        UNDONE = "undone", "撤销了"
        FAILED = "failed", "没有读成"
        CANCELLED = "cancelled", "不导入了"

    UNFINISHED = (State.WAITING, State.READING, State.APPLYING)

    name = models.CharField("文件名", max_length=100)
    size = models.PositiveIntegerField("字节")
    dropped_at = models.DateTimeField()
    dropped_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")  # none on the server
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    attempt = models.PositiveSmallIntegerField(default=0)  # whoever works on it holds this number, or was overtaken
    done = models.PositiveIntegerField("比对好的行", default=0)
    total = models.PositiveIntegerField("要比对的行", default=0)
    problem = models.CharField("没有办成的原因", max_length=300, blank=True)
    sheets = models.JSONField("认出来的表", default=list)
    columns = models.JSONField("选定的列", default=dict)
    answers = models.JSONField("回答", default=dict)
    counts = models.JSONField("各有几行", default=dict)
    digest = models.CharField("比对结果的指纹", max_length=64, blank=True)
    applied_at = models.DateTimeField(null=True)
    applied_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    is_forgotten = models.BooleanField("明细已清理", default=False)

    class Meta(DistrictOwned.Meta):
        verbose_name = "导入"
        ordering = ["-dropped_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                "district", name="a_district_applies_one_import_at_a_time", condition=Q(state="applying")
            ),
            models.CheckConstraint(name="a_failed_import_has_a_problem", condition=~Q(state="failed") | ~Q(problem="")),
            models.CheckConstraint(
                name="what_was_applied_has_a_time",
                condition=~Q(state__in=["applied", "undone"]) | Q(applied_at__isnull=False),
            ),
            models.CheckConstraint(
                name="what_was_undone_has_a_time",
                condition=~Q(state="undone") & Q(undone_at=None, undone_by=None)
                | Q(state="undone", undone_at__isnull=False),
            ),
            models.CheckConstraint(
                name="who_applied_did_so_at_a_time", condition=Q(applied_by=None) | Q(applied_at__isnull=False)
            ),
        ]

    @property
    def is_unfinished(self) -> bool:
        return self.state in self.UNFINISHED

    @property
    def file(self) -> str:
        """The file's name in the store: the person's own is never a path."""
        return str(self.pk)

    @property
    def will_do(self) -> int:
        """How many rows applying it puts on record or changes."""
        return sum(self.counts.get(status, 0) for status in (Line.Status.NEW, Line.Status.CHANGED))


class Line(DistrictOwned):
    """一行: what one row of the file says, and what it would do."""

    class Status(models.TextChoices):
        NEW = "new", "新增"
        CHANGED = "changed", "修改"
        SAME = "same", "没有变"
        WRONG = "wrong", "有错"
        ASKED = "asked", "要问您"

    dropped = OwnedKey(Import, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField("次序")
    sheet = models.CharField("表", max_length=100)
    row = models.PositiveIntegerField("行")
    kind = models.CharField("是什么", max_length=12, choices=KINDS)
    status = models.CharField("怎么办", max_length=8, choices=Status)
    title = models.CharField("说的是谁", max_length=200)
    values = models.JSONField("写的", default=dict)
    was = models.JSONField("原来的", default=dict)
    problems = models.JSONField("哪里不对", default=list)
    question = models.JSONField("要问的", null=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "导入的一行"
        ordering = ["number"]
        constraints = [
            SameDistrict("dropped", name="line_and_import_share_district"),
            models.UniqueConstraint("district", "dropped", "number", name="lines_are_numbered"),
        ]


class Change(DistrictOwned):
    """改动: one row of one table that an import has put there or changed, as it was and as it is; for taking it back."""

    dropped = OwnedKey(Import, models.CASCADE, related_name="changes")
    number = models.PositiveIntegerField("次序")
    table = models.CharField("哪张表", max_length=40)
    key = models.UUIDField("哪一行")
    title = models.CharField("说的是谁", max_length=200)
    before = models.JSONField("原来", null=True)  # none where the import put it there
    after = models.JSONField("现在", null=True)  # none where what followed from the import took it away

    class Meta(DistrictOwned.Meta):
        verbose_name = "导入的改动"
        ordering = ["number"]
        constraints = [
            SameDistrict("dropped", name="import_change_and_import_share_district"),
            models.UniqueConstraint("district", "dropped", "number", name="import_changes_are_numbered"),
        ]


class Layout(DistrictOwned):
    """列的样子: how sheets with these titles are read, as somebody has chosen once."""

    signature = models.CharField("表头", max_length=1000)
    kind = models.CharField("是什么", max_length=12, choices=KINDS)
    columns = models.JSONField("哪列是什么", default=dict)
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "记住的列"
        constraints = [models.UniqueConstraint("district", "signature", name="titles_are_read_in_one_way")]
