"""怎么问的: what an asker said of a question beside its words; a row only where something was said."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from menkou.consultations.models.matter import Consultation
from menkou.consultations.rules import circumstances
from menkou.consultations.rules.topics import TOPICS
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Asking(DistrictOwned):
    """怎么问的: through whom, and of which topic, in the asker's own word. No statistics hold it."""

    class Through(models.TextChoices):
        FAMILY = circumstances.FAMILY, "家里人代问"
        OTHER = circumstances.OTHER, "由别人代问"
        COMMITTEE = circumstances.COMMITTEE, "由村（居）委会的人代问"

    consultation = OwnedKey(Consultation, models.PROTECT)
    through = models.CharField("谁代问", max_length=10, choices=Through, blank=True)
    helper = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")  # if signed in
    topic = models.CharField("哪一类事", max_length=12, choices=[one[:2] for one in TOPICS], blank=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "怎么问的"
        constraints = [
            SameDistrict("consultation", name="asking_and_consultation_share_district"),
            models.UniqueConstraint("district", "consultation", name="a_consultation_is_asked_one_way"),
            models.CheckConstraint(name="an_asking_says_something", condition=~Q(through="", topic="")),
            models.CheckConstraint(
                name="only_a_helper_is_named",
                condition=Q(helper=None) | Q(through__in=[circumstances.OTHER, circumstances.COMMITTEE]),
            ),
        ]
