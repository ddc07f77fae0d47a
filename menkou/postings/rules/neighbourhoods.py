"""A plan made better a few townships at a time: their posts are drawn up anew, pairs and all, around the others' posts.

Stages cannot see that another pair of institutions would have been better for a township; this can. Each step takes the
townships of one neighbourhood out of the plan, lets any institution near enough serve them, and keeps the best answer
where the whole plan costs less with it. No step makes a plan worse or breaks a rule.
"""

import random
import time
from collections.abc import Callable, Mapping

import numpy as np

from menkou.postings.rules.checker import broken_rules
from menkou.postings.rules.district import District
from menkou.postings.rules.frame import Bools, Frame
from menkou.postings.rules.likely import Likely
from menkou.postings.rules.posting import Pair, Posting
from menkou.postings.rules.seats import Held

AT_A_STEP, SHARE = 4.0, 0.15  # seconds of one step at most, and of all the time there is
GAP = 0.002  # of the whole plan's value, at which a step may stop
NEAR = 5  # institutions of each kind that a township looks at besides those that serve it
GAIN = 1e-6

Plan = dict[int, tuple[int, int]]


def serving(frame: Frame, plan: Mapping[int, tuple[int, int]]) -> set[Pair]:
    """(institution, township) wherever an institution holds a post."""
    house, town = frame.institution_of, frame.township_of
    return {(int(house[who]), int(town[village])) for village, both in plan.items() for who in both}


def plan_of(district: District, posts: Held) -> Plan | None:
    """These posts by position, where they are a whole plan that breaks no rule."""
    here = {one.key: posts.get(one.key, (None, None)) for one in district.villages}
    if any(None in both for both in here.values()) or broken_rules(district, here):
        return None
    who = {one.key: index for index, one in enumerate(district.advisers)}
    return {index: (who[a], who[b]) for index, (a, b) in enumerate(here.values())}  # type: ignore[index]


class Neighbourhoods:
    """The plan so far, and which townships are worth another look."""

    def __init__(
        self, frame: Frame, plan: Mapping[int, tuple[int, int]], *, seed: int = 1, likely: Likely | None = None
    ) -> None:
        self.frame, self.plan, self.value, self.likely = frame, dict(plan), frame.value(plan), likely
        self.random = random.Random(seed)  # noqa: S311 - a walk, no secret
        self.at_a_step = AT_A_STEP
        self.near = {town: self._near(town) for town in range(frame.townships)}

    def run(self, *, until: float, stop: Callable[[Plan], bool] | None = None) -> Plan:
        """Steps until the time is over, everything has been looked at in vain, or somebody says to stop."""
        waiting, bettered = self._steps(), False
        self.at_a_step = min(AT_A_STEP, SHARE * (until - time.monotonic()))
        while waiting and time.monotonic() < until:
            if stop and stop(self.plan):
                break
            bettered |= self._step(waiting.pop(0), until)
            if not waiting and bettered:
                waiting, bettered = self._steps(), False
        return self.plan

    def _steps(self) -> list[tuple[int, ...]]:
        """Every township by itself, then with each that shares an institution with it; in an order drawn by lot."""
        alone: list[tuple[int, ...]] = [(town,) for town in range(self.frame.townships)]
        here = serving(self.frame, self.plan)
        houses = [
            self.near[town] | {one for one, where in here if where == town} for town in range(self.frame.townships)
        ]
        together: list[tuple[int, ...]] = [
            (one, other)
            for one in range(self.frame.townships)
            for other in range(one + 1, self.frame.townships)
            if houses[one] & houses[other]
        ]
        self.random.shuffle(alone)
        self.random.shuffle(together)
        return alone + together

    def _step(self, towns: tuple[int, ...], until: float) -> bool:
        """Draw up these townships anew; whether that was cheaper."""
        frame = self.frame
        free = {int(village) for town in towns for village in frame.villages_of[town]}
        held = {village: both for village, both in self.plan.items() if village not in free}
        pairs = serving(frame, self.plan) | {(one, town) for town in towns for one in self.near[town]}
        programme = Posting(frame, pairs, settled=False, strict=True, held=held, among=self._among(free))
        answer = programme.programme.solve(
            seconds=min(self.at_a_step, until - time.monotonic()), gap=0.0, slack=GAP * self.value, seed=1
        )
        if not answer.is_there:
            return False
        plan = programme.posts(answer)
        value = frame.value(plan)
        if value > self.value - GAIN:
            return False
        self.plan, self.value = plan, value
        return True

    def _among(self, free: set[int]) -> tuple[Bools, Bools] | None:
        """Whoever is likely, and whoever holds the posts of these villages now; None where nobody knows who is."""
        if self.likely is None:
            return None
        a, b = self.likely.a.copy(), self.likely.b.copy()
        for village in free:
            a[self.plan[village][0], village] = b[self.plan[village][1], village] = True
        return a, b

    def _near(self, town: int) -> set[int]:
        frame, found = self.frame, set()
        if self.likely is not None:
            return {one for one, where in self.likely.pairs if where == town}
        for kind in frame.of_kind.values():
            staffed = [one for one in kind if len(frame.members[one])]
            found |= set(sorted(staffed, key=lambda one: self._cost(one, town))[:NEAR])
        return found

    def _cost(self, institution: int, town: int) -> float:
        """The pair, and a guess at the road of its A-posts."""
        road = self.frame.cost_a[np.ix_(self.frame.members[institution], self.frame.villages_of[town])]
        return float(road.min(axis=0).sum() + self.frame.pairing[institution, town])
