"""转介: where else a matter can be helped, and what became of sending somebody there."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menkou.consultations.models.matter import Consultation
from menkou.core.dated import Dated, ends_after_it_began, once_at_a_time
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Target(Dated):
    """转介去处: a body outside that helps where advice ends, as a district keeps it; for one township or for all."""

    class Kind(models.TextChoices):
        MEDIATION = "mediation", "人民调解"
        LEGAL_AID = "legal_aid", "法律援助"
        NOTARY = "notary", "公证"
        APPRAISAL = "appraisal", "司法鉴定"
        LABOUR = "labour", "劳动仲裁"
        LAND = "land", "土地承包仲裁"
        ARBITRATION = "arbitration", "商事仲裁"
        COURT = "court", "法院"
        POLICE = "police", "公安"
        PETITION = "petition", "信访"
        HOTLINE = "hotline", "热线电话"
        WOMEN = "women", "妇联"
        DISABLED = "disabled", "残联"
        CIVIL_AFFAIRS = "civil_affairs", "民政"
        OTHER = "other", "其他"

    ABOUT = ("name",)

    kind = models.CharField("哪一类", max_length=14, choices=Kind)
    township = OwnedKey("places.Township", models.PROTECT, null=True, blank=True)  # None: for the whole district
    name = models.CharField("名称", max_length=60)
    phone = models.CharField("电话", max_length=20, blank=True)
    address = models.CharField("地址", max_length=120, blank=True)
    hours = models.CharField("几点开门", max_length=80, blank=True)
    remark = models.CharField("备注", max_length=200, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "转介去处"
        ordering = ["kind", "name", "valid_from"]
        constraints = [
            SameDistrict("township", name="target_and_township_share_district"),
            ends_after_it_began("target"),
            once_at_a_time("one_target_of_a_name_at_a_time", "name"),
            models.CheckConstraint(name="a_target_can_be_reached", condition=~Q(phone="", address="")),
        ]


class Referral(DistrictOwned):
    """转介: that an asker was sent to another body, whether it took them on, and what came of it. Nothing goes there."""

    class Outcome(models.TextChoices):
        RESOLVED = "resolved", "办成了"
        NOT_ACCEPTED = "not_accepted", "没给办"
        GOING_ON = "going_on", "还在办"
        NOT_GONE = "not_gone", "没去"
        UNKNOWN = "unknown", "问不到结果"
        CANCELLED = "cancelled", "顾问撤回了"

    TOLD_BY_ASKER = (Outcome.RESOLVED, Outcome.NOT_ACCEPTED, Outcome.GOING_ON, Outcome.NOT_GONE)
    TAKEN_ON = (Outcome.RESOLVED, Outcome.GOING_ON)  # where it was not said before, it is said with these

    consultation = OwnedKey(Consultation, models.PROTECT)
    target = OwnedKey(Target, models.PROTECT, null=True)
    national = models.CharField(
        "全国统一号码", max_length=5, blank=True
    )  # one of rules.hotlines, where there is no row
    sealed = models.BinaryField(default=b"")  # what to bring, under the matter's key
    referred_at = models.DateTimeField("转介时间")
    referred_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ask_at = models.DateTimeField("该问收没收了")
    reminded_at = models.DateTimeField("提醒过", null=True)
    received_on = models.DateField("对方接收", null=True)
    outcome = models.CharField("结果", max_length=12, choices=Outcome, blank=True)
    told_at = models.DateTimeField("最近一次说", null=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )  # None: the asker
    once_digest = models.BinaryField()  # keyed digest of the form that referred

    class Meta(DistrictOwned.Meta):
        verbose_name = "转介"
        ordering = ["referred_at", "id"]
        constraints = [
            SameDistrict("consultation", name="referral_and_consultation_share_district"),
            SameDistrict("target", name="referral_and_target_share_district"),
            models.UniqueConstraint("district", "once_digest", name="a_form_refers_once"),
            models.CheckConstraint(
                name="a_referral_leads_somewhere",
                condition=Q(target=None) & ~Q(national="") | Q(target__isnull=False, national=""),
            ),
            models.CheckConstraint(
                name="what_became_of_it_was_told_then",
                condition=Q(told_at=None, told_by=None, received_on=None, outcome="")
                | Q(told_at__isnull=False, told_at__gte=F("referred_at")),
            ),
            models.CheckConstraint(
                name="what_goes_on_was_received",
                condition=~Q(outcome__in=["resolved", "going_on"]) | Q(received_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["district", "consultation"], name="referral_by_consultation"),
            models.Index(
                fields=["district", "ask_at"], name="referral_open", condition=Q(received_on=None, outcome="")
            ),
        ]
