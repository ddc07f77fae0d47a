"""What comes after an answer."""

from django.db import models
from django.db.models import Q

from menkou.consultations.models.matter import Consultation
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Rating(DistrictOwned):
    """评价: how it went, in the resident's eyes; once."""

    class Face(models.IntegerChoices):
        UNHAPPY = 1, "不满意"
        FAIR = 2, "一般"
        HAPPY = 3, "满意"

    consultation = OwnedKey(Consultation, models.PROTECT)
    face = models.PositiveSmallIntegerField("评价", choices=Face)
    is_solved = models.BooleanField("解决了")
    rated_at = models.DateTimeField("评价时间")

    class Meta(DistrictOwned.Meta):
        verbose_name = "评价"
        constraints = [
            SameDistrict("consultation", name="rating_and_consultation_share_district"),
            models.UniqueConstraint("district", "consultation", name="a_consultation_is_rated_once"),
            models.CheckConstraint(name="a_face_is_one_of_three", condition=Q(face__range=(1, 3))),
        ]
        indexes = [models.Index(fields=["district", "rated_at"], name="rating_by_time")]
