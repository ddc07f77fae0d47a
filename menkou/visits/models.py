"""到村: an adviser comes to a village, does some things there, and leaves; each thing done is an entry in the log."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class How(models.TextChoices):
    SCAN = "scan", "扫村里的码"
    CHOSEN = "chosen", "自己选的村"


class Said(models.TextChoices):
    """What the village says of a visit."""

    CAME = "came", "来过"
    NOT = "not", "没来"


class Doubt(models.TextChoices):
    """Why somebody should have a look: a hint, and never a judgement. Nothing is refused for it."""

    OVERLAP = "overlap", "同一时间还记了另一个村"
    TWICE = "twice", "同一时间在这个村记了两次"
    CLOCK = "clock", "手机时间对不上，到村时间是估的"
    LONG = "long", "超过12小时，按12小时记"
    POST = "post", "那天不是这个村的顾问"


class Visit(DistrictOwned):
    """到村: once to a key, which the phone makes up, so that it may be sent as often as it takes."""

    registration = OwnedKey("advisers.Registration", models.PROTECT, related_name="visits")
    village = OwnedKey("places.Village", models.PROTECT, related_name="+")
    key = models.UUIDField("手机编的号")
    told_digest = models.BinaryField()  # of all that was told: whether the same key is told something else
    how = models.CharField("怎么到的", max_length=10, choices=How)
    came_at = models.DateTimeField("到了")
    left_at = models.DateTimeField("走了")
    people = models.PositiveSmallIntegerField("来问的人", default=0)
    said = models.CharField("说两句", max_length=500, blank=True)
    longitude = models.DecimalField("经度（约）", max_digits=5, decimal_places=2, null=True)  # a kilometre, no track
    latitude = models.DecimalField("纬度（约）", max_digits=4, decimal_places=2, null=True)
    off_by_s = models.IntegerField("手机时间差（秒）", default=0)
    doubts = ArrayField(models.CharField(max_length=10, choices=Doubt), verbose_name="请看一看", default=list)
    logged_at = models.DateTimeField("上传时间")
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirm_digest = models.BinaryField()  # of the word in the village's link
    confirm_until = models.DateTimeField("村里点到哪天")
    confirmed_at = models.DateTimeField("村里点的时间", null=True)
    confirmed_how = models.CharField("村里怎么说", max_length=10, choices=Said, blank=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "到村"
        ordering = ["-came_at", "-id"]
        constraints = [
            SameDistrict("registration", name="visit_and_registration_share_district"),
            SameDistrict("village", name="visit_and_village_share_district"),
            models.UniqueConstraint("district", "key", name="one_visit_to_a_key"),
            models.UniqueConstraint("district", "confirm_digest", name="one_visit_to_a_word"),
            models.CheckConstraint(name="a_visit_ends_after_it_began", condition=Q(left_at__gt=F("came_at"))),
            models.CheckConstraint(
                name="a_visit_is_over_within_a_day", condition=Q(left_at__lte=F("came_at") + timedelta(days=1))
            ),
            models.CheckConstraint(
                name="a_place_has_both_numbers",
                condition=Q(longitude=None, latitude=None) | Q(longitude__isnull=False, latitude__isnull=False),
            ),
            models.CheckConstraint(
                name="what_the_village_says_has_a_time",
                condition=Q(confirmed_at=None, confirmed_how="")
                | Q(confirmed_at__isnull=False, confirmed_how__in=["came", "not"]),
            ),
            models.CheckConstraint(
                name="a_doubt_is_one_that_we_know",
                condition=Q(doubts__contained_by=["overlap", "twice", "clock", "long", "post"]),
            ),
        ]
        indexes = [
            models.Index(fields=["district", "registration", "came_at"], name="visit_by_adviser"),
            models.Index(fields=["district", "village", "came_at"], name="visit_by_village"),
        ]

    @property
    def off_by(self) -> timedelta:
        """What was added to the phone's times."""
        return timedelta(seconds=self.off_by_s)

    @property
    def doubts_in_words(self) -> list[str]:
        return [Doubt(one).label for one in self.doubts]


class Deed(DistrictOwned):
    """做了什么: one entry of the log that a visit has left."""

    visit = OwnedKey(Visit, models.CASCADE, related_name="deeds")
    entry = OwnedKey("worklogs.Entry", models.PROTECT, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "到村做的事"
        ordering = ["id"]
        constraints = [
            SameDistrict("visit", name="deed_and_visit_share_district"),
            SameDistrict("entry", name="deed_and_entry_share_district"),
            models.UniqueConstraint("district", "entry", name="an_entry_is_of_one_visit"),
        ]
        indexes = [models.Index(fields=["district", "visit"], name="deed_by_visit")]


class Clip(DistrictOwned):
    """语音: twenty seconds of the adviser's own, sealed; nobody else hears them."""

    visit = OwnedKey(Visit, models.CASCADE, related_name="clips")
    mime = models.CharField(max_length=20)
    seconds = models.PositiveSmallIntegerField("时长（秒）")
    sound = models.BinaryField()

    class Meta(DistrictOwned.Meta):
        verbose_name = "到村语音"
        constraints = [
            SameDistrict("visit", name="clip_and_visit_share_district"),
            models.UniqueConstraint("district", "visit", name="one_clip_to_a_visit"),
            models.CheckConstraint(name="a_clip_is_twenty_seconds", condition=Q(seconds__range=(1, 21))),
        ]


class Look(DistrictOwned):
    """看过了: somebody of the office or the bureau has looked at a hint, and says why there is nothing to it. Kept for good."""

    township = OwnedKey("places.Township", models.PROTECT, related_name="+")
    registration = OwnedKey("advisers.Registration", models.PROTECT, related_name="+")
    kind = models.CharField("提示", max_length=10)
    key = (
        models.BinaryField()
    )  # of the hint's kind, adviser and rows (worklogs.rules.hints): another row is another hint
    note = models.CharField("为什么没问题", max_length=200)
    looked_at = models.DateTimeField("看的时间")
    looked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "看过了"
        ordering = ["-looked_at"]
        constraints = [
            SameDistrict("township", name="look_and_township_share_district"),
            SameDistrict("registration", name="look_and_registration_share_district"),
            models.UniqueConstraint("district", "township", "key", name="a_hint_is_looked_at_once"),
            models.CheckConstraint(name="a_look_says_why", condition=~Q(note="")),
        ]
