"""测评: residents who are drawn by chance are asked, without a name; and the village committee says how it was."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from menkou.assessments.models.cycles import Cycle
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey


class Survey(DistrictOwned):
    """测评: of one village in one cycle; which households are asked is decided by a seed that is on record."""

    cycle = OwnedKey(Cycle, models.PROTECT, related_name="surveys")
    village = OwnedKey("places.Village", models.PROTECT, related_name="+")
    households = models.PositiveIntegerField("全村几户")
    size = models.PositiveSmallIntegerField("抽几户")
    seed = models.BinaryField("种子")
    places = ArrayField(models.PositiveIntegerField(), verbose_name="抽到的户（户册上第几户）")
    drawn_at = models.DateTimeField("抽取时间")
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "测评"
        ordering = ["village", "id"]
        constraints = [
            SameDistrict("cycle", name="survey_and_cycle_share_district"),
            SameDistrict("village", name="survey_and_village_share_district"),
            models.UniqueConstraint("district", "cycle", "village", name="one_survey_of_a_village_in_a_cycle"),
        ]


class Answer(DistrictOwned):
    """答卷: what one household says, by link, by phone or on paper; nobody's name, and no free words."""

    class Way(models.TextChoices):
        LINK = "link", "扫码自己填"
        PHONE = "phone", "打电话问"
        PAPER = "paper", "纸上填"

    class Satisfied(models.TextChoices):
        YES = "yes", "满意"
        SO_SO = "so_so", "一般"
        NO = "no", "不满意"

    class NotMet(models.TextChoices):
        NOBODY = "nobody", "去了、打了电话，都没人"
        MOVED = "moved", "搬走了"
        UNWILLING = "unwilling", "不愿意答"
        NONE = "none", "户册上没有这一户"

    survey = OwnedKey(Survey, models.PROTECT, related_name="answers")
    place = models.PositiveIntegerField("户册上第几户")
    digest = models.BinaryField()  # keyed digest of the word in its link
    way = models.CharField("怎么答的", max_length=6, choices=Way, blank=True)
    knows = models.BooleanField("知道谁是法律顾问", null=True)
    reaches = models.BooleanField("知道怎么找", null=True)
    asked = models.BooleanField("找过", null=True)
    satisfied = models.CharField("满意不满意", max_length=6, choices=Satisfied, blank=True)
    answered_on = models.DateField("答的日子", null=True)  # a day, not a moment: who came when is nobody's business
    typed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    not_met = models.CharField(
        "为什么没有问到", max_length=10, choices=NotMet, blank=True
    )  # the next of the row is asked
    not_met_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "答卷"
        ordering = ["survey", "place"]
        constraints = [
            SameDistrict("survey", name="answer_and_survey_share_district"),
            models.UniqueConstraint("district", "survey", "place", name="a_household_answers_once"),
            models.UniqueConstraint("district", "digest", name="a_survey_link_is_of_one_household"),
            models.CheckConstraint(
                name="an_answer_says_how_satisfied_and_when",
                condition=Q(way="", satisfied="", knows=None, reaches=None, asked=None, answered_on=None, typed_by=None)
                | ~Q(way="") & ~Q(satisfied="") & Q(answered_on__isnull=False),
            ),
            models.CheckConstraint(
                name="who_types_in_an_answer_is_known", condition=~Q(way__in=["phone", "paper"]) | ~Q(typed_by=None)
            ),
            models.CheckConstraint(
                name="who_was_not_met_has_not_answered",
                condition=Q(not_met="", not_met_by=None)
                | ~Q(not_met="") & Q(not_met_by__isnull=False, answered_on=None),
            ),
        ]


class View(DistrictOwned):
    """村（居）委会意见: how the committee finds its A-post's work of the period, out of a hundred, with a word."""

    cycle = OwnedKey(Cycle, models.PROTECT, related_name="views")
    village = OwnedKey("places.Village", models.PROTECT, related_name="+")
    registration = OwnedKey("advisers.Registration", models.PROTECT, related_name="+")
    mark = models.PositiveSmallIntegerField("打几分（百分制）")
    words = models.CharField("意见", max_length=300, blank=True)
    told_at = models.DateTimeField("时间")
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "村（居）委会意见"
        ordering = ["village", "id"]
        constraints = [
            SameDistrict("cycle", name="view_and_cycle_share_district"),
            SameDistrict("village", name="view_and_village_share_district"),
            SameDistrict("registration", name="view_and_registration_share_district"),
            models.UniqueConstraint(
                "district", "cycle", "village", "registration", name="a_committee_says_it_once_of_an_adviser"
            ),
            models.CheckConstraint(name="a_mark_is_of_a_hundred", condition=Q(mark__lte=100)),
            models.CheckConstraint(name="a_low_mark_is_explained", condition=Q(mark__gte=60) | ~Q(words="")),
        ]
