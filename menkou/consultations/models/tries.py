"""取件码 that were typed wrong."""

from django.db import models

from menkou.core.models import DistrictOwned


class WrongTry(DistrictOwned):
    """输错的取件码: that a device tried, and when; never what it tried."""

    device_digest = models.BinaryField()
    address_digest = models.BinaryField(default=b"")
    tried_at = models.DateTimeField()

    class Meta(DistrictOwned.Meta):
        indexes = [models.Index(fields=["district", "tried_at"], name="wrong_try_by_time")]
