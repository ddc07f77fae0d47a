"""公示牌: what hangs at a village's doors, with which words, and who put it there or looked at it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from menkou.core.dated import Dated, ends_after_it_began, once_at_a_time
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Carrier(models.TextChoices):
    """载体: on what the disclosures are printed."""

    A3 = "a3", "公示牌（A3）"
    A2 = "a2", "公示牌（A2）"
    WALL = "wall", "公示牌（60×90 厘米）"
    ROUND = "round", "圆形即时贴"
    SQUARE = "square", "方形即时贴"
    CARD = "card", "联系卡"
    NAMEPLATE = "nameplate", "台签"
    COVER = "cover", "工作日志封面"
    LOUDSPEAKER = "loudspeaker", "广播稿"
    EARLIER = "earlier", "以前的公示牌"  # hung before the boards of this system; only its two names are on record


PRINTED = [one for one in Carrier if one != Carrier.EARLIER]


class Board(DistrictOwned):
    """公示牌: one code of a village on one carrier. The code belongs to the village and never to a person."""

    class State(models.TextChoices):
        MADE = "made", "有码未印"
        PRINTED = "printed", "已印未挂"
        UP = "up", "挂着"
        DOWN = "down", "已取下"

    class Due(models.TextChoices):
        NOTHING = "", "不用动"
        PRINT = "print", "要印"
        HANG = "hang", "印好了，等挂"
        TAKE_DOWN = "take_down", "要取下"

    village = OwnedKey("places.Village", models.PROTECT, related_name="boards")
    carrier = models.CharField("载体", max_length=12, choices=Carrier)
    number = models.CharField("牌号", max_length=6)
    epoch = models.PositiveSmallIntegerField("第几期码", default=1)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    state = models.CharField("状态", max_length=8, choices=State, default=State.MADE)
    version = models.PositiveSmallIntegerField("印到第几版", default=0)
    hung = models.PositiveSmallIntegerField("挂的是第几版", null=True)
    place = models.CharField("挂在哪里", max_length=60, blank=True)
    seen_at = models.DateTimeField("最近看过", null=True)  # put up, or looked at
    is_damaged = models.BooleanField("破损", default=False)
    due = models.CharField("要做什么", max_length=10, choices=Due, blank=True, default=Due.PRINT)
    stale_since = models.DateField("从哪天起不对", null=True)
    why = models.CharField("哪里不对", max_length=300, blank=True)
    cause = models.CharField("缘由", max_length=60, blank=True)
    revoked_at = models.DateTimeField("作废", null=True)
    revoked_why = models.CharField("为什么作废", max_length=100, blank=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "公示牌"
        constraints = [
            SameDistrict("village", name="boards_board_and_village_share_district"),
            models.UniqueConstraint("district", "number", name="one_board_to_a_number"),
            models.CheckConstraint(
                name="what_hangs_is_up_and_was_printed",
                condition=Q(state="up", hung__isnull=False, hung__lte=F("version")) | ~Q(state="up") & Q(hung=None),
            ),
            models.CheckConstraint(
                name="a_revoked_code_has_a_reason",
                condition=Q(revoked_at=None, revoked_why="") | Q(revoked_at__isnull=False) & ~Q(revoked_why=""),
            ),
            models.CheckConstraint(
                name="a_stale_board_says_why", condition=Q(stale_since=None, why="") | ~Q(why="") & ~Q(stale_since=None)
            ),
        ]
        indexes = [
            models.Index(fields=["district", "village"], name="boards_of_a_village"),
            models.Index(fields=["district", "due"], name="boards_due", condition=~Q(due="")),
        ]

    def __str__(self):
        return self.number

    @property
    def is_earlier(self) -> bool:
        """Whether it hung there before there were codes on boards."""
        return self.carrier == Carrier.EARLIER


class Printing(DistrictOwned):
    """印一版: exactly what one version of a board shows."""

    board = OwnedKey(Board, models.PROTECT, related_name="printings")
    version = models.PositiveSmallIntegerField("版次")
    shown = models.JSONField("印的内容")
    printed_at = models.DateTimeField()  # of the latest copy: the same words are the same version
    printed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "公示牌版次"
        ordering = ["-version"]
        constraints = [
            SameDistrict("board", name="printing_and_board_share_district"),
            models.UniqueConstraint("district", "board", "version", name="one_printing_to_a_version"),
        ]


class Placing(DistrictOwned):
    """张贴记录: a board was put up, looked at, or taken down; where, by whom, perhaps with a photo."""

    class Kind(models.TextChoices):
        UP = "up", "挂上"
        SEEN = "seen", "看过，完好"
        DAMAGED = "damaged", "看过，破损或被遮挡"
        GONE = "gone", "看过，不见了"
        DOWN = "down", "取下"

    board = OwnedKey(Board, models.PROTECT, related_name="placings")
    kind = models.CharField("做了什么", max_length=8, choices=Kind)
    version = models.PositiveSmallIntegerField("版次", null=True)
    place = models.CharField("挂在哪里", max_length=60, blank=True)
    photo = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "张贴记录"
        ordering = ["-at"]
        constraints = [SameDistrict("board", name="placing_and_board_share_district")]
        indexes = [models.Index(fields=["district", "board", "at"], name="placings_of_a_board")]


class ScanCount(DistrictOwned):
    """扫码次数: how often a board's code was opened on a day. Of whom, nothing is kept."""

    board = OwnedKey(Board, models.PROTECT, related_name="scans")
    day = models.DateField("日期")
    count = models.PositiveIntegerField("次数")

    class Meta(DistrictOwned.Meta):
        verbose_name = "扫码次数"
        constraints = [
            SameDistrict("board", name="scan_count_and_board_share_district"),
            models.UniqueConstraint("district", "board", "day", name="one_scan_count_to_a_day"),
        ]


