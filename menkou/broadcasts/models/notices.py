"""推送: what is brought into groups once a second person has agreed, and what is known of each group about it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from menkou.broadcasts.models.cases import TypicalCase
from menkou.consultations.rules.categories import CATEGORIES
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey

MOST_WORDS = 600  # of a text: a robot takes 2,048 bytes, and the link stands behind it


class Article(DistrictOwned):
    """素材: plain words about one question, resting on a law, looked at again by a day, withdrawn when the law changes."""

    title = models.CharField("标题", max_length=40)
    text = models.TextField("大白话")
    audio = models.CharField("录音的链接", max_length=500, blank=True)
    category = models.CharField(
        "跟哪类事有关", max_length=24, choices=CATEGORIES, blank=True, db_default="", default=""
    )
    law = models.CharField("依据的法律", max_length=60)
    source = models.CharField("哪一条、哪里看", max_length=200)
    review_by = models.DateField("最晚哪天再看一遍")
    made_at = models.DateTimeField("入库")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField("看过，还对", null=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField("撤下", null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    why = models.CharField("为什么撤下", max_length=120, blank=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "素材"
        ordering = ["review_by", "title", "id"]
        constraints = [
            models.CheckConstraint(
                name="a_review_has_its_person_and_time",
                condition=Q(reviewed_at=None, reviewed_by=None)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="what_is_withdrawn_says_by_whom_and_why",
                condition=Q(withdrawn_at=None, withdrawn_by=None, why="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(why=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Notice(DistrictOwned):
    """推送: words for groups, written by one person, agreed to by another, on its way from a day on."""

    class Kind(models.TextChoices):
        CASE = "case", "典型案例"
        WARNING = "warning", "风险提示"
        MEDIA = "media", "视频或录音"
        NOTICE = "notice", "通知"

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        WAITING = "waiting", "等另一个人批"
        APPROVED = "approved", "批准了，等到日子"
        GOING = "going", "正在推送"
        CANCELLED = "cancelled", "撤销了"

    kind = models.CharField("哪一类", max_length=10, choices=Kind)
    title = models.CharField("标题", max_length=40)
    text = models.TextField("发到群里的话")
    speech = models.TextField("村村响念的话", blank=True)
    link = models.CharField("链接", max_length=500, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    article = OwnedKey(Article, models.PROTECT, null=True, related_name="+")  # that it was made from
    township = OwnedKey(
        "places.Township", models.PROTECT, null=True, related_name="+"
    )  # whose office's; none: the bureau's
    levels = ArrayField(models.CharField(max_length=10), verbose_name="发到哪几级的群")
    towns = ArrayField(models.UUIDField(), verbose_name="哪些镇街", default=list, blank=True)  # none: all
    grades = ArrayField(models.CharField(max_length=10), verbose_name="哪些村（分类）", default=list, blank=True)
    go_on = models.DateField("哪天发")
    edition = models.PositiveSmallIntegerField("第几稿", default=0)  # of what was handed in: the very one is agreed to
    note = models.CharField("退回的原因", max_length=200, blank=True)
    case = OwnedKey(TypicalCase, models.PROTECT, null=True, related_name="notices")  # whose words it brings, unchanged
    made_at = models.DateTimeField("起草")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField("批准", null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField("撤销", null=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    spread_at = models.DateTimeField("到每个群都排上了", null=True)
    spread_to = models.UUIDField(null=True)  # the last group, by its id, that it was put down for

    class Meta(DistrictOwned.Meta):
        verbose_name = "推送"
        ordering = ["-go_on", "-made_at"]
        constraints = [
            SameDistrict("township", name="notice_and_township_share_district"),
            SameDistrict("article", name="notice_and_article_share_district"),
            SameDistrict("case", name="notice_and_case_share_district"),
            models.CheckConstraint(
                name="nobody_approves_their_own_notice", condition=Q(approved_by=None) | ~Q(approved_by=F("made_by"))
            ),
            models.CheckConstraint(
                name="what_goes_was_approved",
                condition=Q(approved_at=None, approved_by=None, state__in=["draft", "waiting", "cancelled"])
                | Q(approved_at__isnull=False, approved_by__isnull=False, state__in=["approved", "going", "cancelled"]),
            ),
            models.CheckConstraint(
                name="a_cancelling_has_its_person_and_time",
                condition=Q(cancelled_at=None, cancelled_by=None) & ~Q(state="cancelled")
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False, state="cancelled")
                | Q(cancelled_at__isnull=False, case__isnull=False, state="cancelled"),  # its asker agrees no more
            ),
            models.CheckConstraint(
                name="only_what_goes_is_spread", condition=Q(spread_at=None) | Q(state__in=["going", "cancelled"])
            ),
            models.CheckConstraint(name="a_notice_is_for_somebody", condition=Q(levels__len__gte=1)),
        ]
        indexes = [models.Index(fields=["district", "state", "go_on"], name="notice_by_state")]

    def __str__(self) -> str:
        return self.title


class Task(DistrictOwned):
    """群发任务: one task of 企业微信群发, which its member has to confirm before anything goes."""

    class State(models.TextChoices):
        WAITING = "waiting", "等着建"
        MADE = "made", "等群主在企业微信里点发送"
        ENDED = "ended", "有结果了"
        FAILED = "failed", "没有建成"

    notice = OwnedKey(Notice, models.PROTECT)
    account = OwnedKey("channels.Account", models.PROTECT, related_name="+")
    sender = models.CharField("群主在企业微信的账号", max_length=64)
    part = models.PositiveSmallIntegerField("第几份")
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    msgid = models.CharField("平台的任务号", max_length=128, blank=True)
    made_at = models.DateTimeField("建成", null=True)
    polled_at = models.DateTimeField("最近一次问结果", null=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "群发任务"
        constraints = [
            SameDistrict("notice", name="task_and_notice_share_district"),
            SameDistrict("account", name="task_and_account_share_district"),
            models.UniqueConstraint("district", "notice", "account", "sender", "part", name="a_task_is_made_once"),
            models.CheckConstraint(
                name="what_was_made_has_a_number",
                condition=Q(state__in=["waiting", "failed"]) | Q(made_at__isnull=False) & ~Q(msgid=""),
            ),
        ]
        indexes = [models.Index(fields=["district", "state"], name="task_by_state")]


class Delivery(DistrictOwned):
    """送达: what is known of one notice in one group."""

    class State(models.TextChoices):
        WAITING = "waiting", "还没发"
        TASK = "task", "等群主在企业微信里点发送"
        SENT = "sent", "发到了（平台回执）"
        CONFIRMED = "confirmed", "发到了（本人确认）"
        FAILED = "failed", "没有发成"
        CANCELLED = "cancelled", "不发了"

    OPEN = (State.WAITING, State.TASK, State.FAILED)  # what somebody may still bring there by hand
    THERE = (State.SENT, State.CONFIRMED)

    notice = OwnedKey(Notice, models.PROTECT, related_name="deliveries")
    group = OwnedKey("groups.Group", models.PROTECT, related_name="+")
    means = models.CharField("怎么到", max_length=10)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    why = models.CharField("为什么", max_length=120, blank=True)
    task = OwnedKey(Task, models.PROTECT, null=True)
    sent_at = models.DateTimeField("平台说发到了", null=True)
    confirmed_at = models.DateTimeField("本人确认", null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    urged_on = models.DateField("最近催", null=True)
    proof = models.BinaryField("截图", null=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "送达"
        constraints = [
            SameDistrict("notice", name="delivery_and_notice_share_district"),
            SameDistrict("group", name="delivery_and_group_share_district"),
            SameDistrict("task", name="delivery_and_task_share_district"),
            models.UniqueConstraint("district", "notice", "group", name="a_notice_goes_once_to_a_group"),
            models.CheckConstraint(
                name="a_confirmation_has_its_person_and_time",
                condition=Q(state="confirmed", confirmed_at__isnull=False, confirmed_by__isnull=False)
                | Q(confirmed_at=None, confirmed_by=None) & ~Q(state="confirmed"),
            ),
            models.CheckConstraint(
                name="a_platform_s_word_has_a_time",
                condition=Q(state="sent", sent_at__isnull=False) | Q(sent_at=None) & ~Q(state="sent"),
            ),
            models.CheckConstraint(
                name="what_did_not_go_says_why", condition=~Q(state__in=["failed", "cancelled"], why="")
            ),
            models.CheckConstraint(
                name="a_picture_proves_a_confirmation", condition=Q(proof=None) | Q(state="confirmed")
            ),
        ]
        indexes = [
            models.Index(fields=["district", "group"], name="delivery_by_group"),
            models.Index(
                fields=["district", "notice"],
                name="delivery_open",
                condition=Q(state__in=["waiting", "task", "failed"]),
            ),
        ]


class Reading(DistrictOwned):
    """看过: how often the page of a notice was opened on a day. Nobody's name, no address, no device."""

    notice = OwnedKey(Notice, models.PROTECT)
    day = models.DateField("日期")
    times = models.PositiveIntegerField("次数", default=0)

    class Meta(DistrictOwned.Meta):
        verbose_name = "看过"
        constraints = [
            SameDistrict("notice", name="reading_and_notice_share_district"),
            models.UniqueConstraint("district", "notice", "day", name="one_count_to_a_day"),
        ]
