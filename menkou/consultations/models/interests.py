"""利害关系: who may have nothing to do with a matter, and what advisers declared before they answered."""

from django.conf import settings
from django.db import models

from menkou.consultations.models.matter import Consultation
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Interest(DistrictOwned):
    """利害关系: keeps an institution, and the person through whom it is so, off one matter for good."""

    class Kind(models.TextChoices):
        VILLAGE_IS_CLIENT = "village_is_client", "村委会是我的客户"
        OWN_CLIENT = "own_client", "对方是我或本所的当事人"
        RELATIVE = "relative", "当事人是我的亲属"
        BOTH_SIDES = "both_sides", "双方都来问过"
        OTHER = "other", "其他利害关系"
        COMMITTEE = "committee", "事情跟村委会或村干部有关"  # as the asker said; it engages whoever serves the village
        NAMED = "named", "事情跟这位顾问有关"  # as the asker said

    consultation = OwnedKey(Consultation, models.PROTECT)
    institution = models.ForeignKey("advisers.Institution", models.PROTECT, related_name="+")
    registration = OwnedKey("advisers.Registration", models.PROTECT, null=True, related_name="+")
    kind = models.CharField("哪一种", max_length=20, choices=Kind)
    recorded_at = models.DateTimeField("记录时间")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "利害关系"
        constraints = [
            SameDistrict("consultation", name="interest_and_consultation_share_district"),
            SameDistrict("registration", name="interest_and_registration_share_district"),
            models.UniqueConstraint(
                *("district", "consultation", "institution", "registration", "kind"),
                name="an_interest_is_recorded_once",
                nulls_distinct=False,
            ),
        ]


DECLARED = [one for one in Interest.Kind.choices if one[0] not in (Interest.Kind.COMMITTEE, Interest.Kind.NAMED)]


class Declaration(DistrictOwned):
    """利害关系声明: what an adviser said of themselves and their institution, before the first answer."""

    consultation = OwnedKey(Consultation, models.PROTECT)
    registration = OwnedKey("advisers.Registration", models.PROTECT, related_name="+")
    kind = models.CharField("利害关系", max_length=20, choices=DECLARED, blank=True)  # empty: none
    was_asked_to_check = models.BooleanField("系统请核对过双方")
    declared_at = models.DateTimeField("声明时间")
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "利害关系声明"
        constraints = [
            SameDistrict("consultation", name="declaration_and_consultation_share_district"),
            SameDistrict("registration", name="declaration_and_registration_share_district"),
            models.UniqueConstraint(
                "district", "consultation", "registration", "kind", name="the_same_is_declared_once"
            ),
        ]
