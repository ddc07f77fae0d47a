"""方案: versions of who stands where, which people read, change and approve before they are published."""

from typing import Literal

from django.db import models
from django.db.models import F, Q

from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey

Post = Literal["A", "B"]
POSTS: tuple[Post, Post] = ("A", "B")
CANCELLED = "还没有开始算就取消了。"
STOPPED = "算到一半取消了，那时还没有算出可用的方案。"
NOTHING_TO_MEND = "从这一天起，现在的岗位都站得住，没有要修补的。"


class Version(DistrictOwned):
    """方案: a whole district's posts as the solver drew them up and people changed them, until they are published.

    Places are named by code and people by the id of their registration, as text: what is read here may have ended.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "排队中"
        SOLVING = "solving", "正在计算"
        READY = "ready", "待审定"
        APPROVED = "approved", "已审定"
        PUBLISHED = "published", "已发布"
        WITHDRAWN = "withdrawn", "已撤下"
        FAILED = "failed", "没有算成"

    class Kind(models.TextChoices):
        WHOLE = "whole", "全区方案"
        REPAIR = "repair", "修补方案"

    UNFINISHED = (State.WAITING, State.SOLVING)
    SETTLED = (State.APPROVED, State.PUBLISHED, State.WITHDRAWN)  # nothing in it changes any more

    number = models.PositiveIntegerField("编号")
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    kind = models.CharField("种类", max_length=6, choices=Kind, default=Kind.WHOLE)
    based_on = OwnedKey("self", models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField("从哪天起")
    until = models.DateField("管到哪天", null=True)  # whoever's licence ends before that day holds no post in it
    why = models.CharField("为什么做", max_length=200, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")  # none: the machine

    seconds_asked = models.PositiveSmallIntegerField("最多算几秒", default=30)
    seed = models.PositiveIntegerField(default=1)
    attempt = models.PositiveSmallIntegerField(default=0)  # whoever solves it holds this number, or has been overtaken
    is_stopping = models.BooleanField("要停下", default=False)
    progress = models.JSONField("算到哪里", default=dict)  # stage, value, bound, seconds; at last given_pairs, locks
    problem = models.TextField("没有算成的原因", blank=True)  # a sentence to a line
    doubts = models.JSONField("存疑的资料", default=list)  # sentences

    posts = models.JSONField("岗位", default=dict)  # village code: [A registration, B registration]
    before = models.JSONField("修补前的岗位", default=dict)  # of a repair: the same of all villages, null for a vacancy
    pairings = models.JSONField("结对", default=list)  # [township code, institution, leads]
    locks = models.JSONField("锁定的岗位", default=list)  # [village code, post]
    changes = models.JSONField("人工调整", default=list)  # village, post, from, to, by, at, more, step
    terms = models.JSONField("各项代价", default=dict)
    value = models.FloatField("代价", null=True)
    bound = models.FloatField("下界", null=True)
    bound_covers = models.CharField("下界管到哪里", max_length=10, blank=True)
    is_fewest = models.BooleanField("换得最少", null=True)  # of a repair: whether it is proven that fewer cannot do
    seconds = models.FloatField("用时（秒）", null=True)
    unmet_wishes = models.JSONField("没有满足的意愿", default=list)  # village, adviser, institution, weight, key
    revision = models.PositiveIntegerField(
        default=0
    )  # counts the changes, so that nobody approves what they did not see

    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    plan = OwnedKey("postings.Plan", models.PROTECT, null=True, related_name="+")  # what holds, until it is withdrawn
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "方案"
        ordering = ["-number"]
        constraints = [
            SameDistrict("based_on", name="version_and_its_basis_share_district"),
            SameDistrict("plan", name="version_and_plan_share_district"),
            models.UniqueConstraint("district", "number", name="one_version_to_a_number"),
            models.UniqueConstraint("district", "plan", name="one_version_to_a_plan"),
            models.UniqueConstraint(
                "district", "kind", "starts_on", name="one_version_of_a_kind_waits", condition=Q(state="waiting")
            ),
            models.CheckConstraint(
                name="a_version_is_approved_by_a_second_person",
                condition=Q(approved_by=None)
                | (
                    (Q(made_by=None) | ~Q(approved_by=F("made_by")))
                    & (Q(changed_by=None) | ~Q(approved_by=F("changed_by")))
                ),
            ),
            models.CheckConstraint(
                name="what_holds_was_approved",
                condition=Q(state__in=["approved", "published", "withdrawn"], approved_at__isnull=False)
                & Q(approved_by__isnull=False)
                | Q(state__in=["waiting", "solving", "ready", "failed"], approved_at=None, approved_by=None),
            ),
            models.CheckConstraint(
                name="a_published_version_has_its_plan",
                condition=Q(state="published", published_at__isnull=False, published_by__isnull=False)
                & Q(plan__isnull=False)
                | Q(state="withdrawn", published_at__isnull=False, published_by__isnull=False, plan=None)
                | Q(state__in=["waiting", "solving", "ready", "failed", "approved"])
                & Q(published_at=None, published_by=None, plan=None),
            ),
            models.CheckConstraint(
                name="only_what_was_withdrawn_says_by_whom",
                condition=Q(state="withdrawn", withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                | ~Q(state="withdrawn") & Q(withdrawn_at=None, withdrawn_by=None),
            ),
            models.CheckConstraint(
                name="a_change_has_its_time_and_its_person",
                condition=Q(changed_at=None, changed_by=None) | Q(changed_at__isnull=False, changed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_version_that_is_ready_has_a_value",
                condition=Q(state__in=["waiting", "solving", "failed"]) | Q(value__isnull=False),
            ),
            models.CheckConstraint(
                name="only_a_failed_version_has_a_problem",
                condition=Q(state="failed") & ~Q(problem="") | ~Q(state="failed") & Q(problem=""),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"

    @property
    def is_needless(self) -> bool:
        """Whether a repair found nothing to mend."""
        return self.problem == NOTHING_TO_MEND

    def get_state_display(self) -> str:
        """The state in words; what ended without posts though nothing went wrong is not called a failure."""
        calm = {CANCELLED: "已取消", STOPPED: "已取消", NOTHING_TO_MEND: "没有要补的岗位"}
        return calm.get(self.problem) or self.State(self.state).label

    @property
    def is_unfinished(self) -> bool:
        return self.state in self.UNFINISHED

    @property
    def is_open(self) -> bool:
        """Whether people may still change it."""
        return self.state == self.State.READY

    @property
    def gap(self) -> float | None:
        """How far from the best it can be at most, as a part of its value."""
        if self.value is None or self.bound is None or self.value < self.bound:  # the facts are others since
            return None
        return (self.value - self.bound) / self.value if self.value > 0 else 0.0

    @property
    def cost(self) -> str:
        """Its value as people read it; nothing before it is solved."""
        return "" if self.value is None else f"{self.value:,.0f}"

    @property
    def percent(self) -> float | None:
        """The gap in percent."""
        return None if self.gap is None else self.gap * 100

    @property
    def problems(self) -> list[str]:
        return self.problem.splitlines()

    def holder(self, village: str, post: str) -> str | None:
        """The registration on a post of this version."""
        return (self.posts.get(village) or (None, None))[POSTS.index(post)]  # type: ignore[arg-type]

    def is_locked(self, village: str, post: str) -> bool:
        return [village, post] in self.locks

    @property
    def changed_villages(self) -> list[str]:
        """Of a repair: the villages that it changes."""
        return [code for code, both in self.posts.items() if list(both) != list(self.before.get(code) or ())]


NOT_OPEN = {  # why people may not change a version
    Version.State.WAITING: "方案还在排队，请等它算完。",
    Version.State.SOLVING: "方案正在计算，请等它算完。",
    Version.State.APPROVED: "方案已经审定，不能再改。要改，请先撤回审定。",
    Version.State.PUBLISHED: "方案已经发布，不能再改。要调整，请做修补方案。",
    Version.State.WITHDRAWN: "方案已经撤下，不能再改。请重新做一份。",
    Version.State.FAILED: "方案没有算成，没有可改的。请重新做一份。",
}
