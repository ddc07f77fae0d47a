"""渠道: the accounts that a district has with platforms, who wrote there, and what came in. Secrets and names are sealed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Account(DistrictOwned):
    """渠道账号: one account with one platform; off until it is configured and somebody turns it on."""

    class Kind(models.TextChoices):
        WECHAT = "wechat", "微信公众号（服务号）"
        KF = "kf", "微信客服"
        APP = "app", "企业微信应用"
        ROBOT = "robot", "群机器人"
        MASS = "mass", "企业微信群发"
        SMS = "sms", "短信"
        PUSH = "push", "浏览器通知"

    kind = models.CharField("渠道", max_length=10, choices=Kind)
    name = models.CharField("名称", max_length=60)
    number = models.CharField("平台编号", max_length=64)  # appid, open_kfid, agentid and the like: public
    facts = models.JSONField("设置", default=dict)  # public ones, by name: corpid, base, template ...
    sealed = models.BinaryField()  # the secrets, by name, as JSON
    is_on = models.BooleanField("已启用", default=False)
    old_until = models.DateTimeField("旧密钥还认到", null=True)
    heard_at = models.DateTimeField("最近一次回调", null=True)

    failures = models.PositiveIntegerField("连续失败", default=0)
    rests_until = models.DateTimeField("歇到", null=True)  # 断路: nobody calls the platform before
    spent = ArrayField(models.DateTimeField(), default=list)  # when something was sent, of the last minute (robots)
    cursor = models.CharField("拉取位置", max_length=64, blank=True, default="")
    polled_at = models.DateTimeField("最近一次拉取", null=True)
    # as accounts.address_kept keeps addresses
    contact = models.CharField("客服链接", max_length=500, blank=True, default="", db_default="")

    class Meta(DistrictOwned.Meta):
        verbose_name = "渠道账号"
        constraints = [
            models.UniqueConstraint("district", "kind", "number", name="one_account_to_a_number"),
            models.CheckConstraint(name="only_a_desk_has_a_contact_link", condition=Q(contact="") | Q(kind="kf")),
        ]

    def __str__(self) -> str:
        return self.name


class Token(DistrictOwned):
    """令牌: what an account's calls are allowed with; one refreshes it, the others wait and use the old one."""

    account = OwnedKey(Account, models.PROTECT)
    sealed = models.BinaryField(null=True)
    good_until = models.DateTimeField(null=True)
    refreshed_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)  # the last refresh was begun
    refused_at = models.DateTimeField(null=True)  # the platform did not know it, though it should have been good
    attempt = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)

    class Meta(DistrictOwned.Meta):
        constraints = [
            SameDistrict("account", name="token_and_account_share_district"),
            models.UniqueConstraint("district", "account", name="one_token_to_an_account"),
        ]


class Correspondent(DistrictOwned):
    """对话人: somebody who wrote to an account, and how often we may still write back (额度)."""

    account = OwnedKey(Account, models.PROTECT)
    sender_digest = models.BinaryField()  # keyed digest of the platform's name for them
    sealed = models.BinaryField()  # that name
    follows = models.BooleanField("关注着", default=True)
    heard_at = models.DateTimeField("最近来话", null=True)
    heard_sent = models.PositiveSmallIntegerField("此后发出", default=0)
    opened_at = models.DateTimeField("最近点菜单、扫码、关注", null=True)
    opened_sent = models.PositiveSmallIntegerField("点后发出", default=0)
    notices = models.PositiveSmallIntegerField("还可以发的订阅通知", default=0)
    declines = models.BooleanField("说过不用提醒", default=False, db_default=False)

    attempt = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)  # somebody is taking in what they wrote

    class Meta(DistrictOwned.Meta):
        verbose_name = "对话人"
        constraints = [
            SameDistrict("account", name="correspondent_and_account_share_district"),
            models.UniqueConstraint("district", "account", "sender_digest", name="one_correspondent_to_a_sender"),
        ]


class Pace(DistrictOwned):
    """频率: when something last went to one member of a 企业, of the last hour; what is too much is dropped in silence."""

    account = OwnedKey(Account, models.PROTECT)
    name_digest = models.BinaryField()  # keyed digest of the member's name there
    spent = ArrayField(models.DateTimeField(), default=list)

    class Meta(DistrictOwned.Meta):
        verbose_name = "频率"
        constraints = [
            SameDistrict("account", name="pace_and_account_share_district"),
            models.UniqueConstraint("district", "account", "name_digest", name="one_pace_to_a_member"),
        ]


