"""Where things are: district, township with its judicial office, village; and the rules that hold there."""

import re

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from menkou.core.dated import Dated, DateSpan, ends_after_it_began, once_at_a_time
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey
from menkou.places.rules.sounds import sounds_of
from menkou.places.rules.topics import TOPICS

COMMITTEE = re.compile("(居民委员会|村民委员会|居委会|村委会|委员会)$")


def as_said(name: str, kind: str) -> str:
    """A village's name as people say it, from its full name and kind: 韦园社区, 大安村."""
    name = COMMITTEE.sub("", name) or name
    name = name.replace("类似", "").replace("村村", "村")  # the codes' words for 煤机厂 and for 谭村
    return name if name.endswith(("村", "社区", "居")) or kind == Village.Kind.COMMUNITY else f"{name}村"


def digits(count: int) -> RegexValidator:
    return RegexValidator(rf"^\d{{{count}}}$", f"应为 {count} 位数字。")


class Sound(models.TextField):
    """How the name beside it sounds, filled in whenever a row is saved or made; `update` has to say it as well."""

    def pre_save(self, model_instance, add):
        said = sounds_of(model_instance.name)
        setattr(model_instance, self.attname, said)
        return said


class District(models.Model):
    """区县: the tenant. A table that every district may read."""

    slug = models.SlugField("网址名", unique=True)
    name = models.CharField("名称", max_length=40)
    code = models.CharField("区划代码", max_length=6, validators=[digits(6)])
    is_demo = models.BooleanField("演示", default=False)

    class Meta:
        verbose_name = "区县"

    def __str__(self):
        return self.name


class Township(DistrictOwned):
    """镇街."""

    class Kind(models.TextChoices):
        TOWN = "town", "镇"
        SUBDISTRICT = "subdistrict", "街道"
        RURAL = "rural", "乡"

    code = models.CharField("统计代码", max_length=9, validators=[digits(9)])
    name = models.CharField("名称", max_length=40)
    sound = Sound("读音", db_default="")
    kind = models.CharField("类别", max_length=12, choices=Kind)
    longitude = models.FloatField("经度（约）", null=True)  # of a rough centre, for distances in plans
    latitude = models.FloatField("纬度（约）", null=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "镇街"
        ordering = ["code"]
        constraints = [models.UniqueConstraint("district", "code", name="one_township_to_a_code")]

    def __str__(self):
        return self.name


class JudicialOffice(DistrictOwned):
    """司法所: the bureau's branch in a township."""

    township = OwnedKey(Township, models.PROTECT, related_name="offices")
    name = models.CharField("名称", max_length=60)
    phone = models.CharField("电话", max_length=20)
    address = models.CharField("地址", max_length=120)

    class Meta(DistrictOwned.Meta):
        verbose_name = "司法所"
        constraints = [
            SameDistrict("township", name="office_and_township_share_district"),
            models.UniqueConstraint("district", "township", name="one_office_to_a_township"),
        ]

    def __str__(self):
        return self.name


class Village(DistrictOwned):
    """村居: a village or a community, from a day until it is merged into its successor."""

    class Kind(models.TextChoices):
        VILLAGE = "village", "村"
        COMMUNITY = "community", "社区"

    code = models.CharField("统计代码", max_length=12, validators=[digits(12)])
    name = models.CharField("全称", max_length=60)
    sound = Sound("读音", db_default="")
    township = OwnedKey(Township, models.PROTECT, related_name="villages")
    kind = models.CharField("类别", max_length=10, choices=Kind)
    valid_from = models.DateField("设立")
    valid_until = models.DateField("撤并", null=True)
    successor = OwnedKey("self", models.PROTECT, null=True, related_name="predecessors")

    class Meta(DistrictOwned.Meta):
        verbose_name = "村居"
        ordering = ["code"]
        constraints = [
            SameDistrict("township", name="village_and_township_share_district"),
            SameDistrict("successor", name="village_and_successor_share_district"),
            models.UniqueConstraint("district", "code", name="one_village_to_a_code"),
            models.CheckConstraint(
                name="village_ends_after_it_began",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),  # two changes may be made in a day
            ),
            models.CheckConstraint(
                name="only_an_ended_village_has_a_successor", condition=Q(successor=None) | ~Q(valid_until=None)
            ),
            models.CheckConstraint(
                name="no_village_is_its_own_successor", condition=Q(successor=None) | ~Q(successor=F("id"))
            ),
        ]

    @property
    def short_name(self) -> str:
        """The name as people say it: 韦园社区, 大安村."""
        return as_said(self.name, self.kind)

    def __str__(self):
        return self.short_name


