"""12345工单: a complaint that the district's hotline passes on. Facts are plain; what is said of it is sealed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menkou.complaints.models import Complaint
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey

COURSE = ("accepted", "assigned", "handled", "answered", "visited", "rated", "closed")  # in this order


def _made_by_somebody(step: str) -> models.CheckConstraint:
    """What an order has come to has its person and its time."""
    before = ["received", *COURSE[: COURSE.index(step)], "void"]
    nobody = Q(**{f"{step}_at": None, f"{step}_by": None, "state__in": before})
    somebody = Q(**{f"{step}_at__isnull": False, f"{step}_by__isnull": False})
    return models.CheckConstraint(name=f"an_order_is_{step}_by_somebody", condition=nobody | somebody)


def _person() -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")


class Order(DistrictOwned):
    """工单: about an adviser, an institution, a village's service or the bureau; its deadline is the hotline's own."""

    class State(models.TextChoices):
        RECEIVED = "received", "待受理"
        ACCEPTED = "accepted", "已受理，待派单"
        ASSIGNED = "assigned", "已派单，在办理"
        HANDLED = "handled", "已办理，待答复"
        ANSWERED = "answered", "已答复，待回访"
        VISITED = "visited", "已回访，待评价"
        RATED = "rated", "已评价，待办结"
        CLOSED = "closed", "已办结"
        VOID = "void", "作废"  # entered by mistake; its number may be entered again

    OPEN = (State.RECEIVED, State.ACCEPTED, State.ASSIGNED, State.HANDLED)  # a deadline runs
    UNDONE = (State.RECEIVED, State.ACCEPTED, State.ASSIGNED)  # nobody has dealt with it yet

    class Kind(models.TextChoices):
        ABSENT = "absent", "该来没来"
        SILENT = "silent", "一直不回"
        RUDE = "rude", "态度不好"
        POOR = "poor", "办得不好、答得不对"
        MONEY = "money", "要钱、要东西"
        TOLD = "told", "把事情告诉了别人"
        OTHER = "other", "其他"

    class Subject(models.TextChoices):
        ADVISER = "adviser", "一位法律顾问"
        INSTITUTION = "institution", "一家机构"
        VILLAGE = "village", "一个村（社区）的服务"
        BUREAU = "bureau", "区司法局、司法所"

    class Handler(models.TextChoices):
        OFFICE = "office", "司法所"
        INSTITUTION = "institution", "机构"
        BUREAU = "bureau", "区司法局"

    class Rating(models.TextChoices):
        SATISFIED = "satisfied", "满意"
        DISSATISFIED = "dissatisfied", "不满意"
        UNREACHED = "unreached", "没联系上"

    Outcome = Complaint.Outcome

    number = models.CharField("工单号", max_length=30)
    kind = models.CharField("反映什么", max_length=10, choices=Kind)
    subject = models.CharField("反映谁", max_length=12, choices=Subject)
    about = OwnedKey("advisers.Registration", models.PROTECT, null=True, related_name="+")
    institution = models.ForeignKey(
        "advisers.Institution", models.PROTECT, null=True, related_name="+"
    )  # the adviser's
    village = OwnedKey("places.Village", models.PROTECT, null=True, related_name="+")
    state = models.CharField("状态", max_length=10, choices=State, default=State.RECEIVED)
    handler = models.CharField("派给", max_length=12, choices=Handler, blank=True)
    to_township = OwnedKey("places.Township", models.PROTECT, null=True, related_name="+")
    to_institution = models.ForeignKey("advisers.Institution", models.PROTECT, null=True, related_name="+")
    outcome = models.CharField("查明", max_length=10, choices=Complaint.Outcome, blank=True)
    rating = models.CharField("评价", max_length=12, choices=Rating, blank=True)
    sealed = models.BinaryField(null=True)  # what was said of it; gone when the years of keeping are over
    once_digest = models.BinaryField()
    batch = models.UUIDField("从哪张表登记", null=True)  # of one table, so that it is undone as one

    received_at = models.DateTimeField("12345 受理时间")
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    accept_due_at = models.DateTimeField("受理的时限")
    handle_due_at = models.DateTimeField("办理的时限", null=True)
    answer_due_at = models.DateTimeField("答复的时限")
    accepted_at = models.DateTimeField("受理时间", null=True)
    accepted_by = _person()
    assigned_at = models.DateTimeField("派单时间", null=True)
    assigned_by = _person()
    handled_at = models.DateTimeField("办理时间", null=True)
    handled_by = _person()
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by = _person()
    visited_at = models.DateTimeField("回访时间", null=True)
    visited_by = _person()
    rated_at = models.DateTimeField("评价时间", null=True)
    rated_by = _person()
    closed_at = models.DateTimeField("办结时间", null=True)
    closed_by = _person()

    class Meta(DistrictOwned.Meta):
        verbose_name = "工单"
        ordering = ["-received_at", "id"]
        constraints = [
            SameDistrict("about", name="order_and_about_share_district"),
            SameDistrict("village", name="order_and_village_share_district"),
            SameDistrict("to_township", name="order_and_township_share_district"),
            models.UniqueConstraint("district", "number", name="an_order_is_entered_once", condition=~Q(state="void")),
            models.UniqueConstraint("district", "once_digest", name="a_form_enters_one_order"),
            *(_made_by_somebody(step) for step in COURSE),
            models.CheckConstraint(
                name="an_order_says_whom_it_is_about",
                condition=Q(subject="adviser", about__isnull=False, institution__isnull=False)
                | Q(subject="institution", about=None, institution__isnull=False)
                | Q(subject="village", about=None, institution=None, village__isnull=False)
                | Q(subject="bureau", about=None, institution=None),
            ),
            models.CheckConstraint(
                name="an_order_says_to_whom_it_is_assigned",
                condition=Q(
                    handler="", to_township=None, to_institution=None, state__in=["received", "accepted", "void"]
                )
                | Q(handler="office", to_township__isnull=False, to_institution=None)
                | Q(handler="institution", to_township=None, to_institution__isnull=False)
                | Q(handler="bureau", to_township=None, to_institution=None),
            ),
            models.CheckConstraint(
                name="nobody_handles_an_order_about_themselves",
                condition=Q(institution=None) | Q(to_institution=None) | ~Q(to_institution=F("institution")),
            ),
            models.CheckConstraint(
                name="an_order_about_the_bureau_stays_with_it_and_takes_two",
                condition=~Q(subject="bureau")
                | Q(handler__in=["", "bureau"])
                & (Q(answered_by=None) | Q(handled_by=None) | ~Q(answered_by=F("handled_by"))),
            ),
            models.CheckConstraint(
                name="an_answered_order_has_an_outcome",
                condition=Q(answered_at=None, outcome="") | Q(answered_at__isnull=False) & ~Q(outcome=""),
            ),
            models.CheckConstraint(
                name="a_rated_order_has_its_rating",
                condition=Q(rated_at=None, rating="") | Q(rated_at__isnull=False) & ~Q(rating=""),
            ),
        ]
        indexes = [models.Index(fields=["district", "state", "answer_due_at"], name="order_by_deadline")]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether a deadline runs."""
        return self.state in self.OPEN

    @property
    def due_at(self):
        """By when the next thing is to be done; None where no deadline runs."""
        return min(self.dues, default=None)

    @property
    def dues(self) -> set:
        """The deadlines that run: of what is to be done next, and of the answer to 12345, which waits for nothing."""
        own = {self.State.RECEIVED: self.accept_due_at, self.State.ASSIGNED: self.handle_due_at}
        return {own.get(self.State(self.state), self.answer_due_at), self.answer_due_at} if self.is_open else set()

    @property
    def address(self) -> str:
        """Of whoever is to do something next."""
        if self.state == self.State.ASSIGNED and self.handler == self.Handler.OFFICE:
            return f"township:{self.to_township_id}"
        if self.state == self.State.ASSIGNED and self.handler == self.Handler.INSTITUTION:
            return f"institution:{self.to_institution_id}"
        return "bureau"


