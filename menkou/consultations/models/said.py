"""What was said, and the key that opens it. Reached by content.py only (a guard test sees to it)."""

from django.db import models

from menkou.consultations.models.matter import Consultation
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class CaseKey(DistrictOwned):
    """密钥: opens one consultation's messages; wrapped by the key file. Destroyed, the messages are gone."""

    consultation = OwnedKey(Consultation, models.PROTECT)
    wrapped = models.BinaryField()

    class Meta(DistrictOwned.Meta):
        constraints = [
            SameDistrict("consultation", name="key_and_consultation_share_district"),
            models.UniqueConstraint("district", "consultation", name="one_key_to_a_consultation"),
        ]


class Message(DistrictOwned):
    """一句话: what was said, sealed. An answer is seen from visible_at on, so that it can be taken back till then."""

    consultation = OwnedKey(Consultation, models.PROTECT)
    author = OwnedKey("advisers.Registration", models.PROTECT, null=True, related_name="+")  # None: the asker
    sealed = models.BinaryField()
    visible_at = models.DateTimeField()
    once_digest = models.BinaryField(null=True)

    class Meta(DistrictOwned.Meta):
        ordering = ["visible_at", "id"]
        constraints = [
            SameDistrict("consultation", name="message_and_consultation_share_district"),
            SameDistrict("author", name="message_and_author_share_district"),
            models.UniqueConstraint("district", "once_digest", name="a_form_says_once"),
        ]
        indexes = [models.Index(fields=["district", "consultation", "visible_at"], name="message_by_consultation")]