class Alarm(DistrictOwned):
    """可疑的码: within an hour, codes of one number were opened that we did not make or have revoked."""

    class Kind(models.TextChoices):
        ALTERED = "altered", "码被改过"
        UNKNOWN = "unknown", "没有这个牌号"
        REVOKED = "revoked", "码已作废"
        FOREIGN = "foreign", "不是我们的网址"

    kind = models.CharField("什么事", max_length=8, choices=Kind)
    number = models.CharField(
        "牌号", max_length=6, blank=True
    )  # of a board of ours, or nothing: no flood of made-up ones
    hour = models.DateTimeField("哪一小时")
    count = models.PositiveIntegerField("次数", default=1)
    host = models.CharField("网址", max_length=60, blank=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "可疑的码"
        ordering = ["-hour"]
        constraints = [
            models.UniqueConstraint("district", "hour", "number", "kind", name="one_alarm_of_a_kind_an_hour")
        ]


class Disclosure(Dated):
    """公示内容: the district's own words on its boards; one set holds at a time."""

    class Mask(models.TextChoices):
        FULL = "full", "全部写出"
        MIDDLE = "middle", "中间打星号"
        LAST = "last", "只写最后四位"

    brand = models.CharField("宣传语", max_length=40, blank=True)
    content = ArrayField(models.CharField(max_length=60), verbose_name="服务内容")
    commitments = ArrayField(models.CharField(max_length=60), verbose_name="承诺")
    standards = ArrayField(models.CharField(max_length=60), verbose_name="标准")
    visiting = models.CharField("顾问什么时候来", max_length=60)
    licence_mask = models.CharField("执业证号", max_length=8, choices=Mask, default=Mask.FULL)
    bureau_phone = models.CharField("区司法局监督电话", max_length=20)
    logo = models.BinaryField("标志", null=True)

    class Meta(Dated.Meta):
        verbose_name = "公示内容"
        constraints = [ends_after_it_began("disclosure"), once_at_a_time("one_disclosure_at_a_time")]


class VillageHours(Dated):
    """到村时间: when the adviser comes to this village, where that is not as everywhere."""

    ABOUT = ("village",)

    village = OwnedKey("places.Village", models.PROTECT)
    words = models.CharField("顾问什么时候来", max_length=60)

    class Meta(Dated.Meta):
        verbose_name = "到村时间"
        constraints = [
            SameDistrict("village", name="hours_and_village_share_district"),
            ends_after_it_began("hours"),
            once_at_a_time("one_set_of_hours_at_a_time", "village"),
        ]


class Portrait(DistrictOwned):
    """顾问照片: for the boards of one district, as we wrote it anew."""

    registration = OwnedKey("advisers.Registration", models.PROTECT)
    content = models.BinaryField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "顾问照片"
        constraints = [
            SameDistrict("registration", name="portrait_and_registration_share_district"),
            models.UniqueConstraint("district", "registration", name="one_portrait_of_a_person"),
        ]
