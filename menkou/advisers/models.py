"""Who advises: public facts of institutions and advisers, and their place on a district's roster."""

import re

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as StdnumError
from uuid_utils.compat import uuid7

from menkou.core import clock
from menkou.core.dated import Dated, DateSpan, ends_after_it_began, once_at_a_time
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey
from menkou.places.models import Sound
from menkou.places.rules.topics import TOPICS


def check_credit_code(code: str) -> None:
    """统一社会信用代码: 18 characters with their check character. Raises ValidationError."""
    try:
        as_written = uscc.validate(code) == code  # it forgives gaps and full-width digits; the record does not
    except StdnumError:
        as_written = False
    if not as_written:
        raise ValidationError(f"统一社会信用代码 {code} 不对：应为 18 位数字和大写字母，请核对有没有抄错。")


def check_licence(number: str) -> None:
    """执业证号 by its look only: no check digit, old numbers stay valid, legal service workers' have Chinese words."""
    if not re.fullmatch(r"[0-9A-Za-z\u4e00-\u9fff()（）〔〕\[\]-]{6,30}", number):
        raise ValidationError(f"执业证号 {number} 不像一个证号，请核对。")


class Institution(models.Model):
    """执业机构: a law firm or a legal service office. Register facts, shared by all districts."""

    class Kind(models.TextChoices):
        LAW_FIRM = "law_firm", "律师事务所"
        LEGAL_SERVICE_OFFICE = "legal_service_office", "基层法律服务所"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField("名称", max_length=80)
    sound = Sound("读音", db_default="")
    kind = models.CharField("类别", max_length=24, choices=Kind)
    credit_code = models.CharField("统一社会信用代码", max_length=18, unique=True, validators=[check_credit_code])
    phone = models.CharField("电话", max_length=20)
    address = models.CharField("办公地址", max_length=120)

    class Meta:
        verbose_name = "执业机构"
        ordering = ["name"]

    def __str__(self):
        return self.name


class Adviser(models.Model):
    """法律顾问: a person with a licence, not a login. Register facts, shared by all districts."""

    class Kind(models.TextChoices):
        LAWYER = "lawyer", "律师"
        TRAINEE = "trainee", "实习律师"
        LEGAL_SERVICE_WORKER = "legal_service_worker", "基层法律服务工作者"
        OTHER = "other", "其他"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField("姓名", max_length=40)
    sound = Sound("读音", db_default="")
    kind = models.CharField("类别", max_length=24, choices=Kind)
    licence_no = models.CharField("执业证号", max_length=30, unique=True, validators=[check_licence])

    class Meta:
        verbose_name = "法律顾问"
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def form_of_address(self) -> str:
        """How a resident may call them: only lawyers are 律师."""
        return f"{self.name[:1]}律师" if self.kind in (self.Kind.LAWYER, self.Kind.TRAINEE) else f"{self.name[:1]}顾问"

    @property
    def title(self) -> str:
        return self.get_kind_display() if self.kind != self.Kind.OTHER else "法律顾问"


class Registration(DistrictOwned):
    """名册: an adviser on this district's roster, for one institution, from a day until a day."""

    adviser = models.ForeignKey(Adviser, models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    phone = models.CharField("电话", max_length=20)
    valid_from = models.DateField("起")
    valid_until = models.DateField("止", null=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "名册"
        constraints = [
            models.CheckConstraint(
                name="registration_ends_after_it_began",
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
            ),
            ExclusionConstraint(
                name="one_registration_at_a_time",
                expressions=[
                    ("district", RangeOperators.EQUAL),
                    ("adviser", RangeOperators.EQUAL),
                    (DateSpan("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        return self.adviser.name

    @property
    def is_running(self) -> bool:
        """Whether they are on the roster today."""
        return self.valid_from <= (today := clock.today()) and (self.valid_until is None or self.valid_until > today)


class Presence(DistrictOwned):
    """机构驻区: an institution that works in this district."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    home_township = OwnedKey("places.Township", models.PROTECT, null=True, related_name="+")  # an office serves its own

    class Meta(DistrictOwned.Meta):
        verbose_name = "驻区机构"
        constraints = [
            SameDistrict("home_township", name="presence_and_township_share_district"),
            models.UniqueConstraint("district", "institution", name="an_institution_is_present_once"),
        ]


class Licence(Dated):
    """执业证: what a district has seen of the licence under which somebody serves for an institution."""

    ABOUT = ("registration",)

    registration = OwnedKey(Registration, models.PROTECT)
    kind = models.CharField("类别", max_length=24, choices=Adviser.Kind)
    number = models.CharField("执业证号", max_length=30, validators=[check_licence])

    class Meta(Dated.Meta):
        verbose_name = "执业证"
        constraints = [
            SameDistrict("registration", name="licence_and_registration_share_district"),
            ends_after_it_began("licence"),
            once_at_a_time("one_licence_at_a_time", "registration"),
            once_at_a_time("a_licence_number_is_one_person_s", "number"),
        ]


class Strength(Dated):
    """机构人数和份额: how many people an institution has for this district, and how much of it it has taken on."""

    ABOUT = ("institution",)

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    headcount = models.PositiveSmallIntegerField("人数")
    share = models.PositiveSmallIntegerField("份额（千分之）", null=True, blank=True)  # of the villages; none agreed

    class Meta(Dated.Meta):
        verbose_name = "机构人数和份额"
        constraints = [
            ends_after_it_began("strength"),
            once_at_a_time("one_strength_at_a_time", "institution"),
            models.CheckConstraint(name="a_share_is_no_more_than_all", condition=Q(share=None) | Q(share__lte=1000)),
        ]


class Speciality(Dated):
    """擅长: what somebody on the roster is good at."""

    ABOUT = ("registration", "topic")

    registration = OwnedKey(Registration, models.PROTECT)
    topic = models.CharField("擅长", max_length=20, choices=list(TOPICS.items()))

    class Meta(Dated.Meta):
        verbose_name = "擅长"
        constraints = [
            SameDistrict("registration", name="speciality_and_registration_share_district"),
            ends_after_it_began("speciality"),
            once_at_a_time("a_speciality_is_recorded_once", "registration", "topic"),
        ]


class Base(Dated):
    """常驻地: where somebody starts from, as a township; outside the district as a rough place, to about a kilometre."""

    ABOUT = ("registration",)
    DECIMALS = 2

    registration = OwnedKey(Registration, models.PROTECT)
    township = OwnedKey("places.Township", models.PROTECT, null=True, blank=True)
    longitude = models.FloatField("经度（约）", null=True, blank=True)
    latitude = models.FloatField("纬度（约）", null=True, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "常驻地"
        constraints = [
            SameDistrict("registration", name="base_and_registration_share_district"),
            SameDistrict("township", name="base_and_township_share_district"),
            ends_after_it_began("base"),
            once_at_a_time("one_base_at_a_time", "registration"),
            models.CheckConstraint(
                name="a_base_is_a_township_or_a_rough_place",
                condition=Q(township__isnull=False, longitude=None, latitude=None)
                | Q(township=None, longitude__isnull=False, latitude__isnull=False),
            ),
        ]
