"""区划调整: a list of villages that holds from a day on, and where each village goes on that is no longer on it."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey
from menkou.mergers.rules.succession import Place, Way

TWELVE_DIGITS = RegexValidator(r"^\d{12}$", "应为 12 位数字。")


class Change(DistrictOwned):
    """区划调整: the villages before and after it, as two lists of [code, name]; applied once, on its day or later."""

    class State(models.TextChoices):
        OPEN = "open", "核对中"
        APPLIED = "applied", "已执行"
        WITHDRAWN = "withdrawn", "已撤回"

    title = models.CharField("名称", max_length=60)
    source = models.CharField("依据", max_length=200)
    effective_on = models.DateField("生效日")
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    before = models.JSONField("调整前的名单")
    after = models.JSONField("调整后的名单")
    towns = models.JSONField("镇街代码变更", default=dict)  # the old code: [the new code, the new name]
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    moved = models.JSONField("随村转移的", default=dict)

    class Meta(DistrictOwned.Meta):
        verbose_name = "区划调整"
        ordering = ["-effective_on", "-made_at"]
        constraints = [
            models.CheckConstraint(
                name="an_applied_change_has_time_and_person",
                condition=Q(state="applied", applied_at__isnull=False, applied_by__isnull=False)
                | ~Q(state="applied") & Q(applied_at=None, applied_by=None),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def places_before(self) -> list[Place]:
        return [Place(*one) for one in self.before]

    @property
    def places_after(self) -> list[Place]:
        return [Place(*one) for one in self.after]


class Succession(DistrictOwned):
    """承接: a village that ends, and the one that goes on for it; proposed by rules, confirmed by a person."""

    class Found(models.TextChoices):
        SAME_NAME = Way.SAME_NAME, "村名相同"
        PART_OF_NAME = Way.PART_OF_NAME, "村名的一部分相同"
        LIKE_NAME = Way.LIKE_NAME, "村名里有一样的字"
        ORDER = Way.ORDER, "只按代码的顺序猜的"

    change = OwnedKey(Change, models.PROTECT, related_name="successions")
    code = models.CharField("代码", max_length=12, validators=[TWELVE_DIGITS])
    name = models.CharField("村名", max_length=60)
    proposed = models.CharField("拟由谁承接", max_length=12, blank=True)
    way = models.CharField("怎么看出来的", max_length=12, choices=Found, blank=True)
    successor = models.CharField("由谁承接", max_length=12, blank=True)
    reason = models.CharField("没有承接的原因", max_length=100, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revision = models.PositiveSmallIntegerField(default=0)  # two officers at one row: the second sees the first's

    class Meta(DistrictOwned.Meta):
        verbose_name = "承接"
        ordering = ["code"]
        constraints = [
            SameDistrict("change", name="succession_and_change_share_district"),
            models.UniqueConstraint("district", "change", "code", name="a_village_ends_once_in_a_change"),
            models.CheckConstraint(name="no_village_succeeds_itself", condition=~Q(successor=F("code"))),
            models.CheckConstraint(name="a_successor_or_a_reason_why_none", condition=Q(successor="") | Q(reason="")),
            models.CheckConstraint(
                name="a_confirmed_succession_says_where_and_who",
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False) & (~Q(successor="") | ~Q(reason="")),
            ),
        ]

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def is_sure(self) -> bool:
        """Whether the names alone say it."""
        return self.way in Way.SURE and self.successor == self.proposed

    @property
    def place(self) -> Place:
        return Place(self.code, self.name)