class Incoming(DistrictOwned):
    """收件: a message as the platform handed it over, sealed; emptied once it has been taken in. Its key stays for good."""

    account = OwnedKey(Account, models.PROTECT)
    key_digest = models.BinaryField()  # keyed digest of account, sender and the platform's message key
    sender_digest = models.BinaryField()  # empty: of the account itself, as a call to fetch messages
    sealed = models.BinaryField(null=True)
    arrived_at = models.DateTimeField(auto_now_add=True)
    held_at = models.DateTimeField(null=True)  # heard, and waits for its sender to say where it goes
    taken_at = models.DateTimeField(null=True)
    settled = models.PositiveSmallIntegerField(default=0)  # attempts that ended in order
    attempt = models.PositiveSmallIntegerField(default=0)

    class Meta(DistrictOwned.Meta):
        verbose_name = "收件"
        ordering = ["id"]
        constraints = [
            SameDistrict("account", name="incoming_and_account_share_district"),
            models.UniqueConstraint("district", "key_digest", name="what_comes_twice_is_kept_once"),
            models.CheckConstraint(
                name="what_is_taken_in_is_emptied",
                condition=Q(taken_at=None, sealed__isnull=False) | Q(taken_at__isnull=False, sealed=None),
            ),
        ]
        indexes = [
            models.Index(
                fields=["district", "account", "sender_digest", "id"],
                name="incoming_untaken",
                condition=Q(taken_at=None),
            )
        ]


class Text(DistrictOwned):
    """短信: one that was handed to a gateway, and what the gateway says later became of it. No number and no words."""

    class State(models.TextChoices):  # sms.receipts.State
        DELIVERED = "delivered", "已送达"
        FAILED = "failed", "没有送到"

    account = OwnedKey(Account, models.PROTECT)
    outgoing = models.UUIDField()  # of the outbox: what it told of
    way = models.CharField(max_length=40, blank=True, default="")  # where those words stood; they go on from there
    receipt_digest = models.BinaryField(null=True)  # keyed digest of the gateway's id; none where it named none
    handed_at = models.DateTimeField("交给平台")
    state = models.CharField("结果", max_length=10, choices=State, blank=True, default="")
    code = models.CharField("平台的原因", max_length=64, blank=True, default="")
    ended_at = models.DateTimeField("回执来的时间", null=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "短信"
        constraints = [
            SameDistrict("account", name="text_and_account_share_district"),
            models.CheckConstraint(
                name="a_text_ends_by_a_receipt",
                condition=Q(state="", ended_at=None) | ~Q(state="") & Q(ended_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["district", "account", "receipt_digest"], name="texts_by_receipt"),
            models.Index(fields=["district", "outgoing"], name="texts_of_words"),
        ]


class Login(DistrictOwned):
    """静默登录: one way of a browser to the platform and back, by which it is learnt whose browser it is."""

    class Target(models.TextChoices):
        ASKED = "asked", "我问过的"
        FRONT = "front", "找到自己的村"
        REMIND = "remind", "有回复时提醒我"

    class Step(models.TextChoices):
        AWAY = "away", "到平台去了"
        BACK = "back", "带着凭证回来了"
        ASKING = "asking", "正在问平台"
        KNOWN = "known", "认出来了"
        SNAPSHOT = "snapshot", "只是快照页"
        ENDED = "ended", "没有认出来"

    account = OwnedKey(Account, models.PROTECT)
    state_digest = models.BinaryField()  # keyed digest of the word that goes to the platform and has to come back
    device_digest = models.BinaryField()  # of the browser that went, and the only one that may come back
    target = models.CharField("要打开的页面", max_length=10, choices=Target)
    step = models.CharField("到了哪一步", max_length=10, choices=Step, default=Step.AWAY)
    sealed = models.BinaryField(null=True)  # the platform's code, until it is asked once what it means
    correspondent = OwnedKey(Correspondent, models.PROTECT, null=True)
    until_at = models.DateTimeField("到期")

    class Meta(DistrictOwned.Meta):
        verbose_name = "静默登录"
        constraints = [
            SameDistrict("account", name="login_and_account_share_district"),
            SameDistrict("correspondent", name="login_and_correspondent_share_district"),
            models.UniqueConstraint("district", "state_digest", name="one_login_to_a_state"),
            models.CheckConstraint(
                name="a_code_is_kept_until_it_is_asked_about",
                condition=Q(step="back", sealed__isnull=False) | (~Q(step="back") & Q(sealed=None)),
            ),
            models.CheckConstraint(
                name="who_is_known_has_a_name",
                condition=Q(step="known", correspondent__isnull=False) | (~Q(step="known") & Q(correspondent=None)),
            ),
        ]


class Consent(DistrictOwned):
    """同意提醒: one way of a browser to the platform's page and back, where its person is asked for a yes to one notice."""

    class Step(models.TextChoices):
        AWAY = "away", "到平台去了"
        YES = "yes", "同意提醒一次"
        NO = "no", "不用提醒"

    account = OwnedKey(Account, models.PROTECT)
    correspondent = OwnedKey(Correspondent, models.PROTECT)  # whose browser it is: no other name is taken
    state_digest = models.BinaryField()  # as Login's
    device_digest = models.BinaryField()
    step = models.CharField("到了哪一步", max_length=4, choices=Step, default=Step.AWAY)
    until_at = models.DateTimeField("到期")

    class Meta(DistrictOwned.Meta):
        verbose_name = "同意提醒"
        constraints = [
            SameDistrict("account", name="consent_and_account_share_district"),
            SameDistrict("correspondent", name="consent_and_correspondent_share_district"),
            models.UniqueConstraint("district", "state_digest", name="one_consent_to_a_state"),
        ]
