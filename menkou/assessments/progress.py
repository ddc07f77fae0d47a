"""评分、确认、复核到哪了: what waits for whom, in the same few queries for any number of sheets."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from menkou.assessments import queries
from menkou.assessments.models import Cycle, SchemeItem, Sheet
from menkou.core.actors import Actor, Role
from menkou.core.standing import standing
from menkou.places.models import Township

State = Cycle.State
MOST_LINES = 5
SHORT = {
    State.DRAWING: "正在生成",
    State.SCORING: "评分",
    State.ANSWERING: "说明、复核",
    State.PUBLICITY: "公示",
}


class Town(NamedTuple):
    """How far an office is: of so many sheets that it scores, so many have all their points."""

    pk: UUID | None
    name: str
    scored: int
    total: int


class Own(NamedTuple):
    """The sheets that somebody is to score, in their order, and those among them that wait."""

    sheets: list[UUID]
    waiting: set[UUID]

    @property
    def done(self) -> int:
        return len(self.sheets) - len(self.waiting)

    def beside(self, pk: UUID) -> tuple[UUID | None, UUID | None]:
        """The sheet before one and the sheet after it."""
        if pk not in self.sheets:
            return None, None
        at = self.sheets.index(pk)
        return (self.sheets[at - 1] if at else None), (self.sheets[at + 1] if at + 1 < len(self.sheets) else None)

    def next_waiting(self, pk: UUID | None = None) -> UUID | None:
        """The next that waits after one, round the corner where there is none below; the first where none is named."""
        at = self.sheets.index(pk) + 1 if pk in self.sheets else 0
        return next((one for one in self.sheets[at:] + self.sheets[:at] if one in self.waiting and one != pk), None)


class Line(NamedTuple):
    """What waits for somebody: of which cycle, in words, on which page and of what, until when; or how far it is."""

    cycle: str
    title: str
    value: str
    page: str
    of: UUID | None = None
    until: datetime | None = None
    waits: bool = True


def judged(cycle: Cycle) -> QuerySet[Sheet]:
    """The sheets of a cycle on which somebody scores something."""
    own = {"scheme": OuterRef("scheme"), "district_id": OuterRef("district_id")}
    return Sheet.objects.filter(Exists(SchemeItem.objects.filter(kind="judged", **own)), cycle=cycle)


def by_township(cycle: Cycle) -> list[Town]:
    """Each office's progress, by the order of townships; what is no office's comes last."""
    counted = judged(cycle).order_by().values("scored_by_office").annotate(total=Count("pk"))
    alls: dict[UUID | None, int] = {row["scored_by_office"]: row["total"] for row in counted}
    waiting = queries.unscored(cycle).order_by().values("sheet__scored_by_office")
    rests: dict[UUID | None, int] = {
        row["sheet__scored_by_office"]: row["rest"] for row in waiting.annotate(rest=Count("sheet", distinct=True))
    }
    names = Township.objects.filter(pk__in=[one for one in alls if one]).order_by("code").values_list("pk", "name")
    known: list[tuple[UUID | None, str]] = [*names]
    if None in alls:
        known.append((None, "不归哪个司法所"))
    return [Town(pk, name, alls[pk] - rests.get(pk, 0), alls[pk]) for pk, name in known]


def own_to_score(by: Actor, cycle: Cycle) -> Own:
    """What somebody scores of a cycle: what is theirs by office, and not of themselves or of their house."""
    apart = judged(cycle).filter(_scored_by(by)).exclude(pk__in=queries.concerning(by).order_by().values("pk"))
    sheets = apart.order_by("subject", "name", "id").values_list("pk", flat=True)
    return Own(list(sheets), set(queries.unscored(cycle).order_by().values_list("sheet", flat=True)) & set(sheets))


def lines(by: Actor) -> list[Line]:
    """What waits for somebody, of the cycles that run; nothing is asked where nothing runs."""
    if not by.has_role(*queries.READERS):
        return []
    running = queries.running()
    found = [*_to_score(by, running), *_own_results(by, running)]
    if by.has_role(Role.JUSTICE_BUREAU):
        found += _of_the_bureau(running)
    return found


def _to_score(by: Actor, running: Iterable[Cycle]) -> list[Line]:
    if not by.has_role(Role.JUDICIAL_OFFICE):
        return []
    found = []
    for cycle in running:
        if cycle.state == State.SCORING:
            own = own_to_score(by, cycle)
            if own.waiting:
                value = f"{len(own.waiting)} 张"
                found.append(Line(str(cycle), "要评分的考核表", value, "assessments:cycle", cycle.pk))
    return found


def _own_results(by: Actor, running: Iterable[Cycle]) -> list[Line]:
    shown = {one.pk: one for one in running if one.state == State.ANSWERING}
    if not shown:
        return []
    return [
        Line(str(shown[cycle]), "考核结果", "请看一看", "assessments:sheet", pk, shown[cycle].answer_until)
        for pk, cycle in _own_open(by, tuple(shown))
    ]


@standing
def _own_open(by: Actor, cycles: tuple[UUID, ...]) -> QuerySet:
    sheets = queries.own_on_a_page(by).filter(cycle__in=cycles, confirmed_at=None).order_by("cycle__period", "name")
    return sheets.values_list("pk", "cycle")[:MOST_LINES]


def _of_the_bureau(running: Iterable[Cycle]) -> list[Line]:
    found = []
    for cycle in running:
        if cycle.state == State.ANSWERING and (waiting := queries.waiting_in(cycle).count()):
            found.append(Line(str(cycle), "要定的复核", f"{waiting} 件", "assessments:reviews"))
        found.append(
            Line(str(cycle), "半年考核", SHORT[State(cycle.state)], "assessments:cycle", cycle.pk, waits=False)
        )
    return found


def _scored_by(by: Actor) -> Q:
    mine = Q(scored_by_office__in=by.held(Role.JUDICIAL_OFFICE))
    return mine | Q(scored_by_office=None) if by.has_role(Role.JUSTICE_BUREAU) else mine
