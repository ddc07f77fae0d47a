"""A year of the demo's work, relative to a day: plain values for `load` to write down.

    history(villages, today)            -> History(consultations, entries)
    history(villages, today, seed=2)    another year

Proportions are those of a rural county's 5,935 disputes of three quarters (see `SHARES`). By default 2,400
consultations and 3,600 other entries for 440 villages, in proportion for other sizes. Every village has something in
the year; one in sixteen has nothing in the last 31 days. The newest is of yesterday evening. A consultation that is
closed also leaves a work log entry; these are not among `entries`.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from menkou.demo import planted
from menkou.demo.places import REAL, WALK_VILLAGE, DemoVillage
from menkou.demo.questions import TEMPLATES, WORDS
from menkou.demo.works import RETURN_REASONS, SUMMARIES

SHANGHAI = ZoneInfo("Asia/Shanghai")
CONSULTATIONS, ENTRIES = 2400, 3600
SHARES: dict[str, float] = {
    "neighbours": 28.1,
    "land": 23.7,
    "other": 14.5,
    "family": 10.9,
    "compensation": 7.5,
    "expropriation": 5.3,
    "homestead": 3.8,
    "contract": 2.1,
    "village_affairs": 1.7,
    "traffic": 0.8,
    "labour": 0.8,
    "medical": 0.5,
    "environment": 0.3,
}
KINDS: dict[str, tuple[float, tuple[int, int]]] = {  # kind of entry -> share, minutes
    "lecture": (20, (60, 120)),
    "mediation": (17, (60, 180)),
    "publicity": (10, (40, 120)),
    "materials": (8, (30, 90)),
    "meeting": (9, (60, 150)),
    "contract_review": (7, (40, 120)),
    "screening": (6, (40, 150)),
    "drafting": (5, (30, 90)),
    "duty": (5, (120, 240)),
    "training": (4, (60, 120)),
    "village_rules": (3, (60, 120)),
    "legal_opinion": (2, (60, 180)),
    "case_push": (1, (10, 30)),
    "legal_aid": (1, (30, 60)),
    "election": (0.5, (60, 120)),
    "petition": (0.5, (60, 150)),
    "checkup": (0.5, (60, 180)),
    "other": (0.5, (40, 150)),
}
COUNTS: dict[
    str, tuple[range | None, range | None]
] = {  # kind of entry -> people, copies or cases, where it tells of them
    "lecture": (range(20, 90, 5), range(20, 90, 5)),
    "publicity": (range(15, 60, 5), range(20, 90, 5)),
    "materials": (None, range(30, 200, 10)),
    "training": (range(8, 30), None),
    "duty": (range(1, 6), None),
    "screening": (None, range(1, 4)),
    "drafting": (None, range(1, 3)),
    "village_rules": (None, range(1, 3)),
    "case_push": (range(50, 300, 10), range(1, 2)),
    "election": (range(20, 200, 10), None),
}
YEAR, QUIET_DAYS, QUIET_IN_EVERY = 365, 31, 16
FACES = ((3, 93), (2, 5), (1, 2))
SOLVED = {3: 0.97, 2: 0.5, 1: 0.1}
RATED = 0.65
RISES_IN = 4  # no more than one in so many belongs to a rise
BY_B = 0.08  # B stood in
HOURS = (7, 8, 8, 9, 9, 10, 10, 11, 12, 14, 15, 15, 16, 17, 18, 19, 19, 20, 20, 21)


@dataclass(frozen=True)
class PastConsultation:
    """咨询. `state` is waiting, answered or closed; a waiting one has no answer, minutes or rating yet.

    `post` says who of the village's two took it. `minutes_to_answer` runs from the question to the first answer.
    `face` is 1 to 3, None where nobody rated. `is_overdue` tells that it waits beyond any shipped time limit.
    """

    village: str
    post: Literal["A", "B"]
    asked_at: datetime
    category: str
    question: str
    state: Literal["waiting", "answered", "closed"]
    answer: str | None = None
    minutes_to_answer: int | None = None
    closed_at: datetime | None = None
    minutes: int | None = None
    face: int | None = None
    is_solved: bool | None = None
    is_overdue: bool = False


@dataclass(frozen=True)
class PastEntry:
    """工作日志 other than a consultation. `outcome` is verified, returned (with a note) or empty: awaiting."""

    village: str
    post: Literal["A", "B"]
    kind: str
    done_on: date
    minutes: int
    summary: str
    outcome: Literal["verified", "returned", ""]
    review_note: str = ""
    people: int | None = None
    items: int | None = None


@dataclass(frozen=True)
class History:
    """A year, oldest first."""

    consultations: tuple[PastConsultation, ...]
    entries: tuple[PastEntry, ...]


def history(
    villages: Sequence[DemoVillage],
    today: date,
    *,
    seed: int = 1,
    consultations: int = CONSULTATIONS,
    entries: int = ENTRIES,
) -> History:
    """The year that ended yesterday. The two numbers are those of 440 villages."""
    return Year(villages, today, seed).tell(
        max(12, round(consultations * len(villages) / REAL)), max(18, round(entries * len(villages) / REAL))
    )


class Year:
    """What happens, as the dice of its seed have it."""

    def __init__(self, villages: Sequence[DemoVillage], today: date, seed: int | str) -> None:
        self.dice = random.Random(f"history {seed}")  # noqa: S311 - an invented year
        self.places, self.villages = villages, [one.code for one in villages]
        self.weights = [one.residents for one in villages]
        self.today = today
        others = [code for code in self.villages if code != WALK_VILLAGE]
        self.quiet = set(self.dice.sample(others, max(1, len(others) // QUIET_IN_EVERY)))

    def tell(self, consultations: int, entries: int) -> History:
        asked = [self._past(code) for code in self._spread(consultations)]
        asked += self._still_open()
        done = [self._entry(code) for code in self._spread(entries)]
        rise = planted.planted(self.places, self.quiet, self.today)
        if len(rise) * RISES_IN < consultations:  # in the place of as many others
            asked[consultations - len(rise) : consultations] = [self._past(one.village, one) for one in rise]
        return History(
            tuple(sorted(asked, key=lambda one: (one.asked_at, one.village))),
            tuple(sorted(done, key=lambda one: (one.done_on, one.village, one.kind))),
        )

    def _spread(self, number: int) -> list[str]:
        """Villages for so many events: each once where there are enough, the rest by their residents."""
        once = self.villages[:number]
        return [*once, *self.dice.choices(self.villages, self.weights, k=number - len(once))]

    def _days_ago(self, village: str) -> int:
        return self.dice.randint(QUIET_DAYS + 1 if village in self.quiet else 1, YEAR)

    def _asked(self, days_ago: int) -> datetime:
        clock = time(self.dice.choice(HOURS), self.dice.randrange(60))
        return datetime.combine(self.today - timedelta(days=days_ago), clock, SHANGHAI)

    def _words(self, category: str = "") -> tuple[str, str, str]:
        """A category by its share where none is said, a question and its answer."""
        category = category or self.dice.choices(list(SHARES), list(SHARES.values()))[0]
        question, answer = self.dice.choice(TEMPLATES[category])
        for slot, words in WORDS.items():
            word = self.dice.choice(words)
            question, answer = (text.replace(f"{{{slot}}}", word) for text in (question, answer))
        return category, question, answer

    def _post(self) -> Literal["A", "B"]:
        return "B" if self.dice.random() < BY_B else "A"

    def _past(self, village: str, rise: planted.Planted | None = None) -> PastConsultation:
        """An answered one; closed a few days after, unless that is still to come."""
        days_ago = (self.today - rise.day).days if rise else self._days_ago(village)
        asked_at = self._asked(days_ago)
        category, question, answer = self._words(rise.category if rise else "")
        wait = min(self._wait(asked_at), max(20, days_ago * 720))
        closed_on = (asked_at + timedelta(minutes=wait, days=self.dice.randint(1, 4))).date()
        closed_at = datetime.combine(closed_on, time(self.dice.randint(9, 17), self.dice.randrange(60)), SHANGHAI)
        midnight = datetime.combine(self.today, time.min, SHANGHAI)
        if closed_at >= midnight:
            answered_at = asked_at + timedelta(minutes=wait)
            wait = wait if answered_at < midnight else 30
            return PastConsultation(village, self._post(), asked_at, category, question, "answered", answer, wait)
        face, is_solved = self._rating()
        return PastConsultation(
            village=village,
            post=self._post(),
            asked_at=asked_at,
            category=category,
            question=question,
            state="closed",
            answer=answer,
            minutes_to_answer=wait,
            closed_at=closed_at,
            minutes=5 * self.dice.choices(range(2, 13), range(12, 1, -1))[0],
            face=face,
            is_solved=is_solved,
        )

    def _wait(self, asked_at: datetime) -> int:
        """Minutes to the first answer: soon by day, next morning for the evening's, one in 33 only after two days."""
        if self.dice.random() < 0.03:
            return self.dice.randint(2 * 1440, 4 * 1440)
        if asked_at.hour >= 18:
            return (24 + 8 - asked_at.hour) * 60 + self.dice.randint(0, 150)
        return round(self.dice.lognormvariate(4.2, 0.9)) + 3

    def _rating(self) -> tuple[int | None, bool | None]:
        if self.dice.random() >= RATED:
            return None, None
        face = self.dice.choices([one for one, _ in FACES], [share for _, share in FACES])[0]
        return face, self.dice.random() < SOLVED[face]

    def _still_open(self) -> list[PastConsultation]:
        """A few without an answer: some of yesterday evening, three that were forgotten."""
        busy = [code for code in self.villages if code not in self.quiet and code != WALK_VILLAGE]
        fresh = min(6, len(busy) // 6)
        chosen = self.dice.sample(busy, fresh + min(3, len(busy) - fresh))
        found = []
        for number, village in enumerate([WALK_VILLAGE, *chosen]):
            is_overdue = number > fresh
            day = self.today - timedelta(days=self.dice.randint(12, 15) if is_overdue else 1)
            clock = time(self.dice.randint(18, 20), self.dice.randrange(60))
            category, question, _ = self._words()
            found.append(
                PastConsultation(
                    village=village,
                    post="A",
                    asked_at=datetime.combine(day, clock, SHANGHAI),
                    category=category,
                    question=question,
                    state="waiting",
                    is_overdue=is_overdue,
                )
            )
        return found

    def _entry(self, village: str) -> PastEntry:
        kind = self.dice.choices(list(KINDS), [share for share, _ in KINDS.values()])[0]
        least, most = KINDS[kind][1]
        days_ago = self._days_ago(village)
        chance = self.dice.random()
        outcome: Literal["verified", "returned", ""] = "verified"
        if days_ago <= 20:
            outcome = "" if chance < 0.6 else "verified"
        elif chance < 0.02:
            outcome = "returned"
        people, items = (self.dice.choice(some) if some else None for some in COUNTS.get(kind, (None, None)))
        words = self.dice.choice(SUMMARIES[kind]).replace("{p}", str(people)).replace("{n}", str(items))
        return PastEntry(
            village=village,
            post=self._post(),
            kind=kind,
            done_on=self.today - timedelta(days=days_ago),
            minutes=self.dice.randrange(least, most + 1, 10),
            summary=words,
            outcome=outcome,
            people=people,
            items=items,
            review_note=self.dice.choice(RETURN_REASONS) if outcome == "returned" else "",
        )
