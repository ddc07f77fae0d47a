"""标准、系数、扣减和奖励: what one person puts on record, and counts once a second one has agreed; then for good."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menkou.core.dated import one_of
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey
from menkou.places.models import Demand
from menkou.subsidies.rules.pricing import WHOLE

MOST_FEN = 1_000_000_000  # ten million yuan: beyond is a slip of the pen
MOST_PERMILLE = 2 * WHOLE


class Decision(models.TextChoices):
    AGREED = "agreed", "同意了"
    REFUSED = "refused", "没同意"


class Proposed(DistrictOwned):
    """要两个人的: made by one, decided on by another; from then on it is never changed (ADR 58)."""

    made_at = models.DateTimeField("登记时间")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decision = models.CharField("第二个人", max_length=8, choices=Decision, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    source = models.CharField("依据", max_length=200)
    once_digest = models.BinaryField()  # of the form: sent twice, it puts down one

    class Meta(DistrictOwned.Meta):
        abstract = True
        ordering = ["-made_at", "-id"]

    @property
    def is_open(self) -> bool:
        """Whether it waits for the second person."""
        return not self.decision


def by_two(what: str) -> list[models.BaseConstraint]:
    """A decision has its person and time, and nobody decides on what they have put down themselves."""
    return [
        models.CheckConstraint(
            name=f"a_decision_on_{what}_has_its_person_and_time",
            condition=Q(decision="", decided_at=None, decided_by=None)
            | Q(decision__in=["agreed", "refused"], decided_at__isnull=False, decided_by__isnull=False),
        ),
        models.CheckConstraint(
            name=f"nobody_decides_on_{what}_of_their_own", condition=Q(decided_by=None) | ~Q(decided_by=F("made_by"))
        ),
        models.UniqueConstraint("district", "once_digest", name=f"a_form_puts_down_{what}_once"),
        models.CheckConstraint(name=f"{what}_says_on_what_it_rests", condition=~Q(source="")),
    ]


class Tariff(Proposed):
    """补贴标准: what a village is worth a year, from a day until the next of its class begins; none is shipped."""

    grade = models.CharField("村居分类", max_length=10, choices=Demand.Grade, blank=True)  # of all, where empty
    yearly = models.PositiveBigIntegerField("每村每年（分）")
    share_a = models.PositiveSmallIntegerField("A岗占百分之几")
    needs_contract = models.BooleanField("只付有已签合同的日子", default=True)
    valid_from = models.DateField("起")

    class Meta(Proposed.Meta):
        verbose_name = "补贴标准"
        constraints = [
            *by_two("a_tariff"),
            models.CheckConstraint(name="a_tariff_is_no_slip_of_the_pen", condition=Q(yearly__lte=MOST_FEN)),
            models.CheckConstraint(name="a_has_no_more_than_all_of_it", condition=Q(share_a__lte=100)),
        ]


class Factor(Proposed):
    """系数: what somebody's days of a half-year are multiplied by, per mille; the latest that was agreed to holds."""

    registration = OwnedKey("advisers.Registration", models.PROTECT, related_name="+")
    half = models.CharField("哪个半年", max_length=7)  # 2026-h1
    permille = models.PositiveSmallIntegerField("系数（千分之）")

    class Meta(Proposed.Meta):
        verbose_name = "考核系数"
        constraints = [
            *by_two("a_factor"),
            SameDistrict("registration", name="factor_and_registration_share_district"),
            models.CheckConstraint(name="a_factor_is_two_at_most", condition=Q(permille__lte=MOST_PERMILLE)),
        ]


class Adjustment(Proposed):
    """扣减、奖励: an amount that comes off, or on top, once; an adviser's or an institution's."""

    class Kind(models.TextChoices):
        DEDUCTION = "deduction", "扣减"
        BONUS = "bonus", "奖励"

    kind = models.CharField("扣减还是奖励", max_length=10, choices=Kind)
    registration = OwnedKey("advisers.Registration", models.PROTECT, null=True, related_name="+")
    institution = models.ForeignKey("advisers.Institution", models.PROTECT, null=True, related_name="+")
    fen = models.PositiveBigIntegerField("金额（分）")
    reason = models.CharField("事由", max_length=200)

    class Meta(Proposed.Meta):
        verbose_name = "扣减和奖励"
        constraints = [
            *by_two("an_adjustment"),
            SameDistrict("registration", name="adjustment_and_registration_share_district"),
            one_of("an_adjustment_is_a_person_s_or_an_institution_s", "registration", "institution"),
            models.CheckConstraint(
                name="an_adjustment_is_something_and_no_slip", condition=Q(fen__gte=1, fen__lte=MOST_FEN)
            ),
            models.CheckConstraint(name="an_adjustment_has_its_reason", condition=~Q(reason="")),
        ]