class FormerName(DistrictOwned):
    """曾用名: what a village, or a township and its code, was called until a day; it is the same one still."""

    village = OwnedKey(Village, models.PROTECT, null=True, related_name="former_names")
    township = OwnedKey(Township, models.PROTECT, null=True, related_name="former_names")
    code = models.CharField("代码", max_length=12)
    name = models.CharField("名称", max_length=60)
    sound = Sound("读音", db_default="")
    valid_until = models.DateField("止")

    class Meta(DistrictOwned.Meta):
        verbose_name = "曾用名"
        ordering = ["valid_until", "id"]
        constraints = [
            SameDistrict("village", name="former_name_and_village_share_district"),
            SameDistrict("township", name="former_name_and_township_share_district"),
            models.CheckConstraint(
                name="a_former_name_is_a_village_s_or_a_township_s",
                condition=Q(village=None, township__isnull=False) | Q(village__isnull=False, township=None),
            ),
        ]


class Demand(Dated):
    """村居需求: how much work a village makes, and of what kind."""

    class Grade(models.TextChoices):
        ORDINARY = "ordinary", "一般"
        BUSY = "busy", "重点"
        REMOTE = "remote", "偏远"

    ABOUT = ("village",)
    MOST_NEEDS = 3

    village = OwnedKey(Village, models.PROTECT)
    population = models.PositiveIntegerField("人口")
    consultations = models.PositiveIntegerField("上年咨询（件）")
    remoteness = models.PositiveSmallIntegerField("离镇街驻地（公里）")
    grade = models.CharField("分类", max_length=10, choices=Grade, default=Grade.ORDINARY)
    needs = ArrayField(
        models.CharField(max_length=20, choices=list(TOPICS.items())), verbose_name="最需要", default=list, blank=True
    )
    one_team = models.BooleanField("希望两岗来自一家机构", default=False)

    class Meta(Dated.Meta):
        verbose_name = "村居需求"
        constraints = [
            SameDistrict("village", name="demand_and_village_share_district"),
            ends_after_it_began("demand"),
            once_at_a_time("one_demand_at_a_time", "village"),
            models.CheckConstraint(name="a_village_needs_a_few_things", condition=Q(needs__len__lte=3)),
        ]


class Rule(DistrictOwned):
    """地方规则: a number or choice that this district sets, from a day on, with its source.

    One that was taken back before its day ends on the day on which it begins: it holds on none.
    """

    key = models.CharField("规则", max_length=60)
    value = models.JSONField("取值")
    valid_from = models.DateField("起")
    valid_until = models.DateField("止", null=True)
    source = models.CharField("依据", max_length=200)

    class Meta(DistrictOwned.Meta):
        verbose_name = "地方规则"
        constraints = [
            ExclusionConstraint(
                name="one_rule_at_a_time",
                expressions=[
                    ("district", RangeOperators.EQUAL),
                    ("key", RangeOperators.EQUAL),
                    (DateSpan("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    @property
    def is_taken_back(self) -> bool:
        return self.valid_until == self.valid_from


class CalendarDay(DistrictOwned):
    """工作日历: a day that is not what its weekday says (a holiday, or a weekend worked to make up for one)."""

    day = models.DateField("日期")
    is_working = models.BooleanField("上班")
    source = models.CharField("依据", max_length=200)

    class Meta(DistrictOwned.Meta):
        verbose_name = "工作日历"
        constraints = [models.UniqueConstraint("district", "day", name="one_calendar_entry_to_a_day")]
