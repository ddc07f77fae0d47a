"""附件: voice and pages of paper, sealed in small pieces. Reached by enclosed.py only (a guard test sees to it)."""

from django.db import models
from django.db.models import Q

from menkou.consultations.models.draft import Draft
from menkou.consultations.models.said import Message
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Enclosure(DistrictOwned):
    """附件: one clip of voice or one page of paper, of a draft until it is sent, and of a message from then on."""

    class Kind(models.TextChoices):
        VOICE = "voice", "语音"
        PHOTO = "photo", "照片"

    class Mime(models.TextChoices):  # what is handed out as what; anything else is refused when it comes in
        WEBM = "audio/webm"
        MP4 = "audio/mp4"
        OGG = "audio/ogg"
        JPEG = "image/jpeg"

    draft = OwnedKey(Draft, models.PROTECT, null=True)
    message = OwnedKey(Message, models.PROTECT, null=True)
    kind = models.CharField(max_length=5, choices=Kind)
    number = models.PositiveSmallIntegerField()  # in its draft; the phone gives it, and it is never used again
    mime = models.CharField(max_length=20, choices=Mime)
    seconds = models.PositiveSmallIntegerField(null=True)  # of a clip that was sent
    size = models.PositiveIntegerField(default=0)  # in bytes, once it was sent
    source_digest = models.BinaryField(default=b"")  # of a photo: keyed digest of the file it was made of

    class Meta(DistrictOwned.Meta):
        ordering = ["number"]
        constraints = [
            SameDistrict("draft", name="enclosure_and_draft_share_district"),
            SameDistrict("message", name="enclosure_and_message_share_district"),
            models.UniqueConstraint("district", "draft", "number", name="one_enclosure_to_a_number_of_a_draft"),
            models.UniqueConstraint("district", "message", "number", name="one_enclosure_to_a_number_of_a_message"),
            models.CheckConstraint(
                name="an_enclosure_is_of_a_draft_or_of_a_message",
                condition=Q(draft__isnull=False, message=None) | Q(draft=None, message__isnull=False),
            ),
            models.CheckConstraint(
                name="a_clip_is_sound_and_a_page_is_a_picture",
                condition=Q(kind="voice", mime__startswith="audio/") | Q(kind="photo", mime="image/jpeg", seconds=None),
            ),
        ]


class Piece(DistrictOwned):
    """一小段: some seconds of a clip, or a whole page, sealed for its place. It may come twice and is kept once."""

    enclosure = OwnedKey(Enclosure, models.PROTECT)
    number = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField()  # in bytes, unsealed
    sealed = models.BinaryField()

    class Meta(DistrictOwned.Meta):
        ordering = ["number"]
        constraints = [
            SameDistrict("enclosure", name="piece_and_enclosure_share_district"),
            models.UniqueConstraint("district", "enclosure", "number", name="a_piece_is_kept_once"),
            models.CheckConstraint(name="a_piece_holds_something", condition=Q(size__gt=0)),
        ]