class Move(DistrictOwned):
    """经过: what happened to an order, by whom. Added, never changed; steps of the clock are taken once a deadline."""

    class What(models.TextChoices):
        ENTERED = "entered", "登记"
        ACCEPTED = "accepted", "受理"
        ASSIGNED = "assigned", "派单"
        HANDLED = "handled", "办理"
        BACK = "back", "退回重办"
        ANSWERED = "answered", "答复 12345"
        VISITED = "visited", "回访"
        RATED = "rated", "评价"
        CLOSED = "closed", "办结"
        VOID = "void", "作废"
        SOON = "soon", "快到时限，已提醒"
        OVER = "over", "过了时限，已提醒"
        URGED = "urged", "催办"

    BY_CLOCK = (What.SOON, What.OVER)

    order = OwnedKey(Order, models.PROTECT, related_name="+")
    what = models.CharField("做了什么", max_length=10, choices=What)
    to = models.CharField("派给谁", max_length=80, blank=True)  # the name of an office or institution, as it was then
    made_at = models.DateTimeField("时间")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField("哪个时限", null=True)  # of a step of the clock

    class Meta(DistrictOwned.Meta):
        verbose_name = "工单经过"
        ordering = ["made_at", "id"]
        constraints = [
            SameDistrict("order", name="move_and_order_share_district"),
            models.CheckConstraint(
                name="a_move_is_somebodys_or_the_clocks",
                condition=Q(what__in=["soon", "over"], made_by=None, due_at__isnull=False)
                | ~Q(what__in=["soon", "over"]) & Q(made_by__isnull=False, due_at=None),
            ),
            models.UniqueConstraint(
                "district", "order", "what", "due_at", name="the_clock_moves_once", condition=Q(due_at__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["district", "order", "made_at"], name="move_by_order")]
