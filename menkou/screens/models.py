"""Links to the big screen: what a hall's screen is opened with, since nobody signs in there."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menkou.core.models import DistrictOwned


class ScreenLink(DistrictOwned):
    """大屏链接: shows the district's aggregates to whoever has it, until a day or till it is revoked; only its digest is kept."""

    name = models.CharField("放在哪里", max_length=40)
    digest = models.BinaryField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    valid_until = models.DateTimeField("止")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    shown_on = models.DateField("最近一次打开", null=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "大屏链接"
        constraints = [
            models.UniqueConstraint("district", "digest", name="one_screen_to_a_digest"),
            models.CheckConstraint(
                name="who_revoked_a_screen_and_when_go_together",
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
            models.CheckConstraint(name="a_screen_ends_after_it_was_made", condition=Q(valid_until__gt=F("made_at"))),
        ]

    def __str__(self) -> str:
        return self.name
