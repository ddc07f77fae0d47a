"""工作日志: what advisers did, one piece of work an entry, and what the judicial office made of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menkou.core import clock
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey
from menkou.worklogs.rules.periods import Period

MOST_PEOPLE, MOST_ITEMS = 10_000, 100_000  # beyond is a slip of the pen


class Outcome(models.TextChoices):
    VERIFIED = "verified", "已核实"
    RETURNED = "returned", "已退回"


class Entry(DistrictOwned):
    """工作日志: one piece of work an adviser did for one village, and its review (一事一记)."""

    class Kind(models.TextChoices):
        CONSULTATION = "consultation", "解答咨询"
        DRAFTING = "drafting", "代写文书"
        MEDIATION = "mediation", "参与调解"
        CONTRACT_REVIEW = "contract_review", "审查合同"
        VILLAGE_RULES = "village_rules", "审查村规民约"
        LEGAL_OPINION = "legal_opinion", "出具法律意见"
        MEETING = "meeting", "列席会议"
        LECTURE = "lecture", "法治讲座"
        PUBLICITY = "publicity", "普法宣传"
        MATERIALS = "materials", "发放资料"
        CASE_PUSH = "case_push", "以案释法推送"
        TRAINING = "training", "培训法律明白人"
        ELECTION = "election", "选举指导"
        LEGAL_AID = "legal_aid", "法律援助引导"
        PETITION = "petition", "参与信访接待"
        SCREENING = "screening", "矛盾纠纷排查"
        CHECKUP = "checkup", "法律体检"
        DUTY = "duty", "值班"
        OTHER = "other", "其他"

    village = OwnedKey("places.Village", models.PROTECT)
    author = OwnedKey("advisers.Registration", models.PROTECT, related_name="entries")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    kind = models.CharField("事项", max_length=20, choices=Kind)
    done_on = models.DateField("日期")
    minutes = models.PositiveSmallIntegerField("时长（分钟）")
    summary = models.CharField("内容", max_length=500, blank=True)
    people = models.PositiveIntegerField("服务人次", null=True)  # where it was said; never asked for
    items = models.PositiveIntegerField("份数", null=True)  # documents, copies, village rules: what the kind counts
    paper_number = models.CharField(
        "日志纸页编号", max_length=30, blank=True, default="", db_default=""
    )  # written by hand
    corrects = OwnedKey("self", models.PROTECT, null=True, related_name="corrections")

    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    review_note = models.CharField("退回原因", max_length=200, blank=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "工作日志"
        ordering = ["-done_on", "-id"]
        constraints = [
            SameDistrict("village", name="entry_and_village_share_district"),
            SameDistrict("author", name="entry_and_author_share_district"),
            SameDistrict("corrects", name="entry_and_corrected_share_district"),
            models.CheckConstraint(name="entry_fits_in_a_day", condition=Q(minutes__range=(1, 24 * 60))),
            models.CheckConstraint(
                name="outcome_has_reviewer_and_time",
                condition=Q(outcome="", reviewed_by=None, reviewed_at=None)
                | Q(outcome__in=Outcome.values, reviewed_by__isnull=False, reviewed_at__isnull=False),
            ),
            models.CheckConstraint(name="return_gives_reason", condition=~Q(outcome="returned", review_note="")),
            models.CheckConstraint(name="nobody_reviews_own_entry", condition=~Q(reviewed_by=F("recorded_by"))),
            models.CheckConstraint(
                name="a_consultation_leaves_no_words_in_the_log", condition=~Q(kind="consultation") | Q(summary="")
            ),
            models.UniqueConstraint("district", "corrects", name="an_entry_is_corrected_once"),
            models.CheckConstraint(
                name="an_entry_serves_some_people", condition=Q(people=None) | Q(people__range=(1, MOST_PEOPLE))
            ),
            models.CheckConstraint(
                name="an_entry_counts_a_few_items", condition=Q(items=None) | Q(items__range=(1, MOST_ITEMS))
            ),
            models.UniqueConstraint(  # a correction has the page's number as well
                "district",
                "paper_number",
                name="a_paper_page_is_typed_in_once",
                condition=Q(corrects=None) & ~Q(paper_number=""),
            ),
        ]
        indexes = [
            models.Index(fields=["district", "author", "done_on"], name="entry_by_author"),
            models.Index(fields=["district", "village", "done_on"], name="entry_by_village"),
            models.Index(fields=["district", "village", "done_on"], name="entry_waiting", condition=Q(outcome="")),
            models.Index(fields=["district", "author", "outcome"], name="entry_by_outcome"),  # of one's own: sent back
            models.Index(fields=["district", "-done_on", "-id"], name="entry_by_day"),  # the ledger, page by page
            models.Index(  # consultations are counted by months of whole quarters, from the index alone
                fields=["district", "done_on"],
                include=["id", "village", "author", "people", "outcome"],
                name="entry_counted",
                condition=Q(kind="consultation"),
            ),
        ]


class Evidence(DistrictOwned):
    """佐证: a picture or a PDF beside an entry, which nobody has to add; the file lies in the store, without its place."""

    class Kind(models.TextChoices):
        PHOTO = "photo", "照片"
        SIGN_IN = "signin", "签到表"
        PAPER = "paper", "日志纸页"
        DOCUMENT = "document", "文书"
        CONFIRMATION = "confirmation", "确认"

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        JPEG = "jpg", "JPG"

    entry = OwnedKey(Entry, models.PROTECT, related_name="evidence")
    kind = models.CharField("是什么", max_length=12, choices=Kind)
    file = models.CharField(max_length=40)
    format = models.CharField("格式", max_length=3, choices=Format)
    size = models.PositiveIntegerField("字节")
    digest = models.BinaryField()  # SHA-256 of what was sent: the same photo at another entry is noticed
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "佐证"
        ordering = ["made_at", "id"]
        constraints = [
            SameDistrict("entry", name="evidence_and_entry_share_district"),
            models.UniqueConstraint("district", "file", name="one_evidence_to_a_file"),
            models.UniqueConstraint("district", "entry", "digest", name="evidence_is_added_once"),
        ]
        indexes = [models.Index(fields=["district", "digest"], name="evidence_by_digest")]


class Draw(DistrictOwned):
    """抽查: a random sample of a township's entries of a period, on record with all that it takes to draw it again."""

    township = OwnedKey("places.Township", models.PROTECT, related_name="+")
    period = models.CharField("时段", max_length=10)  # as an address says it: 2026-11, 2026-q4
    number = models.PositiveSmallIntegerField("第几次")
    why = models.CharField("为什么再抽一次", max_length=200, blank=True)
    seed = models.BinaryField("种子")
    population = models.BinaryField()  # ids of all entries that it was drawn from (rules.sampling.population_of)
    digest = models.BinaryField("总体摘要")
    count = models.PositiveIntegerField("总体条数")
    percent = models.PositiveSmallIntegerField("抽百分之几")
    per_adviser = models.PositiveSmallIntegerField("每位顾问至少几条")
    drawn_at = models.DateTimeField("抽取时间")
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "抽查"
        ordering = ["-drawn_at", "-id"]
        constraints = [
            SameDistrict("township", name="draw_and_township_share_district"),
            models.UniqueConstraint("district", "township", "period", "number", name="a_draw_has_its_own_number"),
            models.CheckConstraint(
                name="another_draw_has_a_reason", condition=Q(number=1) | Q(number__gt=1) & ~Q(why="")
            ),
            models.CheckConstraint(name="a_draw_is_from_something", condition=Q(count__gt=0)),
        ]

    def __str__(self) -> str:
        period = Period.called(self.period)
        return f"{period or self.period}第{self.number}次抽查"


