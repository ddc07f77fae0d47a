"""What was said, and the key that opens it. Reached by content.py only (a guard test sees to it)."""

from django.db import models
from django.db.models import Q

from menkou.consultations.models.draft import Draft
from menkou.consultations.models.matter import Consultation
from menkou.consultations.models.reviewing import ReviewCopy
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class CaseKey(DistrictOwned):
    """密钥: opens one consultation's messages; wrapped by the key file. Destroyed, the messages are gone.

    While a new question is still a draft, it is the draft's, which has the identity of the coming consultation. A copy
    for review has a key of its own: destroying the one leaves the other as it is.
    """

    consultation = OwnedKey(Consultation, models.PROTECT, null=True)
    draft = OwnedKey(Draft, models.PROTECT, null=True)
    copy = OwnedKey(ReviewCopy, models.PROTECT, null=True)
    wrapped = models.BinaryField()

    class Meta(DistrictOwned.Meta):
        constraints = [
            SameDistrict("consultation", name="key_and_consultation_share_district"),
            SameDistrict("draft", name="key_and_draft_share_district"),
            SameDistrict("copy", name="key_and_copy_share_district"),
            models.UniqueConstraint("district", "consultation", name="one_key_to_a_consultation"),
            models.UniqueConstraint("district", "draft", name="one_key_to_a_draft"),
            models.UniqueConstraint("district", "copy", name="one_key_to_a_copy"),
            models.CheckConstraint(
                name="a_key_is_of_a_draft_a_consultation_or_a_copy",
                condition=Q(consultation__isnull=False, draft=None, copy=None)
                | Q(consultation=None, draft__isnull=False, copy=None)
                | Q(consultation=None, draft=None, copy__isnull=False),
            ),
        ]


class Message(DistrictOwned):
    """一句话: what was said, sealed. An answer is seen from visible_at on, so that it can be taken back till then."""

    consultation = OwnedKey(Consultation, models.PROTECT)
    author = OwnedKey("advisers.Registration", models.PROTECT, null=True, related_name="+")  # None: the asker
    sealed = models.BinaryField()
    visible_at = models.DateTimeField()
    once_digest = models.BinaryField(null=True)
    only_thanks = models.BooleanField("只是道谢", default=False, db_default=False)  # asks nothing, restarts nothing

    class Meta(DistrictOwned.Meta):
        ordering = ["visible_at", "id"]
        constraints = [
            SameDistrict("consultation", name="message_and_consultation_share_district"),
            SameDistrict("author", name="message_and_author_share_district"),
            models.UniqueConstraint("district", "once_digest", name="a_form_says_once"),
        ]
        indexes = [models.Index(fields=["district", "consultation", "visible_at"], name="message_by_consultation")]
