"""念告知书: what residents are told, read aloud in the speech of a place. Public, and so not sealed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Reading(DistrictOwned):
    """告知书录音: one text in one version, read aloud; recorded, listened to, put up and taken down. Never changed."""

    class Text(models.TextChoices):
        LAWYER = "lawyer", "告知书（律师回答时）"
        OTHER = "other", "告知书（法律服务工作者回答时）"
        OPINION = "opinion", "会诊前问居民的话"

    class Mime(models.TextChoices):
        WEBM = "audio/webm"
        MP4 = "audio/mp4"
        OGG = "audio/ogg"
        MP3 = "audio/mpeg"

    township = OwnedKey("places.Township", models.PROTECT, null=True)  # None: for the whole district
    text = models.CharField("念的哪一份", max_length=8, choices=Text)
    text_version = models.CharField("告知书版本", max_length=40)
    text_digest = models.CharField(
        "念的原文", max_length=64
    )  # SHA-256 of the words: other words, and it is not offered
    speech = models.CharField("哪里的话", max_length=20)
    mime = models.CharField(max_length=20, choices=Mime)
    size = models.PositiveIntegerField("字节")
    sound = models.BinaryField()  # nothing once it was taken down: a voice is somebody's own
    form_digest = models.BinaryField()  # keyed digest of the form that brought it
    recorded_at = models.DateTimeField("何时录的")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    put_up_at = models.DateTimeField("何时放给居民听的", null=True)
    put_up_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    taken_down_at = models.DateTimeField("何时撤下的", null=True)
    taken_down_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "告知书录音"
        ordering = ["-recorded_at", "-id"]
        constraints = [
            SameDistrict("township", name="reading_and_township_share_district"),
            models.UniqueConstraint("district", "form_digest", name="a_form_brings_one_reading"),
            models.UniqueConstraint(
                fields=["district", "township", "text"],
                name="one_reading_of_a_text_is_up_at_a_place",
                condition=Q(put_up_at__isnull=False, taken_down_at=None),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="a_reading_sounds_until_it_is_taken_down",
                condition=Q(taken_down_at=None) & ~Q(sound=b"") | Q(taken_down_at__isnull=False, sound=b""),
            ),
            models.CheckConstraint(
                name="a_reading_is_put_up_and_taken_down_by_somebody",
                condition=(Q(put_up_at=None, put_up_by=None) | Q(put_up_at__isnull=False, put_up_by__isnull=False))
                & (
                    Q(taken_down_at=None, taken_down_by=None)
                    | Q(taken_down_at__isnull=False, taken_down_by__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="a_reading_is_recorded_first",
                condition=(Q(put_up_at=None) | Q(put_up_at__gte=F("recorded_at")))
                & (Q(taken_down_at=None) | Q(taken_down_at__gte=F("recorded_at"))),
            ),
        ]

    @property
    def is_up(self) -> bool:
        """Whether residents hear it, as long as its words are those that hold."""
        return self.put_up_at is not None and self.taken_down_at is None
