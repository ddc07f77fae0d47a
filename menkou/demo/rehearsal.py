"""Play the demo's invented year into the tables: consultations sealed like any other, entries with their reviews."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID

from menkou.accounts.models import User
from menkou.advisers.models import Registration
from menkou.consultations import actions as consultations
from menkou.consultations.content import Thread
from menkou.consultations.models import Consultation, Rating
from menkou.core import clock
from menkou.core.actors import INSTALLER, Role
from menkou.core.keys import digest
from menkou.demo.history import PastConsultation, PastEntry, history
from menkou.demo.places import WALK_VILLAGE
from menkou.demo.scenario import Scenario
from menkou.demo.works import SUMMARIES
from menkou.places.models import District, Township, Village
from menkou.worklogs import actions as worklogs
from menkou.worklogs.models import Entry
from menkou.worklogs.rules.periods import Period

AT_ONCE = 200
RATED_AFTER = timedelta(hours=5)
EVENING, HEAPED = timedelta(hours=20), 12
READ_BEFORE = timedelta(minutes=2)
VERIFIED_BEFORE = timedelta(days=10)  # entries of closed consultations that are older have been verified


class Stage(Protocol):
    """What the load has made: the scenario and its rows, by the scenario's keys."""

    chosen: Scenario
    district: District
    start: date
    towns: dict[str, Township]
    villages: dict[str, Village]
    registrations: dict[str, Registration]
    users: dict[tuple[str, str], User]


def play(stage: Stage, today: date, progress: Callable[[str, int, int], None]) -> None:
    """A year that ended yesterday."""
    year = history(stage.chosen.villages, today)
    cast = Cast(stage, today)
    entries = [cast.entry(one) for one in year.entries]
    worklogs.replay(by=INSTALLER, district=stage.district, entries=entries + cast.heap())
    total = len(year.consultations)
    for first in range(0, total, AT_ONCE):
        scenes = [cast.scene(one) for one in year.consultations[first : first + AT_ONCE]]
        worklogs.replay(by=INSTALLER, district=stage.district, entries=[one.entry for one in scenes if one.entry])
        consultations.replay(
            by=INSTALLER,
            district=stage.district,
            threads=[one.thread for one in scenes],
            ratings=[one.rating for one in scenes if one.rating],
        )
        progress("一年的咨询", min(first + AT_ONCE, total), total)


@dataclass(frozen=True)
class Scene:
    thread: Thread
    entry: Entry | None
    rating: Rating | None


