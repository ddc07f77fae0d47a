"""减负: what the software costs people, from what is on record: what was typed, what came by itself, whom it asked how often."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Length

from menkou.advisers.models import Institution, Registration
from menkou.core import clock, outbox
from menkou.core.models import Outgoing
from menkou.feedback import queries as feedback
from menkou.occasions.models import Occasion
from menkou.oversight.ledger.few import consulted
from menkou.oversight.screen.frame import SCREEN
from menkou.places import queries as places
from menkou.rotas.models import Slot
from menkou.visits.models import Deed
from menkou.worklogs import queries as worklogs
from menkou.worklogs.models import Entry
from menkou.worklogs.rules.periods import Period

BY_HAND, ON_PAPER, TWICE = "hand", "paper", "twice"
ORIGINS = {  # how an entry came to be, and what somebody had to do for it; of consultations see `consultations`
    "visit": ("到村一次，记成日志", "选做了什么"),
    "slot": ("值班签“来了”就记", "点一下"),
    "occasion": ("村里的事办完就记", "不用填"),
    BY_HAND: ("自己填的", "选事项、填时长和内容"),
    ON_PAPER: ("照纸页补的", "照抄一页"),
}
READERS_OF = {
    "registration": "法律顾问",
    "institution": "机构负责人",
    "township": "司法所",
    "bureau": "区司法局",
    "auditor": "审计监督",
}


@dataclass(frozen=True)
class Origin:
    """Entries of one origin: how many, the minutes of work that they tell of, and the letters that somebody typed."""

    key: str
    count: int
    minutes: int
    letters: int

    @property
    def title(self) -> str:
        return ORIGINS[self.key][0]

    @property
    def is_typed(self) -> bool:
        return self.key in (BY_HAND, ON_PAPER)

    @property
    def effort(self) -> str:
        return ORIGINS[self.key][1]


@dataclass(frozen=True)
class Asked:
    """Whom the software sent words to, how many of them there are, and how often in a span."""

    title: str
    words: int
    people: int

    @property
    def each(self) -> str:
        return f"{self.words / self.people:.1f}" if self.people else "—"


def origins(period: Period) -> list[Origin]:
    """Of every entry of the span one origin; those of none are not told."""
    found = _entries(period).order_by("origin").values("origin")
    sums = found.annotate(count=Count("pk"), minutes_=Sum("minutes"), letters=Sum(Length("summary")))
    by_key = {one["origin"]: one for one in sums}
    return [_origin(key, by_key[key]) for key in ORIGINS if key in by_key]


def consultations(period: Period) -> int | str:
    """法律咨询 of the span, which came by themselves: told as every report tells them, and never one by one."""
    return consulted(SCREEN, period).whole


def typed_twice(period: Period) -> QuerySet[Entry]:
    """Typed by hand though the same person's same kind of work in that village on that day was on record by itself."""
    same = {name: OuterRef(name) for name in ("village", "author", "done_on", "kind")}
    itself = _with_origin(Entry.objects.filter(**same)).exclude(origin__in=(BY_HAND, ON_PAPER))
    found = _entries(period).filter(origin__in=(BY_HAND, ON_PAPER), corrects=None).filter(Exists(itself))
    return found.select_related("village", "author__adviser").order_by("-done_on", "pk")


def rows_of(period: Period, key: str) -> QuerySet[Entry]:
    """The entries behind a number: of an origin, or those that were typed twice."""
    if key == TWICE:
        return typed_twice(period)
    found = _entries(period).filter(origin=key)
    return found.select_related("village", "author__adviser").order_by("-done_on", "pk")


def asked_of(period: Period) -> list[Asked]:
    """Words to the staff in the span, by whom they were for: reminders, requests, notices. Withdrawn ones aside."""
    start, end = clock.start_of(period.first), clock.start_of(period.after_last)
    by_sort: dict[str, list[str]] = {"registration": _addresses("registration", Registration.objects.all())}
    by_sort["institution"] = _addresses("institution", Institution.objects.all())
    by_sort["township"] = _addresses("township", places.townships())
    by_sort |= {"bureau": ["bureau"], "auditor": ["auditor"]}
    every = [one for some in by_sort.values() for one in some]
    sent = Outgoing.objects.filter(address__in=every, channel=outbox.STAFF, made_at__gte=start, made_at__lt=end)
    counts = dict(
        sent.exclude(state=Outgoing.State.WITHDRAWN).order_by().values_list("address").annotate(count=Count("pk"))
    )
    return [
        Asked(READERS_OF[sort], sum(counts.get(one, 0) for one in some), sum(one in counts for one in some))
        for sort, some in by_sort.items()
    ]


def said_of_it(period: Period) -> list[dict[str, Any]]:
    """对系统的意见 of the span, by kind."""
    return feedback.course(clock.start_of(period.first), clock.start_of(period.after_last))


def _addresses(sort: str, found: QuerySet[Any]) -> list[str]:
    return [f"{sort}:{pk}" for pk in found.order_by().values_list("pk", flat=True)]


def _entries(period: Period) -> QuerySet[Any]:
    """A row of a consultation would tell that somebody asked, where and when."""
    done = worklogs.done_between(period.first, period.after_last)
    return _with_origin(done.exclude(kind=Entry.Kind.CONSULTATION))


def _with_origin(entries: QuerySet[Any]) -> QuerySet[Any]:
    of = {"entry": OuterRef("pk")}
    cases = [
        When(Exists(Deed.objects.filter(**of)), then=Value("visit")),
        When(Exists(Slot.objects.filter(**of)), then=Value("slot")),
        When(Exists(Occasion.objects.filter(**of)), then=Value("occasion")),
        When(~Q(paper_number=""), then=Value(ON_PAPER)),
    ]
    return entries.annotate(origin=Case(*cases, default=Value(BY_HAND), output_field=CharField()))


def _origin(key: str, sums: dict[str, Any]) -> Origin:
    letters = sums["letters"] if key in (BY_HAND, ON_PAPER) else 0
    return Origin(key, sums["count"], sums["minutes_"] or 0, letters or 0)
