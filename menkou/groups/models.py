"""群: the register of groups on three levels, never read; and of a group's questions the number, nothing else."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Stub(DistrictOwned):
    """存根: a question of a village's group that went on in private; the group knows it by its number."""

    village = OwnedKey("places.Village", models.PROTECT)
    consultation = OwnedKey("consultations.Consultation", models.PROTECT)
    number = models.PositiveIntegerField("号")
    taken_at = models.DateTimeField("接进来的时间")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "群里的问题"
        ordering = ["-number"]
        constraints = [
            SameDistrict("village", name="stub_and_village_share_district"),
            SameDistrict("consultation", name="stub_and_consultation_share_district"),
            models.UniqueConstraint("district", "village", "number", name="a_number_is_given_once_in_a_village"),
            models.UniqueConstraint("district", "consultation", name="one_stub_to_a_consultation"),
        ]


class Group(DistrictOwned):
    """群: ours, with an owner who answers for it, or a village's own that the adviser has joined."""

    class Level(models.TextChoices):
        DISTRICT = "district", "区"
        TOWNSHIP = "township", "镇街（司法所）"
        VILLAGE = "village", "村（社区）"

    class Form(models.TextChoices):
        WECHAT = "wechat", "微信群"
        WECOM = "wecom", "企业微信群"

    class Admission(models.TextChoices):
        ASKED = "asked", "群主同意才能进"
        INVITED = "invited", "要群里的人拉进来"
        OPEN = "open", "扫码就能进"

    class Means(models.TextChoices):
        HAND = "hand", "复制发群"
        ROBOT = "robot", "群机器人"
        MASS = "mass", "企业微信群发"

    KINDS = ("residents", "cadres", "advisers", "officers", "others")
    MOST = 2000  # people in any group of either platform that has villagers in it

    level = models.CharField("哪一级", max_length=10, choices=Level)
    form = models.CharField("哪一种群", max_length=10, choices=Form, default=Form.WECHAT)
    name = models.CharField("群名", max_length=60)
    township = OwnedKey("places.Township", models.PROTECT, null=True, related_name="+")
    village = OwnedKey("places.Village", models.PROTECT, null=True, related_name="+")
    is_ours = models.BooleanField("我们建的", default=True)
    registration = OwnedKey(
        "advisers.Registration", models.PROTECT, null=True, related_name="+"
    )  # the owner, of advisers
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")  # or of the staff
    residents = models.PositiveSmallIntegerField("村民", default=0)
    cadres = models.PositiveSmallIntegerField("村（居）干部", default=0)
    advisers = models.PositiveSmallIntegerField("法律顾问", default=0)
    officers = models.PositiveSmallIntegerField("司法所、司法局", default=0)
    others = models.PositiveSmallIntegerField("其他人", default=0)
    has_adviser = models.BooleanField("法律顾问在群里", default=True)
    admission = models.CharField("怎么进群", max_length=10, choices=Admission, default=Admission.ASKED)
    qr = models.BinaryField("进群的码", null=True)
    qr_until = models.DateField("码用到哪天", null=True)
    active_month = models.DateField("最近有人说话的月份", null=True)  # its first day
    looked_on = models.DateField("最近核对", null=True)
    means = models.CharField("推送怎么到", max_length=10, choices=Means, default=Means.HAND)
    account = OwnedKey("channels.Account", models.PROTECT, null=True, related_name="+")
    chat_id = models.CharField("客户群ID", max_length=64, blank=True, validators=[RegexValidator(r"^[\w@.-]+$")])
    sender = models.CharField("群主在企业微信的账号", max_length=64, blank=True)
    dissolved_on = models.DateField("解散", null=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "群"
        ordering = ["level", "name", "id"]
        constraints = [
            SameDistrict("township", name="group_and_township_share_district"),
            SameDistrict("village", name="group_and_village_share_district"),
            SameDistrict("registration", name="group_and_registration_share_district"),
            SameDistrict("account", name="group_and_account_share_district"),
            models.CheckConstraint(
                name="a_group_is_where_its_level_says",
                condition=Q(level="district", township=None, village=None)
                | Q(level="township", township__isnull=False, village=None)
                | Q(level="village", township=None, village__isnull=False),
            ),
            models.CheckConstraint(
                name="a_group_of_ours_has_one_owner_and_a_village_s_own_none",
                condition=Q(is_ours=False, level="village", registration=None, owner=None)
                | Q(is_ours=True, registration__isnull=False, owner=None)
                | Q(is_ours=True, registration=None, owner__isnull=False),
            ),
            models.CheckConstraint(
                name="a_group_is_reached_by_what_its_means_needs",
                condition=Q(means="hand", account=None, chat_id="", sender="")
                | Q(means="robot", account__isnull=False, chat_id="", sender="")
                | Q(means="mass", form="wecom", account__isnull=False) & ~Q(chat_id="") & ~Q(sender=""),
            ),
            models.UniqueConstraint(
                "district", "account", condition=Q(means="robot", dissolved_on=None), name="a_robot_speaks_in_one_group"
            ),
            models.UniqueConstraint(
                "district",
                "account",
                "chat_id",
                condition=Q(means="mass", dissolved_on=None),
                name="a_chat_is_registered_once",
            ),
        ]
        indexes = [
            models.Index(fields=["district", "village"], name="group_by_village"),
            models.Index(fields=["district", "registration"], name="group_by_owner"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def members(self) -> int:
        """人数, of all kinds."""
        return sum(getattr(self, kind) for kind in self.KINDS)

    @property
    def town(self):
        """The township that it belongs to; None of the district's own."""
        return self.village.township if self.village else self.township

    @property
    def town_id(self):
        """Its id; None of the district's own."""
        return self.village.township_id if self.village else self.township_id

    @property
    def place(self) -> str:
        """Where it belongs, as people say it."""
        if self.village:
            return f"{self.village.short_name}（{self.village.township}）"
        return str(self.township) if self.township_id else "全区"

    @property
    def owner_name(self) -> str:
        """群主, or whose group it is."""
        if not self.is_ours:
            return "村里的群"
        if self.registration:
            return self.registration.adviser.name
        return self.owner.name if self.owner else "没有"
