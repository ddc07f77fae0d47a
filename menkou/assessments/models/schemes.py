"""考核办法: what is asked of an adviser, an institution, a village or an office, in versions that never change."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Subject(models.TextChoices):
    """考核谁: each is assessed by itself (江东区 assesses persons and institutions apart: domain.md 2.4)."""

    ADVISER = "adviser", "法律顾问"
    INSTITUTION = "institution", "律所、法律服务所"
    VILLAGE = "village", "村（社区）"
    OFFICE = "office", "司法所"


class Source(models.TextChoices):
    """谁评: counted from what is on record, or somebody's judgement."""

    COMPUTED = "computed", "记录算出"
    OFFICE = "office", "司法所评"
    COMMITTEE = "committee", "村（居）委会评"
    RESIDENTS = "residents", "村（居）民评"


class Kind(models.TextChoices):
    """怎么算: rules.items has one function for each."""

    PER_MISSING = "per_missing", "缺一次扣一次"
    MET = "met", "达标给分"
    SHARE = "share", "按比例给分"
    PER_RESULT = "per_result", "做一次得一次"
    ON_TIME = "on_time", "按时加、没做扣"
    PER_CASE = "per_case", "发生一次扣一次"
    JUDGED = "judged", "评分"
    RATED = "rated", "按满意的比例"


class Scheme(DistrictOwned):
    """考核办法: a draft until a second person adopts it for periods that begin on or after a day; then it stays as it is."""

    subject = models.CharField("考核谁", max_length=12, choices=Subject)
    title = models.CharField("名称", max_length=60)
    version = models.PositiveSmallIntegerField("第几版", null=True)  # given when it is adopted
    valid_from = models.DateField("哪天起开始的时段用它", null=True)
    source = models.CharField("依据", max_length=200)
    is_proposal = models.BooleanField("系统给的建议稿", default=False)  # shipped, in nobody's name
    weights = ArrayField(  # of the sources in their order, in hundredths of the whole; none: points are added up
        models.PositiveSmallIntegerField(), verbose_name="各方占比", default=list, blank=True
    )
    cap = models.PositiveIntegerField("总分最多（百分之一分）", default=0)
    made_at = models.DateTimeField("起草时间")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    edition = models.PositiveIntegerField("改到第几稿", default=1)  # the very draft that was read is the one adopted
    adopted_at = models.DateTimeField("定下来的时间", null=True)
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    dropped_at = models.DateTimeField("不用了的时间", null=True)  # a draft that nobody goes on with
    dropped_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "考核办法"
        ordering = ["subject", "-valid_from", "-made_at"]
        constraints = [
            models.UniqueConstraint("district", "subject", "version", name="a_version_of_a_scheme_is_given_once"),
            models.UniqueConstraint(
                "district",
                "subject",
                "valid_from",
                name="one_scheme_begins_on_a_day",
                condition=Q(adopted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="an_adopted_scheme_has_version_day_person_and_time",
                condition=Q(adopted_at=None, adopted_by=None, version=None)
                | Q(
                    adopted_at__isnull=False,
                    adopted_by__isnull=False,
                    version__isnull=False,
                    valid_from__isnull=False,
                    dropped_at=None,
                ),
            ),
            models.CheckConstraint(
                name="nobody_adopts_their_own_scheme", condition=Q(adopted_by=None) | ~Q(adopted_by=F("made_by"))
            ),
            models.CheckConstraint(
                name="a_dropped_scheme_has_its_person",
                condition=Q(dropped_at=None, dropped_by=None) | Q(dropped_at__isnull=False, dropped_by__isnull=False),
            ),
            models.CheckConstraint(name="weights_are_none_or_of_all", condition=Q(weights__len__in=[0, 4])),
        ]

    def __str__(self) -> str:
        return f"{self.title}（第 {self.version} 版）" if self.version else f"{self.title}（草稿）"


class SchemeItem(DistrictOwned):
    """考核项目: a line of a scheme. Points are hundredths of a point (rules.items)."""

    scheme = OwnedKey(Scheme, models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField("第几项")
    key = models.SlugField("代号", max_length=30)
    title = models.CharField("项目", max_length=40)
    standard = models.CharField("内容和标准", max_length=300, blank=True)
    source = models.CharField("谁评", max_length=10, choices=Source)
    kind = models.CharField("怎么算", max_length=12, choices=Kind)
    measure = models.CharField("数据来源", max_length=20, blank=True)  # one of rules.measures; none of what is judged
    most = models.PositiveIntegerField("分值（百分之一分）")
    step = models.PositiveIntegerField("每一次（百分之一分）", default=0)
    least = models.PositiveIntegerField("达标线、最少份数", default=0)

    class Meta(DistrictOwned.Meta):
        verbose_name = "考核项目"
        ordering = ["order"]
        constraints = [
            SameDistrict("scheme", name="scheme_item_and_scheme_share_district"),
            models.UniqueConstraint("district", "scheme", "key", name="a_scheme_has_an_item_once"),
            models.CheckConstraint(name="an_item_is_worth_something", condition=Q(most__gt=0)),
        ]

    def __str__(self) -> str:
        return self.title


class SchemeGrade(DistrictOwned):
    """等次: from so many hundredths of a point on, what of the subsidy, and which cases are opened for a person to decide."""

    scheme = OwnedKey(Scheme, models.CASCADE, related_name="grades")
    title = models.CharField("等次", max_length=10)
    least = models.PositiveIntegerField("从几分起（百分之一分）")
    coefficient = models.PositiveSmallIntegerField("补贴系数（千分之几）", default=1000)
    opens = ArrayField(models.CharField(max_length=10), verbose_name="要办的结果运用", default=list, blank=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "等次"
        ordering = ["-least"]
        constraints = [
            SameDistrict("scheme", name="scheme_grade_and_scheme_share_district"),
            models.UniqueConstraint("district", "scheme", "least", name="a_grade_begins_at_its_own_points"),
            models.UniqueConstraint("district", "scheme", "title", name="a_scheme_has_a_grade_once"),
            models.CheckConstraint(name="a_coefficient_is_at_most_two", condition=Q(coefficient__lte=2000)),
        ]

    def __str__(self) -> str:
        return self.title