class Check(DistrictOwned):
    """抽查的一条: what was found of a sampled entry, what its adviser says of it, and how it ended. Nothing follows by itself."""

    class Result(models.TextChoices):
        TRUE = "true", "属实"
        DIFFERS = "differs", "对不上"
        UNKNOWN = "unknown", "没法核"

    class How(models.TextChoices):
        CALLED = "called", "打电话问村里"
        EVIDENCE = "evidence", "看佐证"
        VISITED = "visited", "到村问"

    class Ending(models.TextChoices):
        CLEARED = "cleared", "说清楚了"
        RETURNED = "returned", "退回了"

    draw = OwnedKey(Draw, models.PROTECT, related_name="checks")
    entry = OwnedKey(Entry, models.PROTECT, related_name="checks")
    result = models.CharField("核的结果", max_length=10, choices=Result, blank=True)
    how = models.CharField("怎么核的", max_length=10, choices=How, blank=True)
    note = models.CharField("核到什么", max_length=300, blank=True)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reply = models.CharField("顾问的说明", max_length=500, blank=True)
    replied_at = models.DateTimeField(null=True)
    replied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ending = models.CharField("了结", max_length=10, choices=Ending, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "抽查的一条"
        ordering = ["id"]
        constraints = [
            SameDistrict("draw", name="check_and_draw_share_district"),
            SameDistrict("entry", name="check_and_entry_share_district"),
            models.UniqueConstraint("district", "draw", "entry", name="a_draw_takes_an_entry_once"),
            models.CheckConstraint(
                name="a_result_has_its_way_person_and_time",
                condition=Q(result="", how="", note="", checked_at=None, checked_by=None)
                | Q(result__in=["true", "differs", "unknown"], checked_at__isnull=False, checked_by__isnull=False)
                & ~Q(how=""),
            ),
            models.CheckConstraint(
                name="what_is_not_found_true_says_why", condition=Q(result__in=["", "true"]) | ~Q(note="")
            ),
            models.CheckConstraint(
                name="a_reply_is_to_what_differs",
                condition=Q(reply="", replied_at=None, replied_by=None)
                | Q(result="differs", replied_at__isnull=False, replied_by__isnull=False) & ~Q(reply=""),
            ),
            models.CheckConstraint(
                name="only_what_differs_comes_to_an_end",
                condition=Q(ending="", ended_at=None, ended_by=None)
                | Q(
                    result="differs",
                    ending__in=["cleared", "returned"],
                    ended_at__isnull=False,
                    ended_by__isnull=False,
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["district", "entry"], name="check_that_differs", condition=Q(result="differs", ended_at=None)
            ),
        ]

    @property
    def is_running(self) -> bool:
        """对不上, and nobody has brought it to an end."""
        return self.result == self.Result.DIFFERS and not self.ending
