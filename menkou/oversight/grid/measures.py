"""村格图: what each village's cell shows by one measure. Counts of residents' matters are told in bands, never as numbers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from menkou.boards import queries as boards
from menkou.complaints import queries as complaints
from menkou.consultations import queries as consultations
from menkou.consultations.interests import barring
from menkou.consultations.models import Consultation
from menkou.core import clock
from menkou.core.actors import Actor
from menkou.occasions import queries as occasions
from menkou.oversight import numbers, serving
from menkou.oversight.grid.rules import Mark, band, share_band
from menkou.places import queries as places
from menkou.places.models import Village

MONTHS = 12  # that counts of matters go back
Marks = Mapping[UUID, Mark]


@dataclass(frozen=True)
class Measure:
    """One measure: its legend in order, what a village without a row shows, and the marks of the others."""

    title: str
    says: str
    legend: tuple[Mark, ...]
    mark: Callable[[Actor, list[UUID]], Marks]

    @property
    def otherwise(self) -> Mark:
        return self.legend[-1]


def since() -> datetime:
    """The first instant of the twelve months that end with this one."""
    today = clock.today()
    return clock.start_of(date(today.year - 1, today.month, 1))


def fewest() -> int:
    return places.rules()["fewest_in_a_list"]


def _matters(by: Actor) -> QuerySet[Consultation]:
    """Of the twelve months, by which a village may be counted."""
    return barring.without_interests(numbers.countable(by, consultations.asked_between(since(), clock.now())))


def _by_village(rows: Iterable[tuple[UUID, int]]) -> dict[UUID, int]:
    """Counted for the village that goes on where one was merged."""
    heirs, found = places.heirs_as_shown(), dict[UUID, int]()
    for village, count in rows:
        heir = heirs.get(village, village)
        found[heir] = found.get(heir, 0) + count
    return found


def _counted(found: QuerySet, village: str = "village") -> dict[UUID, int]:
    return _by_village(found.order_by().values_list(village).annotate(count=Count("pk")))


def _served(by: Actor, villages: list[UUID]) -> Marks:
    done = serving.villages_served(numbers.Month.of(clock.today()))
    return {one: SERVED.legend[0] for one in villages if one in done}


def _asked(by: Actor, villages: list[UUID]) -> Marks:
    few, words = fewest(), {"many": ASKED.legend[0], "some": ASKED.legend[1]}
    return {pk: words[told] for pk, count in _counted(_matters(by)).items() if (told := band(count, few)) != "few"}


def _late(by: Actor, villages: list[UUID]) -> Marks:
    return dict.fromkeys(numbers.villages_late(by), LATE.legend[0])


def _timely(by: Actor, villages: list[UUID]) -> Marks:
    in_time, judged = numbers.in_time()
    found = _matters(by).filter(judged)
    alls, timely = _counted(found), _counted(found.filter(in_time))
    few, words = fewest(), dict(zip(("good", "fair", "poor", "few"), TIMELY.legend, strict=True))
    return {pk: words[share_band(timely.get(pk, 0), count, few)] for pk, count in alls.items()}


def _boards(by: Actor, villages: list[UUID]) -> Marks:
    stale, hanging = boards.stale_at(villages), boards.hanging_at(villages)
    marks = dict.fromkeys(hanging, BOARDS.legend[1])
    return marks | {one: BOARDS.legend[0] for one in stale}


def _visits(by: Actor, villages: list[UUID]) -> Marks:
    """约好的: where somebody was invited and has not said no."""
    to_come = occasions.visible_to(by).filter(happens_at__gt=clock.now(), off_at=None, invited__isnull=False)
    rows = to_come.exclude(reply="cannot").order_by().values_list("village").annotate(first=Min("happens_at"))
    heirs, soon = places.heirs_as_shown(), clock.now().timestamp() + 7 * 86400
    return {
        heirs.get(village, village): VISITS.legend[0 if first.timestamp() <= soon else 1] for village, first in rows
    }


def _complaints(by: Actor, villages: list[UUID]) -> Marks:
    raised = complaints.visible_to(by).filter(raised_at__gte=since())
    counts, few = _counted(raised.filter(~Q(state="withdrawn")), "consultation__village"), fewest()
    return {pk: COMPLAINTS.legend[0] for pk, count in counts.items() if band(count, few) != "few"}


SERVED = Measure(
    "本月服务",
    "日志里这个月有一件服务，就算有。咨询不算在内：算了就看得出哪个村有人问。",
    (Mark("done", "本月有服务"), Mark("none", "本月还没有")),
    _served,
)
ASKED = Measure(
    "咨询多少",
    "近十二个月。条数太少的村和没有人问的村画得一样，看不出有没有人问。",
    (Mark("done", "较多"), Mark("planned", "有一些"), Mark("none", "很少或者没有")),
    _asked,
)
LATE = Measure(
    "超时没回", "现在超时的够多，才标出来。", (Mark("overdue", "超时的多"), Mark("none", "很少或者没有")), _late
)
TIMELY = Measure(
    "按时答复",
    "近十二个月答复了的、过了时限还没答复的里面，按时的占多少。太少的不算。",
    (Mark("done", "95% 以上"), Mark("due", "80% 到 95%"), Mark("overdue", "不到 80%"), Mark("none", "太少，不算")),
    _timely,
)
BOARDS = Measure(
    "公示牌", "牌上的话是不是还对。", (Mark("overdue", "要换"), Mark("done", "都对"), Mark("none", "还没有牌")), _boards
)
VISITS = Measure(
    "下次到村",
    "村里约了、顾问没说来不了的。",
    (Mark("done", "七天内来"), Mark("planned", "约好了，还要过些天"), Mark("none", "还没有约")),
    _visits,
)
COMPLAINTS = Measure(
    "投诉", "近十二个月，没有撤回的。", (Mark("overdue", "较多"), Mark("none", "很少或者没有")), _complaints
)
MEASURES = {
    "served": SERVED,
    "asked": ASKED,
    "late": LATE,
    "timely": TIMELY,
    "boards": BOARDS,
    "visits": VISITS,
    "complaints": COMPLAINTS,
}


def cells(by: Actor, measure: Measure) -> list[tuple[Village, Mark]]:
    """Every village that somebody oversees, with what its cell shows."""
    villages = list(numbers.villages_of(by))
    marks = measure.mark(by, [one.pk for one in villages])
    return [(one, marks.get(one.pk, measure.otherwise)) for one in villages]
