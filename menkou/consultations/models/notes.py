"""备注、常用语: what an adviser writes for themselves."""

from django.conf import settings
from django.db import models

from menkou.consultations.models.matter import Consultation
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Note(DistrictOwned):
    """备注: an adviser's own words on a matter, sealed under its key; for whoever takes over where it is marked so."""

    consultation = OwnedKey(Consultation, models.PROTECT)
    author = OwnedKey("advisers.Registration", models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    is_for_hand_over = models.BooleanField("移交时给接手的顾问看")
    is_opinion = models.BooleanField("会诊意见", default=False, db_default=False)  # of a colleague, for the holder
    written_at = models.DateTimeField("写的时间")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    once_digest = models.BinaryField()  # keyed digest of the form that wrote it

    class Meta(DistrictOwned.Meta):
        verbose_name = "备注"
        ordering = ["written_at"]
        constraints = [
            SameDistrict("consultation", name="note_and_consultation_share_district"),
            SameDistrict("author", name="note_and_author_share_district"),
            models.UniqueConstraint("district", "once_digest", name="a_form_writes_one_note"),
        ]
        indexes = [models.Index(fields=["district", "consultation"], name="note_by_consultation")]


class Phrase(DistrictOwned):
    """常用语: words that an adviser says often, found by their sound. Nothing of any matter."""

    owner = OwnedKey("advisers.Registration", models.PROTECT, related_name="+")
    text = models.CharField("常用语", max_length=500)
    sound = models.CharField(max_length=600)  # initials and syllables, by which it is found

    class Meta(DistrictOwned.Meta):
        verbose_name = "常用语"
        ordering = ["sound", "id"]
        constraints = [
            SameDistrict("owner", name="phrase_and_owner_share_district"),
            models.UniqueConstraint("district", "owner", "text", name="a_phrase_is_kept_once"),
        ]