class Cast:
    """Turns the scenario's keys into rows."""

    def __init__(self, stage: Stage, today: date) -> None:
        self.stage, self.today = stage, today

    def holder(self, village: str, post: str) -> Registration:
        a, b = self.stage.chosen.plan.posts[village]
        return self.stage.registrations[a if post == "A" else b]

    def adviser(self, village: str, post: str) -> User:
        a, b = self.stage.chosen.plan.posts[village]
        return self.stage.users[Role.ADVISER, a if post == "A" else b]

    def reviewer(self, village: str) -> User:
        return self.stage.users[Role.JUDICIAL_OFFICE, village[:9]]

    def entry(self, past: PastEntry) -> Entry:
        facts = {name: getattr(past, name) for name in ("kind", "done_on", "minutes", "summary", "people", "items")}
        return self._reviewed(Entry(**facts), past.village, past.post, past.outcome, past.review_note)

    def heap(self) -> list[Entry]:
        """One adviser of the walk's township put last month's duties down when it ended, for the office to ask about."""
        posts = self.stage.chosen.plan.posts
        here = [code for code in self.stage.villages if code[:9] == WALK_VILLAGE[:9]]
        others = [code for code in here if posts[code][0] != posts[WALK_VILLAGE][0]]
        own = [code for code in others if posts[code][0] == posts[others[0]][0]]
        month = Period.of(Period.of(self.today, "month").first - timedelta(days=1), "month")
        made = []
        for number in range(HEAPED if own else 0):
            facts = {"kind": "duty", "done_on": month.first + timedelta(days=2 * number), "minutes": 120, "people": 3}
            entry = Entry(summary=SUMMARIES["duty"][0].format(p=3 + number % 4), **facts)
            made.append(self._reviewed(entry, own[number % len(own)], "A", "verified", ""))
            entry.recorded_at = evening_of(month.last)
        return made

    def scene(self, past: PastConsultation) -> Scene:
        asked_at, holder_id = past.asked_at, self.holder(past.village, past.post).pk
        answered_at = asked_at + timedelta(minutes=past.minutes_to_answer) if past.minutes_to_answer else None
        entry = self._closing_entry(past)
        consultation = Consultation(
            village=self.stage.villages[past.village],
            holder_id=holder_id,
            post=past.post,
            state=past.state,
            may_hand_over=True,
            asked_at=asked_at,
            due_at=clock.after_working_days(asked_at, 1),
            read_at=answered_at and max(asked_at, answered_at - READ_BEFORE),
            first_answered_at=answered_at,
            answered_at=answered_at,
            closed_at=past.closed_at,
            closed_by=self.adviser(past.village, past.post) if entry else None,
            category=past.category if entry else "",
            minutes=past.minutes,
            ending=_ending(past) if entry else "",
            entry=entry,
            once_digest=digest("once", secrets.token_hex(16)),
            asked_digest=digest("asked", past.question),
        )
        consultation.code_digest = digest("pickup-code", consultations.pickup_code(consultation))
        rating = self._rating(past, consultation, past.closed_at)
        return Scene(Thread(consultation, self._lines(past, holder_id, answered_at)), entry, rating)

    def _lines(
        self, past: PastConsultation, holder_id: UUID, answered_at: datetime | None
    ) -> tuple[tuple[str, UUID | None, datetime], ...]:
        question = (past.question, None, past.asked_at)
        if answered_at is None or past.answer is None:
            return (question,)
        return question, (past.answer, holder_id, answered_at)

    def _closing_entry(self, past: PastConsultation) -> Entry | None:
        if past.closed_at is None or past.minutes is None:
            return None
        entry = Entry(kind=Entry.Kind.CONSULTATION, done_on=past.closed_at.date(), minutes=past.minutes)
        is_old = past.closed_at.date() < self.today - VERIFIED_BEFORE
        return self._reviewed(entry, past.village, past.post, "verified" if is_old else "", "")

    def _reviewed(self, entry: Entry, village: str, post: str, outcome: str, note: str) -> Entry:
        entry.village, entry.author = self.stage.villages[village], self.holder(village, post)
        entry.recorded_by, entry.recorded_at = self.adviser(village, post), evening_of(entry.done_on)
        if outcome:
            entry.outcome, entry.review_note, entry.reviewed_by = outcome, note, self.reviewer(village)
            entry.reviewed_at = clock.start_of(min(self.today, entry.done_on + timedelta(days=3)))
        return entry

    def _rating(self, past: PastConsultation, consultation: Consultation, after: datetime | None) -> Rating | None:
        if past.face is None or after is None:
            return None
        return Rating(
            consultation=consultation, face=past.face, is_solved=bool(past.is_solved), rated_at=after + RATED_AFTER
        )


def evening_of(day: date) -> datetime:
    """When an adviser puts down what was done: that evening, or just now."""
    return min(clock.now(), clock.start_of(day) + EVENING)


def _ending(past: PastConsultation) -> str:
    """What the adviser said of it: solved where the resident says so, and no more than they know where nobody does."""
    if past.is_solved is None:
        return Consultation.Ending.ANSWERED
    if past.is_solved:
        return Consultation.Ending.SOLVED
    return Consultation.Ending.PARTLY if past.face == Rating.Face.FAIR else Consultation.Ending.CANNOT
