"""同意: what an asker has agreed to and what not, under which text."""

from django.conf import settings
from django.db import models

from menkou.consultations.models.matter import Consultation
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Consent(DistrictOwned):
    """同意: that the asker of a matter said yes or no to one thing, under one version of the text. Added, never changed."""

    class About(models.TextChoices):
        CONTENT = "content", "存下您写的话"
        HAND_OVER = "hand_over", "顾问不在时由替班顾问接着看"
        OPINION = "opinion", "另请一位顾问帮着看"
        REVIEW = "review", "司法局看一份，看答得好不好"
        PUBLISH = "publish", "不写姓名、改掉地名，做成案例给大家看"

    consultation = OwnedKey(Consultation, models.PROTECT)
    about = models.CharField("同意什么", max_length=10, choices=About)
    is_given = models.BooleanField("同意")
    text_version = models.CharField("告知书版本", max_length=40)
    said_at = models.DateTimeField("何时说的")
    recorded_by = models.ForeignKey(  # 口头同意: whoever heard it and put it on record; empty where the asker tapped it
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta(DistrictOwned.Meta):
        verbose_name = "同意"
        ordering = ["said_at", "id"]
        constraints = [
            SameDistrict("consultation", name="consent_and_consultation_share_district"),
            models.CheckConstraint(name="a_consent_names_its_text", condition=~models.Q(text_version="")),
        ]
        indexes = [models.Index(fields=["district", "consultation", "said_at"], name="consent_by_consultation")]
