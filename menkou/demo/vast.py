"""大演示: three years of a busy district beside the demo's own, for measuring and for seeing how much a page bears.

Made in shards, each the same for its number, whoever makes it and in whatever order; only identities and keys differ, as
they must. What was said is sealed like any other, in threads of 4 to 30 messages.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from menkou.accounts.models import Membership, User
from menkou.advisers.models import Registration
from menkou.consultations import actions as consultations
from menkou.core import clock
from menkou.core.actors import INSTALLER, Role
from menkou.core.scope import within
from menkou.demo.history import Year
from menkou.demo.rehearsal import Cast, Scene, evening_of
from menkou.demo.scenario import scenario
from menkou.demo.vast_words import ABOUT, ANSWERS, FOLLOWING, RARE, RARELY
from menkou.places.models import District, Township, Village
from menkou.worklogs import actions as worklogs
from menkou.worklogs.models import Entry, Outcome

A_SHARD = 200  # consultations
OLDEST, LATEST = 3 * 365, 40  # days ago; what is later is the demo's own
FEWEST, WAVES = 2, 6  # pairs of question and answer; by so many more or less than the mean
TAKEN_UP = timedelta(days=5)  # after the day of an entry that came back, it is corrected


@dataclass(frozen=True)
class Size:
    """How much in all."""

    consultations: int = 60_000
    messages: int = 1_000_000
    entries: int = 300_000

    def times(self, share: float) -> "Size":
        return Size(*(round(one * share) for one in (self.consultations, self.messages, self.entries)))

    @property
    def shards(self) -> int:
        return -(-self.consultations // A_SHARD)


SIZES = {"big": Size(), "tenth": Size().times(0.1), "hundredth": Size().times(0.01)}


@dataclass(frozen=True)
class Shard:
    """Which of the consultations it holds, and how many entries of other work."""

    number: int
    first: int
    after_last: int
    others: int

    @classmethod
    def of(cls, size: Size, number: int) -> "Shard":
        first, after_last = number * A_SHARD, min((number + 1) * A_SHARD, size.consultations)
        others = size.entries - size.consultations
        return cls(number, first, after_last, _part(others, first, after_last, size.consultations))


class Known:
    """The demo that is there, by the keys that its scenario uses: a stage for rehearsal.Cast."""

    def __init__(self, district: District) -> None:
        self.district, self.start = district, clock.today()
        self.villages = {one.code: one for one in Village.objects.filter(valid_until=None)}
        self.towns: dict[str, Township] = {one.code: one for one in Township.objects.all()}
        self.chosen = scenario(len(self.villages))
        roster = Registration.objects.select_related("adviser")
        self.registrations = {one.adviser.licence_no: one for one in roster}
        licences = {one.pk: licence for licence, one in self.registrations.items()}
        towns = {one.pk: code for code, one in self.towns.items()}
        self.users: dict[tuple[str, str], User] = {}
        for held in Membership.objects.select_related("user"):
            if held.role == Role.ADVISER and held.registration_id in licences:
                self.users[Role.ADVISER, licences[held.registration_id]] = held.user
            elif held.role == Role.JUDICIAL_OFFICE and held.township_id in towns:
                self.users[Role.JUDICIAL_OFFICE, towns[held.township_id]] = held.user


class Years(Year):
    """Three years instead of one, and words that differ more than a year's do."""

    def _days_ago(self, village: str) -> int:
        return self.dice.randint(LATEST, OLDEST)

    def works(self, number: int, cast: Cast) -> list[Entry]:
        """Entries of other work; one that came back is followed by its correction."""
        made: list[Entry] = []
        while len(made) < number:
            past = self._entry(self.dice.choices(self.villages, self.weights)[0])
            is_room = len(made) + 2 <= number
            if past.outcome == Outcome.RETURNED and not is_room:
                past = replace(past, outcome="verified", review_note="")
            past = replace(past, summary=past.summary + self._about())
            made.append(cast.entry(past))
            if past.outcome == Outcome.RETURNED:
                right = cast.entry(replace(past, outcome="verified", review_note="", minutes=past.minutes + 5))
                right.corrects, right.recorded_at = made[-1], evening_of(past.done_on + TAKEN_UP)
                right.reviewed_at = right.recorded_at + TAKEN_UP
                made.append(right)
        return made

    def scenes(self, shard: Shard, size: Size, cast: Cast) -> Iterator[Scene]:
        """Consultations that are over, each as long as its turn in the whole says."""
        for turn in range(shard.first, shard.after_last):
            scene = cast.scene(self._past(self.dice.choices(self.villages, self.weights)[0]))
            yield self._said_more(scene, pairs_of(turn, size))

    def _said_more(self, scene: Scene, pairs: int) -> Scene:
        consultation, lines = scene.thread.consultation, list(scene.thread.lines)
        moments = _spread(lines[-1][2], consultation.closed_at or clock.now(), 2 * (pairs - 1))
        for asked_at, answered_at in zip(moments[::2], moments[1::2], strict=True):
            lines.append((self.dice.choice(FOLLOWING).format(about=self.dice.choice(ABOUT)), None, asked_at))
            told = self.dice.choice(ANSWERS).format(about=self.dice.choice(ABOUT))
            lines.append((told, consultation.holder_id, answered_at))
        consultation.answered_at = lines[-1][2]
        return replace(scene, thread=replace(scene.thread, lines=tuple(lines)))

    def _about(self) -> str:
        rare = self.dice.choice(RARE) if self.dice.random() < RARELY else ""
        return f"顺带说了{self.dice.choice(ABOUT)}{rare and f'、{rare}'}的事。"


def pairs_of(turn: int, size: Size) -> int:
    """How many questions and answers the so-many-th consultation has; of all of them together as many as are asked for."""
    mean = _part(size.messages // 2, turn, turn + 1, size.consultations)
    wave = turn // 2 % (WAVES + 1)
    return max(FEWEST, mean + (wave if turn % 2 else -wave))


def make(district: District, size: Size, number: int) -> None:
    """One shard, in one transaction, through the same actions as the demo's own year."""
    with within(district.pk):
        stage, shard = Known(district), Shard.of(size, number)
        years, cast = Years(stage.chosen.villages, clock.today(), f"shard {number}"), Cast(stage, clock.today())
        works, scenes = years.works(shard.others, cast), list(years.scenes(shard, size, cast))
        works += [one.entry for one in scenes if one.entry]
        worklogs.replay(by=INSTALLER, district=district, entries=works)
        ratings = [one.rating for one in scenes if one.rating]
        threads = [one.thread for one in scenes]
        consultations.replay(by=INSTALLER, district=district, threads=threads, ratings=ratings)


def _spread(start: datetime, end: datetime, number: int) -> list[datetime]:
    """So many moments between two, each after the one before."""
    step = (end - start) / (number + 1)
    return [start + step * (n + 1) for n in range(number)]


def _part(whole: int, first: int, after_last: int, of: int) -> int:
    """The share that some of so many have in a whole; the shares of all of them are the whole."""
    return whole * after_last // of - whole * first // of
