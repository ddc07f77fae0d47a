"""草稿: what waits to be sent. Facts only; what was said is sealed in tables of its own (said.py, enclosed.py)."""

from django.db import models
from django.db.models import Q

from menkou.consultations.models.matter import Consultation
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Draft(DistrictOwned):
    """草稿: what one showing of a form is going to send. A new question's draft has the coming consultation's identity.

    Its key is the key of that consultation from the first piece on; a draft that goes on with a matter has none.
    """

    village = OwnedKey("places.Village", models.PROTECT, null=True, related_name="+")
    consultation = OwnedKey(Consultation, models.PROTECT, null=True)
    author = OwnedKey("advisers.Registration", models.PROTECT, null=True, related_name="+")  # None: the asker
    form_digest = models.BinaryField()  # keyed digest of the form, as the message that it sends will have it
    device_digest = models.BinaryField(null=True)  # keyed digest of the device, where it keeps cookies
    address_digest = models.BinaryField(default=b"")
    started_at = models.DateTimeField()

    class Meta(DistrictOwned.Meta):
        verbose_name = "草稿"
        constraints = [
            SameDistrict("village", name="draft_and_village_share_district"),
            SameDistrict("consultation", name="draft_and_consultation_share_district"),
            SameDistrict("author", name="draft_and_author_share_district"),
            models.UniqueConstraint("district", "form_digest", name="one_draft_to_a_form"),
            models.CheckConstraint(
                name="a_draft_is_of_a_village_or_goes_on_with_a_matter",
                condition=Q(village__isnull=False, consultation=None, author=None)
                | Q(village=None, consultation__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["district", "started_at"], name="draft_by_time"),
            models.Index(fields=["district", "device_digest", "started_at"], name="draft_by_device"),
        ]
