"""考核 of the demo: the last half-year is shown and one of its results is to be reviewed; the one before it is locked."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from menkou.accounts import queries as accounts
from menkou.assessments import queries
from menkou.assessments.answering import actions as answering
from menkou.assessments.cycling import actions as cycling
from menkou.assessments.jobs import draw
from menkou.assessments.models import Cycle, Sheet
from menkou.assessments.scheming import actions as scheming
from menkou.core import clock
from menkou.core.actors import INSTALLER, Actor, Role
from menkou.core.keys import digest
from menkou.demo import schemed
from menkou.demo.rehearsal import Stage
from menkou.worklogs.rules.periods import Period, back_from

A_HALF_YEAR = timedelta(days=184)
SHOWN_DAYS, A_STEP_DAYS = 2, 14  # longer than the working days to answer, and of the publicity
GIVEN = [  # points in hundredths, and why they are not all
    (1000, ""),
    (950, "台账齐全，有两次没有写明处理结果。"),
    (1000, ""),
    (900, "村里反映换班没有提前说。"),
    (1000, ""),
]
REASON = "当时按原来的办法看了佐证，两次都补上了处理结果，请再看一看。"
CONFIRMED_EVERY = 3


@dataclass(frozen=True)
class Bench:
    """Who does what of it: two people of the bureau, and an officer of each township."""

    first: Actor
    second: Actor
    offices: dict[UUID, Actor]


def assess(stage: Stage) -> None:
    """By the actions themselves; what takes weeks is then moved back in time."""
    bureau = accounts.running().filter(role=Role.JUSTICE_BUREAU).order_by("user__username").select_related("user")[:2]
    first, second = (accounts.actor_for(one.user) for one in bureau)
    held = accounts.people(Role.JUDICIAL_OFFICE).order_by("user__username", "township")
    offices = {one.township_id: accounts.actor_for(one.user) for one in held if one.township_id}
    bench = Bench(first, second, offices)
    last, before = back_from(clock.today(), "half_year", 3)[1:]
    _adopt(stage, bench, "adviser", before)
    _lock(bench, _shown(stage, bench, before))
    _adopt(stage, bench, "institution", last)
    schemed.draft(stage, first, second)
    shown = _shown(stage, bench, last)
    cycling.replay(by=INSTALLER, cycle=shown, days=SHOWN_DAYS)
    _answer(stage, shown)


def _adopt(stage: Stage, bench: Bench, like: str, period: Period) -> None:
    made = scheming.begin(by=bench.first, district=stage.district, like=like)
    scheming.adopt(by=bench.second, scheme=made, edition=made.edition, valid_from=period.first)


def _shown(stage: Stage, bench: Bench, period: Period) -> Cycle:
    """Drawn up, scored by every office, and shown."""
    cycle = cycling.open_cycle(by=bench.first, district=stage.district, period=period.key)
    draw(district_id=stage.district.pk, cycle_id=str(cycle.pk))
    cycle.refresh_from_db()
    if period.after_last > clock.today() - A_HALF_YEAR:
        schemed.ask(stage, cycle)
    waiting = queries.unscored(cycle).select_related("sheet__scheme", "sheet__cycle")
    for number, score in enumerate(waiting.order_by("sheet__subject", "sheet__name", "sheet_id")):
        by = bench.offices[score.sheet.scored_by_office_id] if score.sheet.scored_by_office_id else bench.second
        points, note = GIVEN[number % len(GIVEN)]
        cycling.score(by=by, sheet=score.sheet, item=score.item_id, points=points, note=note)
    cycle.refresh_from_db()
    return cycling.show(by=bench.first, cycle=cycle)


def _lock(bench: Bench, cycle: Cycle) -> None:
    cycling.replay(by=INSTALLER, cycle=cycle, days=A_STEP_DAYS)
    cycle = cycling.publish(by=bench.first, cycle=cycle)
    cycling.replay(by=INSTALLER, cycle=cycle, days=A_STEP_DAYS)
    cycling.lock(by=bench.second, cycle=cycle)


def _answer(stage: Stage, cycle: Cycle) -> None:
    """Some confirm; one whose office did not give all points asks for a review."""
    logins = {one.pk: stage.users.get((Role.ADVISER, key)) for key, one in stage.registrations.items()}
    sheets = Sheet.objects.filter(cycle=cycle, subject="adviser").select_related("cycle").order_by("name", "id")
    asked = False
    for number, sheet in enumerate(sheets):
        user = logins.get(sheet.registration_id) if sheet.registration_id else None
        if user is None:
            continue
        lost = None if asked else _lost(sheet)
        if lost:
            asked = True
            said: dict[str, Any] = {"text": REASON, "item": lost, "wants_review": True}
            answering.reply(by=accounts.actor_for(user), sheet=sheet, form=digest("demo-review", str(sheet.pk)), **said)
        elif number % CONFIRMED_EVERY == 0:
            answering.confirm(by=accounts.actor_for(user), sheet=sheet)


def _lost(sheet: Sheet) -> UUID | None:
    """The item of a sheet that an office did not give all points for."""
    judged = (one for one in queries.scores_of(sheet) if one.item.kind == "judged" and one.points < one.item.most)
    return next((one.item_id for one in judged), None)
