"""值班 of the demo: every Tuesday in each township, in turn; in the walk's one excused, one missed, one stood in for."""

from datetime import date, datetime, time, timedelta

from menkou.advisers.models import Registration
from menkou.core import clock
from menkou.core.actors import INSTALLER, Role
from menkou.demo.places import WALK_VILLAGE
from menkou.demo.rehearsal import Stage, evening_of
from menkou.places import queries as places
from menkou.rotas import actions
from menkou.rotas.models import Asking, Excuse, Slot
from menkou.rotas.rules.turns import days_of, in_turn
from menkou.worklogs import actions as worklogs
from menkou.worklogs.models import Entry

BACK, AHEAD, TUESDAY = timedelta(days=28), timedelta(days=35), 1
BEGINS, ENDS, MINUTES = time(9), time(11, 30), 150
TOLD_AFTER, EXCUSED, MISSED, UNTOLD = timedelta(days=1), 1, 2, 3  # of the walk's slots that are over: which is what


def take(stage: Stage, today: date) -> None:
    """All as rows, since nobody may arrange what is over."""
    cast = Cast(stage)
    for code in sorted(stage.towns, key=lambda code: code != WALK_VILLAGE[:9]):  # the walk's comes first
        cast.arrange(code, days_of(today - BACK, today + AHEAD, TUESDAY))
    worklogs.replay(by=INSTALLER, district=stage.district, entries=[one.entry for one in cast.slots if one.entry])
    actions.replay(by=INSTALLER, district=stage.district, slots=cast.slots, excuses=cast.excuses, askings=cast.askings)


class Cast:
    """Whose turn it is where, and what became of it."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.slots: list[Slot] = []
        self.excuses: list[Excuse] = []
        self.askings: list[Asking] = []
        self.kept: set[tuple[str, date]] = set()  # who has a duty on which day, in whatever township

    def arrange(self, code: str, days: list[date]) -> None:
        people = self._people(code)
        if not people:
            return
        is_working = places.working_day_test(days[0])
        worked = [one for one in days if is_working(one)]
        taken = in_turn(worked, people, lambda who, day: (who, day) not in self.kept).taken
        self.kept |= {(who, day) for day, who in taken}
        made = [self._slot(code, day, str(who)) for day, who in taken]
        self.slots += made
        over = [one for one in made if one.is_over]
        for number, (one, (_, who)) in enumerate(zip(over, taken, strict=False)):
            self._ended(one, str(who), number if code == WALK_VILLAGE[:9] else 0)
        coming = made[len(over) :]
        if code == WALK_VILLAGE[:9] and coming and len(people) > 1:
            other = people[len(made) % len(people)]
            self.kept.add((other, coming[0].day))
            self._stand_in(coming[0], self.stage.registrations[other])

    def _people(self, code: str) -> list[str]:
        """By licence, so that whoever answers in the walk's village is the one who missed."""
        posts = self.stage.chosen.plan.posts
        found = sorted({posts[village][0] for village in self.stage.villages if village[:9] == code})
        first = posts[WALK_VILLAGE][0]
        if code != WALK_VILLAGE[:9]:
            return found
        at = (found.index(first) - MISSED) % len(found)
        return found[at:] + found[:at]

    def _slot(self, code: str, day: date, who: str) -> Slot:
        begins_at, ends_at = (datetime.combine(day, hour, clock.SHANGHAI) for hour in (BEGINS, ENDS))
        made = Slot(township=self.stage.towns[code], place=f"{self.stage.towns[code]}公共法律服务工作站")
        made.begins_at, made.ends_at, made.adviser = begins_at, ends_at, self.stage.registrations[who]
        made.arranged_at = begins_at - timedelta(days=40)
        made.arranged_by = self.stage.users[Role.JUDICIAL_OFFICE, code]
        return made

    def _ended(self, one: Slot, who: str, number: int) -> None:
        """How it ended; of the walk's the newest waits for the office to say."""
        if number == UNTOLD:
            return
        one.told_at, one.told_by = min(clock.now(), one.ends_at + TOLD_AFTER), one.arranged_by
        if number == EXCUSED:
            one.outcome, one.why = Slot.Outcome.EXCUSED, "court"
            said = {"why": "court", "note": "法院改了开庭时间", "said_at": one.begins_at - timedelta(days=2)}
            self.excuses.append(Excuse(slot=one, who=one.adviser, said_by=self.stage.users[Role.ADVISER, who], **said))
        elif number == MISSED:
            one.outcome, one.told_at = Slot.Outcome.MISSED, max(one.ends_at, clock.now() - TOLD_AFTER)
        else:
            one.outcome, one.entry = Slot.Outcome.KEPT, self._entry(one, who)
            one.confirmed_at, one.confirmed_by = one.told_at, one.arranged_by

    def _entry(self, one: Slot, who: str) -> Entry:
        posts, code = self.stage.chosen.plan.posts, one.township.code
        village = min(key for key in self.stage.villages if key[:9] == code and posts[key][0] == who)
        return Entry(
            village=self.stage.villages[village],
            author=one.adviser,
            recorded_by=self.stage.users[Role.ADVISER, who],
            recorded_at=evening_of(one.day),
            kind=Entry.Kind.DUTY,
            done_on=one.day,
            minutes=MINUTES,
            summary=f"值班：{one.place}",
            people=3 + one.day.day % 4,
        )

    def _stand_in(self, one: Slot, other: Registration) -> None:
        """Whoever's turn it was cannot come, and a colleague has agreed."""
        before, said_at = one.adviser, clock.now() - TOLD_AFTER
        if other == before:
            return
        self.excuses.append(Excuse(slot=one, who=before, why="trip", said_at=said_at))
        answered = {"answer": Asking.Answer.YES, "answered_at": clock.now()}
        self.askings.append(Asking(slot=one, whom=other, asked_at=said_at, **answered))
        one.first, one.adviser = before, other
