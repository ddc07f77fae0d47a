"""提醒: by which ways each of the staff is reminded. Where a way leads is sealed, and its owner's alone."""

from django.db import models
from django.db.models import Q

from menkou.accounts.models import User
from menkou.core.models import DistrictOwned

MOST = 5  # of one person


class Way(DistrictOwned):
    """提醒办法: one way to one person, put in by that person; the kinds stand in the order in which they are taken."""

    class Kind(models.TextChoices):
        WECOM = "wecom", "企业微信"
        PUSH = "push", "浏览器通知"
        PHONE = "phone", "短信"

    user = models.ForeignKey(User, models.PROTECT)
    kind = models.CharField("办法", max_length=10, choices=Kind)
    place = models.PositiveSmallIntegerField("第几个")  # of the person's, from 1
    digest = models.BinaryField()  # keyed digest of where it leads
    sealed = models.BinaryField()  # where it leads, as JSON
    made_at = models.DateTimeField("添上", auto_now_add=True)
    ended_at = models.DateTimeField("删掉", null=True)  # for as long as that may be taken back
    refused_at = models.DateTimeField("对方不收了", null=True)  # the browser's yes is gone

    class Meta(DistrictOwned.Meta):
        verbose_name = "提醒办法"
        constraints = [
            models.UniqueConstraint("district", "user", "place", condition=Q(ended_at=None), name="one_way_to_a_place"),
            models.UniqueConstraint(
                "district", "user", "digest", condition=Q(ended_at=None), name="no_way_is_told_twice"
            ),
            models.CheckConstraint(name="nobody_has_more_ways", condition=Q(place__gte=1, place__lte=MOST)),
        ]
