"""会话: what is said with one person on one account, where it stands, and which matters it may speak of."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from menkou.consultations.models import Consultation
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Chat(DistrictOwned):
    """会话: one to a correspondent. Nothing of what was said stands here."""

    correspondent = OwnedKey("channels.Correspondent", models.PROTECT)
    village = OwnedKey("places.Village", models.PROTECT, null=True, verbose_name="村居")
    matter = OwnedKey(Consultation, models.PROTECT, null=True, verbose_name="正在说的咨询")
    step = models.CharField("等着回的话", max_length=10, blank=True, default="")  # rules.steps
    choices = ArrayField(models.UUIDField(), default=list)  # what the numbers that were last said stand for
    face = models.PositiveSmallIntegerField("评价", null=True)  # said, and not yet whether it is solved
    form = models.CharField(max_length=32, blank=True, default="")  # names the question that is being put together
    shows_words = models.BooleanField("回复直接发到这里", default=False)

    class Meta(DistrictOwned.Meta):
        verbose_name = "会话"
        constraints = [
            SameDistrict("correspondent", name="chat_and_correspondent_share_district"),
            SameDistrict("village", name="chat_and_village_share_district"),
            SameDistrict("matter", name="chat_and_matter_share_district"),
            models.UniqueConstraint("district", "correspondent", name="one_chat_to_a_correspondent"),
        ]


class Binding(DistrictOwned):
    """绑定: a matter that a chat may speak of, until its person ends it. One matter may be bound to several chats."""

    class How(models.TextChoices):
        ASKED = "asked", "在这里问的"
        SCANNED = "scanned", "扫码"
        CODE = "code", "凭取件码"
        LOGIN = "login", "在微信里打开"

    chat = OwnedKey(Chat, models.PROTECT)
    consultation = OwnedKey(Consultation, models.PROTECT)
    how = models.CharField("怎么绑的", max_length=8, choices=How)
    bound_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "绑定"
        constraints = [
            SameDistrict("chat", name="binding_and_chat_share_district"),
            SameDistrict("consultation", name="binding_and_consultation_share_district"),
            models.UniqueConstraint(
                "district", "chat", "consultation", name="bound_once_while_it_lasts", condition=Q(ended_at=None)
            ),
        ]
        indexes = [models.Index(fields=["district", "consultation"], name="bindings_of_a_matter")]


class SceneCode(DistrictOwned):
    """微信码: a village's lasting code on a service account. A row waits from when somebody wants it until it is made."""

    class State(models.TextChoices):
        WAITING = "waiting", "等着要"
        MADE = "made", "有了"
        REFUSED = "refused", "没有要到"

    account = OwnedKey("channels.Account", models.PROTECT, verbose_name="公众号")
    village = OwnedKey("places.Village", models.PROTECT, verbose_name="村居")
    scene = models.CharField("场景", max_length=64)  # the village's code when it was asked for; it leads there for good
    state = models.CharField("到了哪一步", max_length=8, choices=State, default=State.WAITING)
    url = models.CharField("码里的网址", max_length=500, blank=True, default="")  # as channels' accounts keep addresses
    ticket = models.CharField("凭证", max_length=512, blank=True, default="")
    code = models.CharField("平台的编号", max_length=60, blank=True, default="")  # where it refused
    way = models.CharField("怎么没有成", max_length=20, blank=True, default="")
    made_at = models.DateTimeField("要到的时间", null=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "微信码"
        constraints = [
            SameDistrict("account", name="scene_code_and_account_share_district"),
            SameDistrict("village", name="scene_code_and_village_share_district"),
            models.UniqueConstraint("district", "account", "village", name="one_scene_code_to_a_village"),
            models.CheckConstraint(
                name="a_scene_code_is_made_when_it_leads_somewhere",
                condition=Q(state="made", made_at__isnull=False) & ~Q(url="") & ~Q(ticket="")
                | ~Q(state="made") & Q(made_at=None, url="", ticket=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["district", "account", "id"], name="scene_codes_waiting", condition=Q(state="waiting")
            ),
            models.Index(fields=["district", "village"], name="scene_codes_of_a_village"),
        ]
