"""公示牌: which two names hang at a village's door, and since when they are no longer true."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Board(DistrictOwned):
    """公示牌: the names that are printed on it; stale from the day on which others serve."""

    village = OwnedKey("places.Village", models.PROTECT)
    a = OwnedKey("advisers.Registration", models.PROTECT, null=True, related_name="+")
    b = OwnedKey("advisers.Registration", models.PROTECT, null=True, related_name="+")
    stale_since = models.DateField("从哪天起名字不对", null=True)
    why = models.CharField("缘由", max_length=40, blank=True)
    renewed_at = models.DateTimeField("更换时间", null=True)
    renewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "公示牌"
        constraints = [
            SameDistrict("village", name="board_and_village_share_district"),
            SameDistrict("a", name="board_and_a_share_district"),
            SameDistrict("b", name="board_and_b_share_district"),
            models.UniqueConstraint("district", "village", name="one_board_to_a_village"),
            models.CheckConstraint(
                name="a_renewed_board_has_time_and_person",
                condition=Q(renewed_at=None, renewed_by=None) | Q(renewed_at__isnull=False, renewed_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["district", "stale_since"], name="board_stale", condition=Q(stale_since__isnull=False))
        ]

    @property
    def is_missing(self) -> bool:
        """Whether none hangs there yet with the village's name, as after a merger."""
        return self.a_id is None and self.b_id is None
