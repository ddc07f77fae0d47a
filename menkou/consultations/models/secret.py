"""暗号: a second secret for a thread, of which a slow hash is kept and nothing else."""

from django.db import models

from menkou.consultations.models.matter import Consultation
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Secret(DistrictOwned):
    """暗号: beside the phone or the 取件码 it opens a thread. Its identity is what the matter's lock names."""

    consultation = OwnedKey(Consultation, models.PROTECT)
    hashed = models.CharField(max_length=200)
    set_at = models.DateTimeField("设定")
    wrong_tries = models.PositiveIntegerField("输错的次数", default=0)

    class Meta(DistrictOwned.Meta):
        verbose_name = "暗号"
        constraints = [
            SameDistrict("consultation", name="secret_and_consultation_share_district"),
            models.UniqueConstraint("district", "consultation", name="one_secret_to_a_consultation"),
        ]
