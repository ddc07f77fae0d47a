"""苗头: why a warning was written, as it stood on the page that day."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from menkou.broadcasts.models.notices import Notice
from menkou.broadcasts.rules.rising import Band
from menkou.consultations.rules.categories import CATEGORIES
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Rise(DistrictOwned):
    """苗头 that a notice was begun from: where, what about, of which weeks, in bands as they were shown. Never changed."""

    notice = OwnedKey(Notice, models.PROTECT, related_name="rises")
    township = OwnedKey("places.Township", models.PROTECT, related_name="+")
    category = models.CharField("哪类事", max_length=24, choices=CATEGORIES)
    begins_on = models.DateField("这几周从哪天起")
    ends_on = models.DateField("到哪天前")
    least = models.PositiveIntegerField("这几周至少几件")
    past_least = models.PositiveIntegerField("过去至少几件", null=True)  # none: too few to tell
    past_weeks = models.PositiveSmallIntegerField("过去多少周")
    width = models.PositiveSmallIntegerField("一档几件")

    class Meta(DistrictOwned.Meta):
        verbose_name = "苗头"
        constraints = [
            SameDistrict("notice", name="rise_and_notice_share_district"),
            SameDistrict("township", name="rise_and_township_share_district"),
            models.UniqueConstraint("district", "notice", name="a_notice_follows_one_rise"),
            models.CheckConstraint(name="a_rise_ends_after_it_began", condition=Q(ends_on__gt=F("begins_on"))),
            models.CheckConstraint(
                name="a_rise_tells_enough_only",
                condition=Q(width__gte=1, least__gte=F("width")) & (Q(past_least=None) | Q(past_least__gte=F("width"))),
            ),
        ]
        indexes = [models.Index(fields=["district", "township", "category"], name="rise_by_topic")]

    @property
    def last_on(self) -> date:
        return self.ends_on - timedelta(days=1)

    @property
    def seen(self) -> Band:
        return Band(self.least, self.width)

    @property
    def past(self) -> Band | None:
        return None if self.past_least is None else Band(self.past_least, self.width)
