"""Small exchanges that make a plan cheaper: one post goes to somebody else, or two advisers swap two posts.

Only moves that keep every rule are tried: caps, conflicts of interest, locks, two people at a village of whom B can act
for A, and at least one post for each institution in each township it serves.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable

import numpy as np

from menkou.postings.rules.frame import WORK_A, WORK_B, Frame, Posts
from menkou.postings.rules.posting import Pair

GAIN = 1e-6
LOOK_UP = 50  # villages, after which the caller is told how far this has come
WEIGHT = (WORK_A, WORK_B)


class Exchange:
    """A plan that is improved in place. Post 0 is A, post 1 is B."""

    def __init__(self, frame: Frame, pairs: Iterable[Pair], posts: Posts) -> None:
        self.frame = frame
        self.house = frame.institution_of.tolist()
        self.town = frame.township_of.tolist()
        self.demand = (frame.demand / frame.mean_demand).tolist()
        self.share = (frame.fair_share / frame.mean_demand).tolist()
        self.road = (frame.cost_a.tolist(), frame.cost_b.tolist())
        self.together = frame.together.tolist()
        self.unfair = frame.weights.unfair
        self.caps = (frame.cap_a.tolist(), frame.cap_all.tolist())
        self.rule = frame.standing_in
        self.allowed = (frame.allowed_a.tolist(), frame.allowed_b.tolist())
        self.holder = [[posts[v][post] for v in range(frame.villages)] for post in (0, 1)]
        self.count_a = np.bincount(self.holder[0], minlength=frame.advisers).tolist()
        self.count = (np.bincount(self.holder[1], minlength=frame.advisers) + self.count_a).tolist()
        self.work = [0.0] * frame.advisers
        self.serving: Counter[Pair] = Counter()
        for post in (0, 1):
            for village, who in enumerate(self.holder[post]):
                self.work[who] += WEIGHT[post] * self.demand[village]
                self.serving[self.house[who], self.town[village]] += 1
        members = {town: [i for i, t in pairs if t == town] for town in set(self.town)}
        self.candidates = {t: [int(j) for i in some for j in frame.members[i]] for t, some in members.items()}
        self.houses = {town: set(some) for town, some in members.items()}

    def run(
        self, *, until: float, sweeps: int = 25, stop: Callable[[dict[int, tuple[int, int]]], bool] | None = None
    ) -> dict[int, tuple[int, int]]:
        """Sweep over all moves until none helps, or `stop`, which is shown the plan now and then, says so."""
        for _ in range(sweeps):
            if not self._sweep(until, stop):
                break
        return self.plan()

    def plan(self) -> dict[int, tuple[int, int]]:
        """The posts as they stand now."""
        return dict(enumerate(zip(*self.holder, strict=True)))

    def _sweep(self, until: float, stop: Callable[[dict[int, tuple[int, int]]], bool] | None) -> bool:
        better = False
        for village in range(self.frame.villages):
            if time.monotonic() > until:
                return False
            if stop is not None and village % LOOK_UP == 0 and stop(self.plan()):
                return False
            for post in (0, 1):
                better |= self._give_away(village, post)
                better |= self._swap(village, post)
        return better

    def _fits(self, who: int, village: int, post: int) -> bool:
        other = self.holder[1 - post][village]
        if not self.allowed[post][who][village] or who == other:
            return False
        both = (who, other) if post == 0 else (other, who)
        return not self.rule.is_on or self.rule.acts(*both, village)

    def _beside(self, who: int, village: int, post: int) -> float:
        """What it costs that this one's institution holds the village's other post too; nothing where it does not."""
        house = self.house[who]
        return self.together[house][village] if house == self.house[self.holder[1 - post][village]] else 0.0

    def _unfair(self, who: int, change: float) -> float:
        """What the fairness term changes by when this adviser's work changes."""
        over = self.work[who] - self.share[who]
        return self.unfair * (max(0.0, over + change) - max(0.0, over))

    def _give_away(self, village: int, post: int) -> bool:
        now, town = self.holder[post][village], self.town[village]
        road, work = self.road[post], WEIGHT[post] * self.demand[village]
        lone = self.serving[self.house[now], town] == 1
        saved = self._unfair(now, -work) - road[now][village] - self._beside(now, village, post)
        best, who = -GAIN, None
        for one in self.candidates[town]:
            change = saved + road[one][village] + self._beside(one, village, post)
            if change >= best or one == now or (lone and self.house[one] != self.house[now]):
                continue
            full = self.count[one] >= self.caps[1][one] or (post == 0 and self.count_a[one] >= self.caps[0][one])
            if full or not self._fits(one, village, post):
                continue
            change += self._unfair(one, work)
            if change < best:
                best, who = change, one
        if who is None:
            return False
        self._put(village, post, who)
        return True

    def _swap(self, village: int, post: int) -> bool:
        mine, town, road = self.holder[post][village], self.town[village], self.road[post]
        house, holders = self.house[mine], self.holder[post]
        for there, theirs in enumerate(holders):
            if theirs == mine or house not in self.houses[self.town[there]]:
                continue
            if self.house[theirs] not in self.houses[town]:
                continue
            change = road[theirs][village] + road[mine][there] - road[mine][village] - road[theirs][there]
            more = WEIGHT[post] * (self.demand[there] - self.demand[village])
            change += self._unfair(mine, more) + self._unfair(theirs, -more)
            change += self._beside(theirs, village, post) - self._beside(mine, village, post)
            change += self._beside(mine, there, post) - self._beside(theirs, there, post)
            if change < -GAIN and self._may_swap(village, there, post):
                self._put(village, post, theirs)
                self._put(there, post, mine)
                return True
        return False

    def _may_swap(self, here: int, there: int, post: int) -> bool:
        mine, theirs = self.holder[post][here], self.holder[post][there]
        if not (self._fits(theirs, here, post) and self._fits(mine, there, post)):
            return False
        if self.town[here] == self.town[there] or self.house[mine] == self.house[theirs]:
            return True
        lone_here = self.serving[self.house[mine], self.town[here]] == 1
        return not lone_here and self.serving[self.house[theirs], self.town[there]] > 1

    def _put(self, village: int, post: int, who: int) -> None:
        now, town = self.holder[post][village], self.town[village]
        work = WEIGHT[post] * self.demand[village]
        for one, sign in ((now, -1), (who, 1)):
            self.work[one] += sign * work
            self.count[one] += sign
            self.count_a[one] += sign * (post == 0)
            self.serving[self.house[one], town] += sign
        self.holder[post][village] = who
