"""没发出的答复: what an adviser has written so far and not sent. Reached by wording/sealing.py only (a guard sees to it)."""

from django.conf import settings
from django.db import models

from menkou.consultations.models.matter import Consultation
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Wording(DistrictOwned):
    """没发出的答复: one to an adviser and a matter, sealed under its key. It dies with the answer and with the holding."""

    consultation = OwnedKey(Consultation, models.PROTECT)
    author = OwnedKey("advisers.Registration", models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    number = models.PositiveIntegerField()  # how often it was kept: a page that has not seen the last one is told so
    form_digest = models.BinaryField()  # keyed digest of the form that kept it last
    kept_at = models.DateTimeField("存的时间")
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "没发出的答复"
        constraints = [
            SameDistrict("consultation", name="wording_and_consultation_share_district"),
            SameDistrict("author", name="wording_and_author_share_district"),
            models.UniqueConstraint(
                "district", "consultation", "author", name="one_wording_to_an_adviser_and_a_matter"
            ),
            models.CheckConstraint(name="a_wording_was_kept_at_least_once", condition=models.Q(number__gt=0)),
        ]
        indexes = [models.Index(fields=["district", "kept_at"], name="wording_by_time")]
