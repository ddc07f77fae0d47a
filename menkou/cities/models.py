"""Who looks at several districts from a city's bureau: a row in each of them, so that each knows, and no role in any."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menkou.core.models import DistrictOwned


class CityPost(DistrictOwned):
    """市局看数: somebody of a city's bureau sees this district's aggregates beside other districts', and nothing else."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    city = models.CharField("市司法局", max_length=60)
    valid_from = models.DateField("起")
    valid_until = models.DateField("止", null=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "市局看数"
        constraints = [
            models.UniqueConstraint(
                "district", "user", condition=Q(valid_until=None), name="a_city_looks_once_at_a_district"
            ),
            models.CheckConstraint(
                name="a_city_post_ends_after_it_began",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.city} {self.user}"
