"""聘用合同: a village is served by an institution, which names the persons; who engages it may be one of three."""

from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from menkou.core.dated import Dated, ends_after_it_began, once_at_a_time
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey
from menkou.places.models import DateSpan, Demand


class Contract(DistrictOwned):
    """聘用合同, from a day until a day. Drafted, sent to be signed, signed; only a signed one binds anybody."""

    class FirstParty(models.TextChoices):
        COMMITTEE = "committee", "村（居）民委员会"
        TOWNSHIP = "township", "镇街（购买服务）"
        DISTRICT = "district", "区司法局（购买服务）"

    class Stage(models.TextChoices):
        DRAFT = "draft", "拟稿"
        SENT = "sent", "已送签"
        SIGNED = "signed", "已签"

    class EndKind(models.TextChoices):
        TRIGGER = "trigger", "多次缺席，又没派人替"
        AGREEMENT = "agreement", "双方协商一致"
        LEAVES = "leaves", "机构退出、注销或者停业"
        MERGED = "merged", "村（社区）撤并"
        OTHER = "other", "其他"

    UNSIGNED = (Stage.DRAFT, Stage.SENT)

    village = OwnedKey("places.Village", models.PROTECT)
    institution = models.ForeignKey("advisers.Institution", models.PROTECT, related_name="+")
    first_party = models.CharField("甲方", max_length=10, choices=FirstParty, default=FirstParty.COMMITTEE)
    stage = models.CharField("走到哪一步", max_length=8, choices=Stage, default=Stage.SIGNED)
    valid_from = models.DateField("起")
    valid_until = models.DateField("止")
    sent_on = models.DateField("送签日期", null=True)
    signed_on = models.DateField("签订日期", null=True)  # none is known of paper from before
    end_kind = models.CharField("提前终止的缘由", max_length=10, choices=EndKind, blank=True)
    end_reason = models.CharField("提前终止的原因", max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "聘用合同"
        constraints = [
            SameDistrict("village", name="contract_and_village_share_district"),
            models.CheckConstraint(name="contract_ends_after_it_began", condition=Q(valid_until__gt=F("valid_from"))),
            models.CheckConstraint(
                name="an_early_end_has_reason_time_and_person",
                condition=Q(end_reason="", ended_at=None, ended_by=None)
                | ~Q(end_reason="") & Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
            models.CheckConstraint(
                name="only_a_signed_contract_ends_early",
                condition=Q(ended_at=None, end_kind="") | Q(ended_at__isnull=False, stage="signed"),
            ),
            models.CheckConstraint(
                name="a_contract_s_days_say_its_stage",
                condition=Q(stage="draft", sent_on=None, signed_on=None)
                | Q(stage="sent", sent_on__isnull=False, signed_on=None)
                | Q(stage="signed"),
            ),
            ExclusionConstraint(  # of drafts too: a village has one next contract in the making (ADR 27)
                name="one_contract_of_a_village_at_a_time",
                expressions=[
                    ("district", RangeOperators.EQUAL),
                    ("village", RangeOperators.EQUAL),
                    (DateSpan("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    @property
    def last_day(self) -> date:
        """The last day on which it holds."""
        return self.valid_until - timedelta(days=1)

    @property
    def is_signed(self) -> bool:
        """Whether it binds anybody."""
        return self.stage == self.Stage.SIGNED


class Scan(DistrictOwned):
    """扫描件: a picture or a PDF of the signed paper; the file lies in the store under a name of chance."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        JPEG = "jpg", "JPG"
        PNG = "png", "PNG"

    contract = OwnedKey(Contract, models.CASCADE, related_name="scans")
    file = models.CharField(max_length=40)
    kind = models.CharField("格式", max_length=4, choices=Kind)
    size = models.PositiveIntegerField("字节")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "扫描件"
        ordering = ["added_at"]
        constraints = [
            SameDistrict("contract", name="scan_and_contract_share_district"),
            models.UniqueConstraint("district", "file", name="one_scan_to_a_file"),
        ]


class MissedDuty(DistrictOwned):
    """缺席: a duty under a contract to which nobody came without good reason; on record with whoever wrote it down."""

    contract = OwnedKey(Contract, models.PROTECT, related_name="missed_duties")
    day = models.DateField("哪一天")
    what = models.CharField("应当到场的事", max_length=100)
    had_substitute = models.BooleanField("派人接替了", default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    strike_reason = models.CharField("为什么划掉", max_length=100, blank=True)
    struck_at = models.DateTimeField(null=True)
    struck_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "缺席记录"
        ordering = ["day", "recorded_at"]
        constraints = [
            SameDistrict("contract", name="missed_duty_and_contract_share_district"),
            models.UniqueConstraint(
                "district",
                "contract",
                "day",
                "what",
                name="a_missed_duty_is_recorded_once",
                condition=Q(struck_at=None),
            ),
            models.CheckConstraint(
                name="a_struck_duty_has_reason_time_and_person",
                condition=Q(strike_reason="", struck_at=None, struck_by=None)
                | ~Q(strike_reason="") & Q(struck_at__isnull=False, struck_by__isnull=False),
            ),
        ]


class Obligation(Dated):
    """工作要求: the least that a district asks for, of whom and in which time."""

    class Unit(models.TextChoices):
        HOURS = "hours", "小时"
        VISITS = "visits", "次到村"
        DAYS = "days", "天"
        CONTACTS = "contacts", "次联系"
        LECTURES = "lectures", "场法治讲座"

    class Per(models.TextChoices):
        VILLAGE = "village", "每个村居"
        ADVISER = "adviser", "每位顾问"
        INSTITUTION = "institution", "每家机构"

    class Window(models.TextChoices):
        MONTH = "month", "每月"
        QUARTER = "quarter", "每季度"
        HALF_YEAR = "half_year", "每半年"
        YEAR = "year", "每年"

    ABOUT = ("unit", "per", "window", "grade")

    unit = models.CharField("按什么算", max_length=10, choices=Unit)
    per = models.CharField("对谁", max_length=12, choices=Per)
    window = models.CharField("多久", max_length=10, choices=Window)
    least = models.PositiveSmallIntegerField("至少")
    grade = models.CharField("村居分类", max_length=10, choices=Demand.Grade, blank=True)  # of all, where empty

    class Meta(Dated.Meta):
        verbose_name = "工作要求"
        constraints = [
            ends_after_it_began("obligation"),
            once_at_a_time("one_obligation_of_a_kind_at_a_time", "unit", "per", "window", "grade"),
            models.CheckConstraint(name="an_obligation_asks_for_something", condition=Q(least__gte=1)),
        ]
