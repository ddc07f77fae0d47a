"""Names that an asker gave, sealed like what was said. Reached by content.py only (a guard test sees to it)."""

from django.db import models

from menkou.consultations.models.matter import Consultation
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Party(DistrictOwned):
    """当事人: a side of a dispute by name; the digest only says whether two names are the same."""

    class Side(models.TextChoices):
        ASKER = "asker", "提问的人"
        OTHER = "other", "对方"

    consultation = OwnedKey(Consultation, models.PROTECT)
    side = models.CharField(max_length=5, choices=Side)
    sealed = models.BinaryField()
    name_digest = models.BinaryField()  # keyed, of the name without spaces and marks

    class Meta(DistrictOwned.Meta):
        constraints = [
            SameDistrict("consultation", name="party_and_consultation_share_district"),
            models.UniqueConstraint("district", "consultation", "side", name="a_side_has_one_name"),
        ]
        indexes = [models.Index(fields=["district", "name_digest"], name="party_by_name")]
