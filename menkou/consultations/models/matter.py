"""咨询: facts about a question and its answer. What was said is sealed in tables of its own (said.py)."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menkou.consultations.rules import codes
from menkou.consultations.rules.categories import CATEGORIES
from menkou.core.clock import SHANGHAI
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey
from menkou.postings.models import STAND_IN, Post


class Consultation(DistrictOwned):
    """咨询: one matter of one resident, held by one adviser at a time."""

    class State(models.TextChoices):
        WAITING = "waiting", "等待答复"
        ANSWERED = "answered", "已答复"
        CLOSED = "closed", "已办结"

    class Ending(models.TextChoices):
        """How a matter ended. An answer is not a solution, and silence is neither."""

        ANSWERED = "answered", "答复了，没听说结果"
        SOLVED = "solved", "解决了"
        PARTLY = "partly", "部分解决"
        CANNOT = "cannot", "办不了"
        REFERRED = "referred", "转到别处办"
        WITHDRAWN = "withdrawn", "居民不问了"
        QUIET = "quiet", "一直没再问"

    BY_HAND = (
        Ending.ANSWERED,
        Ending.SOLVED,
        Ending.PARTLY,
        Ending.REFERRED,
        Ending.CANNOT,
    )  # what an adviser may say of it

    class Concerns(models.TextChoices):
        COMMITTEE = "committee", "村委会或村干部"
        ADVISER = "adviser", "村里的法律顾问"

    village = OwnedKey("places.Village", models.PROTECT)
    holder = OwnedKey("advisers.Registration", models.PROTECT, related_name="+")
    post = models.CharField("受理岗位", max_length=1, choices=[*Post.choices, (STAND_IN, "临时替班")])
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    may_hand_over = models.BooleanField("同意由替班顾问接手")
    concerns = models.CharField("跟谁有关", max_length=10, choices=Concerns, blank=True, db_default="")

    asked_at = models.DateTimeField("提问时间")
    due_at = models.DateTimeField("应答复")
    read_at = models.DateTimeField("顾问已读", null=True)
    first_answered_at = models.DateTimeField("首次答复", null=True)
    answered_at = models.DateTimeField("最近答复", null=True)
    closed_at = models.DateTimeField("办结", null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ending = models.CharField("怎么结的", max_length=10, choices=Ending, blank=True, db_default="")
    erased_at = models.DateTimeField("内容删除", null=True)
    lock = models.UUIDField("暗号", null=True)  # the Secret that opens it beside phone or 取件码
    is_unlinked = models.BooleanField("已不指向提问的人", db_default=False, default=False)
    category = models.CharField("类别", max_length=24, choices=CATEGORIES, blank=True)
    minutes = models.PositiveSmallIntegerField("用时（分钟）", null=True)
    entry = OwnedKey("worklogs.Entry", models.PROTECT, null=True, related_name="+")

    code_digest = models.BinaryField()  # keyed digest of the 取件码
    device_digest = models.BinaryField(null=True)  # keyed digest of the asker's device cookie
    once_digest = models.BinaryField()  # keyed digest of the form or request that asked
    asked_digest = models.BinaryField()  # keyed digest of what that form held

    class Meta(DistrictOwned.Meta):
        verbose_name = "咨询"
        constraints = [
            SameDistrict("village", name="consultation_and_village_share_district"),
            SameDistrict("holder", name="consultation_and_holder_share_district"),
            SameDistrict("entry", name="consultation_and_entry_share_district"),
            models.UniqueConstraint("district", "code_digest", name="one_consultation_to_a_pickup_code"),
            models.UniqueConstraint("district", "once_digest", name="a_form_asks_once"),
            models.UniqueConstraint("district", "entry", name="one_entry_to_a_consultation"),
            models.CheckConstraint(
                name="closing_has_time_category_minutes_and_entry",
                condition=Q(closed_at=None, closed_by=None, category="", minutes=None, entry=None, ending="")
                & ~Q(state="closed")
                | Q(state="closed", closed_at__isnull=False, minutes__range=(1, 24 * 60), entry__isnull=False)
                & ~Q(category="")
                | Q(state="closed", closed_at__isnull=False, ending="withdrawn")
                & Q(closed_by=None, category="", minutes=None, entry=None),  # before anybody had answered
            ),
            models.CheckConstraint(
                name="an_answered_consultation_has_an_answer", condition=~Q(state="answered") | ~Q(answered_at=None)
            ),
            models.CheckConstraint(
                name="what_is_erased_is_over",
                condition=Q(erased_at=None) | Q(state="closed"),
            ),
            models.CheckConstraint(
                name="only_what_is_erased_forgets_its_asker",
                condition=Q(is_unlinked=False) | Q(is_unlinked=True, erased_at__isnull=False, device_digest=None),
            ),
            models.CheckConstraint(name="due_after_asked", condition=Q(due_at__gt=F("asked_at"))),
        ]
        indexes = [
            models.Index(fields=["district", "holder", "state", "due_at"], name="consultation_by_holder"),
            models.Index(fields=["district", "device_digest", "asked_at"], name="consultation_by_device"),
            models.Index(fields=["district", "asked_at"], name="consultation_by_time"),
            models.Index(  # a township's are counted from the index alone: years of them lie all over the table
                fields=["district", "village"], include=["id", "holder", "concerns"], name="consultation_counted"
            ),
            models.Index(fields=["district", "id"], name="consultation_concerns", condition=~Q(concerns="")),
            models.Index(fields=["district", "due_at"], name="consultation_waiting", condition=Q(state="waiting")),
            models.Index(fields=["district", "closed_at"], name="consultation_closed", condition=Q(state="closed")),
            models.Index(fields=["district", "answered_at"], name="consultation_quiet", condition=Q(state="answered")),
            models.Index(
                fields=["district", "erased_at"], name="consultation_erased", condition=Q(erased_at__isnull=False)
            ),
            models.Index(fields=["district", "closed_at"], name="consultation_kept", condition=Q(erased_at=None)),
        ]

    @property
    def reference(self) -> str:
        """编号 that staff say to each other."""
        return reference(self.pk, self.asked_at)


def reference(pk: UUID, asked_at: datetime) -> str:
    """编号 of a consultation, from its identity and the month it was asked in."""
    return codes.reference(pk.bytes, f"{asked_at.astimezone(SHANGHAI):%y%m}")
