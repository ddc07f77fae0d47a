"""村里的事: what a village will decide, sign or settle, told to its adviser beforehand, or told too late."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Occasion(DistrictOwned):
    """村里的事: one meeting, contract, election or dispute of a village, or its wish that the adviser comes."""

    class Kind(models.TextChoices):
        MEETING = "meeting", "重大会议"
        CONTRACT = "contract", "要签的合同"
        ELECTION = "election", "换届选举"
        DISPUTE = "dispute", "矛盾纠纷"
        VISIT = "visit", "请顾问到村"

    class Reply(models.TextChoices):
        COMING = "coming", "会到"
        CANNOT = "cannot", "来不了"

    class Presence(models.TextChoices):
        CAME = "came", "来了"
        REMOTE = "remote", "没到场，用别的办法办了"
        MISSED = "missed", "没来"

    class Adopted(models.TextChoices):
        YES = "yes", "采纳"
        PARTLY = "partly", "部分采纳"
        NO = "no", "没有采纳"

    DECIDED = (Kind.MEETING, Kind.CONTRACT, Kind.ELECTION)  # of these the assessment asks whether the adviser was there

    village = OwnedKey("places.Village", models.PROTECT, related_name="+")
    kind = models.CharField("什么事", max_length=10, choices=Kind)
    title = models.CharField("名称", max_length=60)
    happens_at = models.DateTimeField("时间")
    place = models.CharField("地点", max_length=60, blank=True)
    note = models.CharField("说明", max_length=500, blank=True)
    follows = OwnedKey(
        "self", models.PROTECT, null=True, related_name="+"
    )  # 起于哪件事: a dispute over what was decided
    once_digest = models.BinaryField()  # of the form that registered it
    registered_at = models.DateTimeField("登记时间")
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    invited = OwnedKey("advisers.Registration", models.PROTECT, null=True, related_name="+")  # None: nobody was told
    invited_at = models.DateTimeField("邀请时间", null=True)
    reply = models.CharField("答复", max_length=8, choices=Reply, blank=True)
    excuse = models.CharField("来不了的原因", max_length=100, blank=True)
    replied_at = models.DateTimeField(null=True)
    replied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    declined = OwnedKey("advisers.Registration", models.PROTECT, null=True, related_name="+")  # asked before `invited`
    declined_why = models.CharField("先请的那位来不了的原因", max_length=100, blank=True, db_default="")
    declined_at = models.DateTimeField("先请的那位答复的时间", null=True)

    presence = models.CharField("顾问说", max_length=8, choices=Presence, blank=True)
    attended = OwnedKey("advisers.Registration", models.PROTECT, null=True, related_name="+")
    entry = OwnedKey("worklogs.Entry", models.PROTECT, null=True, related_name="+")  # 日志 that it made by itself
    seen = models.CharField("村里说", max_length=8, choices=Presence, blank=True)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    opinion = models.CharField("法律意见", max_length=2000, blank=True)
    opined_at = models.DateTimeField("出具时间", null=True)
    opined_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    adopted = models.CharField("采纳没有", max_length=8, choices=Adopted, blank=True)
    why_not = models.CharField("没有全部采纳的原因", max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    why_off = models.CharField("取消的原因", max_length=100, blank=True)
    off_at = models.DateTimeField("取消时间", null=True)
    off_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "村里的事"
        ordering = ["-happens_at", "-id"]
        constraints = [
            SameDistrict("village", name="occasion_and_village_share_district"),
            SameDistrict("follows", name="occasion_and_followed_share_district"),
            SameDistrict("invited", name="occasion_and_invited_share_district"),
            SameDistrict("declined", name="occasion_and_declined_share_district"),
            SameDistrict("attended", name="occasion_and_attended_share_district"),
            SameDistrict("entry", name="occasion_and_entry_share_district"),
            models.UniqueConstraint("district", "once_digest", name="a_form_registers_an_occasion_once"),
            models.UniqueConstraint("district", "entry", name="one_occasion_to_an_entry"),
            models.CheckConstraint(
                name="whoever_is_invited_was_told_at_a_time",
                condition=Q(invited=None, invited_at=None) | Q(invited__isnull=False, invited_at__isnull=False),
            ),
            models.CheckConstraint(
                name="only_who_is_invited_replies",
                condition=Q(reply="", replied_at=None, replied_by=None)
                | ~Q(reply="") & Q(invited__isnull=False, replied_at__isnull=False, replied_by__isnull=False),
            ),
            models.CheckConstraint(
                name="who_cannot_come_says_why",
                condition=Q(reply="cannot") & ~Q(excuse="") | ~Q(reply="cannot") & Q(excuse=""),
            ),
            models.CheckConstraint(
                name="who_declined_said_why_at_a_time",
                condition=Q(declined=None, declined_why="", declined_at=None)
                | Q(declined__isnull=False, declined_at__isnull=False) & ~Q(declined_why=""),
            ),
            models.CheckConstraint(
                name="whoever_took_part_has_an_entry",
                condition=Q(presence__in=["", "missed"], attended=None, entry=None)
                | Q(presence__in=["came", "remote"], attended__isnull=False, entry__isnull=False),
            ),
            models.CheckConstraint(
                name="what_the_village_saw_has_its_person_and_time",
                condition=Q(seen="", seen_at=None, seen_by=None)
                | ~Q(seen="") & Q(seen_at__isnull=False, seen_by__isnull=False),
            ),
            models.CheckConstraint(
                name="an_opinion_has_its_person_and_time",
                condition=Q(opinion="", opined_at=None, opined_by=None)
                | ~Q(opinion="") & Q(opined_at__isnull=False, opined_by__isnull=False),
            ),
            models.CheckConstraint(
                name="what_was_decided_has_its_person_and_time",
                condition=Q(adopted="", decided_at=None, decided_by=None)
                | ~Q(adopted="") & ~Q(opinion="") & Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="what_is_not_adopted_has_a_reason",
                condition=Q(adopted__in=["", "yes"], why_not="") | Q(adopted__in=["partly", "no"]) & ~Q(why_not=""),
            ),
            models.CheckConstraint(
                name="what_is_off_has_reason_time_and_person",
                condition=Q(why_off="", off_at=None, off_by=None)
                | ~Q(why_off="") & Q(off_at__isnull=False, off_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["district", "village", "happens_at"], name="occasion_by_village"),
            models.Index(fields=["district", "invited", "happens_at"], name="occasion_by_invited"),
            models.Index(fields=["district", "happens_at"], name="occasion_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.title}"

    @property
    def was_told(self) -> bool:
        """Whether an adviser was told before it happened; where not, it counts against nobody but the village."""
        return self.invited_at is not None and self.invited_at < self.happens_at

    @property
    def took_part(self) -> bool:
        """Whether an adviser says that they took part; how is theirs to choose (decisions 19)."""
        return self.presence in (self.Presence.CAME, self.Presence.REMOTE)


class Paper(DistrictOwned):
    """材料: a page of a contract, a draft or an agenda, by photo or as PDF; the file lies in the store."""

    occasion = OwnedKey(Occasion, models.CASCADE, related_name="papers")
    file = models.CharField(max_length=40)
    kind = models.CharField("格式", max_length=4, choices=[("pdf", "PDF"), ("jpg", "JPG"), ("png", "PNG")])
    size = models.PositiveIntegerField("字节")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "材料"
        ordering = ["added_at", "id"]
        constraints = [
            SameDistrict("occasion", name="paper_and_occasion_share_district"),
            models.UniqueConstraint("district", "file", name="one_paper_to_a_file"),
        ]


class Remark(DistrictOwned):
    """条款意见: what the adviser says of one clause of a contract or a draft."""

    class Risk(models.TextChoices):
        HIGH = "high", "必须改"
        SOME = "some", "建议改"
        NONE = "none", "没问题"

    occasion = OwnedKey(Occasion, models.CASCADE, related_name="remarks")
    clause = models.CharField("哪一条", max_length=60)
    risk = models.CharField("看法", max_length=6, choices=Risk)
    words = models.CharField("意见", max_length=500, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "条款意见"
        ordering = ["made_at", "id"]
        constraints = [
            SameDistrict("occasion", name="remark_and_occasion_share_district"),
            models.CheckConstraint(name="a_risk_is_explained", condition=Q(risk="none") | ~Q(words="")),
        ]
