"""值班: whose turn it is on a day at a place, who cannot come and why, who is asked instead, and how it ended."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from menkou.core import clock
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey
from menkou.postings.models import InstantSpan


class Why(models.TextChoices):
    """正当理由. The county's rule (domain.md 1.7) counts what is missed 无正当理由 and lists no reasons; these are a judgement."""

    COURT = "court", "开庭，改不了期"
    ILLNESS = "illness", "生病"
    TRIP = "trip", "公务出差、开会"
    FORCE = "force", "天气、交通等去不了"
    FAMILY = "family", "家里有急事"
    LEAVE = "leave", "请了假"


class Slot(DistrictOwned):
    """班次: one adviser's duty, from an instant to an instant, at a place of a township, or at one of its villages."""

    class Outcome(models.TextChoices):
        KEPT = "kept", "来了"
        EXCUSED = "excused", "没来，有正当理由"
        MISSED = "missed", "没来，没有正当理由"

    township = OwnedKey("places.Township", models.PROTECT, related_name="+")
    village = OwnedKey("places.Village", models.PROTECT, null=True, related_name="+")
    place = models.CharField("地点", max_length=40)
    begins_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    adviser = OwnedKey("advisers.Registration", models.PROTECT, related_name="+")  # who is to come, as it stands now
    first = OwnedKey(
        "advisers.Registration", models.PROTECT, null=True, related_name="+"
    )  # 原来排的, where another comes
    arranged_at = models.DateTimeField()
    arranged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    outcome = models.CharField("来了没有", max_length=8, choices=Outcome, blank=True)
    why = models.CharField("正当理由", max_length=8, choices=Why, blank=True)
    had_substitute = models.BooleanField("机构另派了人", default=False)
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entry = OwnedKey("worklogs.Entry", models.PROTECT, null=True, related_name="+")  # 日志 of who came
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reply = models.CharField("顾问的说明", max_length=300, blank=True)
    replied_at = models.DateTimeField(null=True)
    replied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    missed = OwnedKey("engagements.MissedDuty", models.PROTECT, null=True, related_name="+")  # once it counts

    why_off = models.CharField("取消的原因", max_length=60, blank=True)
    off_at = models.DateTimeField(null=True)
    off_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "班次"
        ordering = ["begins_at", "id"]
        constraints = [
            SameDistrict("township", name="slot_and_township_share_district"),
            SameDistrict("village", name="slot_and_village_share_district"),
            SameDistrict("adviser", name="slot_and_adviser_share_district"),
            SameDistrict("first", name="slot_and_first_share_district"),
            SameDistrict("entry", name="slot_and_entry_share_district"),
            SameDistrict("missed", name="slot_and_missed_duty_share_district"),
            models.UniqueConstraint("district", "entry", name="one_slot_to_an_entry"),
            models.UniqueConstraint("district", "missed", name="one_slot_to_a_missed_duty"),
            models.CheckConstraint(name="slot_ends_after_it_began", condition=Q(ends_at__gt=F("begins_at"))),
            models.CheckConstraint(name="nobody_stands_in_for_themselves", condition=~Q(first=F("adviser"))),
            models.CheckConstraint(
                name="how_a_slot_ended_has_person_and_time",
                condition=Q(outcome="", told_at=None, told_by=None)
                | ~Q(outcome="") & Q(told_at__isnull=False, told_by__isnull=False),
            ),
            models.CheckConstraint(
                name="an_excused_slot_says_why",
                condition=Q(outcome="excused") & ~Q(why="") | ~Q(outcome="excused") & Q(why=""),
            ),
            models.CheckConstraint(name="only_who_came_has_an_entry", condition=Q(entry=None) | Q(outcome="kept")),
            models.CheckConstraint(
                name="a_confirmed_slot_was_kept_and_has_person_and_time",
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(outcome="kept", confirmed_at__isnull=False, confirmed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_reply_about_a_slot_has_person_and_time",
                condition=Q(reply="", replied_at=None, replied_by=None)
                | ~Q(reply="") & Q(replied_at__isnull=False, replied_by__isnull=False),
            ),
            models.CheckConstraint(
                name="only_a_missed_slot_had_another_sent", condition=Q(had_substitute=False) | Q(outcome="missed")
            ),
            models.CheckConstraint(  # struck out later, it is an excused one that keeps its record
                name="what_was_kept_is_no_missed_duty", condition=Q(missed=None) | Q(outcome__in=["missed", "excused"])
            ),
            models.CheckConstraint(
                name="a_slot_that_is_off_has_reason_time_and_person",
                condition=Q(why_off="", off_at=None, off_by=None)
                | ~Q(why_off="") & Q(outcome="", off_at__isnull=False, off_by__isnull=False),
            ),
            ExclusionConstraint(
                name="nobody_keeps_two_duties_at_once",
                expressions=[
                    ("district", RangeOperators.EQUAL),
                    ("adviser", RangeOperators.EQUAL),
                    (InstantSpan("begins_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(off_at=None),
            ),
        ]
        indexes = [
            models.Index(fields=["district", "township", "begins_at"], name="slot_by_township"),
            models.Index(fields=["district", "adviser", "begins_at"], name="slot_by_adviser"),
            models.Index(fields=["district", "first", "begins_at"], name="slot_by_first"),
        ]

    @property
    def day(self) -> date:
        """The day in Shanghai."""
        return self.begins_at.astimezone(clock.SHANGHAI).date()

    @property
    def hours(self) -> str:
        """09:00—11:30."""
        begin, end = (moment.astimezone(clock.SHANGHAI) for moment in (self.begins_at, self.ends_at))
        return f"{begin:%H:%M}—{end:%H:%M}"

    @property
    def called(self) -> str:
        """In a sentence: 12月1日 09:00—11:30 在红花镇工作站的值班."""
        return f"{clock.in_words(self.day)} {self.hours} 在{self.place}的值班"

    @property
    def has_begun(self) -> bool:
        return self.begins_at <= clock.now()

    @property
    def is_over(self) -> bool:
        return self.ends_at <= clock.now()


class Excuse(DistrictOwned):
    """来不了: said before a slot begins, by whoever's turn it is; by itself where they are away. It never counts against them."""

    slot = OwnedKey(Slot, models.CASCADE, related_name="excuses")
    who = OwnedKey("advisers.Registration", models.PROTECT, related_name="+")
    why = models.CharField("为什么来不了", max_length=8, choices=Why)
    note = models.CharField("说明", max_length=60, blank=True)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "来不了"
        ordering = ["said_at"]
        constraints = [
            SameDistrict("slot", name="excuse_and_slot_share_district"),
            SameDistrict("who", name="excuse_and_who_share_district"),
            models.UniqueConstraint("district", "slot", "who", name="who_cannot_come_says_so_once"),
        ]


class Asking(DistrictOwned):
    """请人替: a colleague of the same township is asked to come instead; the first who agrees is the one."""

    class Answer(models.TextChoices):
        YES = "yes", "答应了"
        NO = "no", "去不了"
        OVER = "over", "不用了"

    slot = OwnedKey(Slot, models.CASCADE, related_name="askings")
    whom = OwnedKey("advisers.Registration", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answer = models.CharField("答复", max_length=4, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "请人替"
        ordering = ["asked_at", "id"]
        constraints = [
            SameDistrict("slot", name="asking_and_slot_share_district"),
            SameDistrict("whom", name="asking_and_whom_share_district"),
            models.UniqueConstraint("district", "slot", "whom", name="a_colleague_is_asked_once"),
            models.CheckConstraint(
                name="an_answer_has_its_time",
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["district", "whom"], name="asking_open", condition=Q(answer=""))]
