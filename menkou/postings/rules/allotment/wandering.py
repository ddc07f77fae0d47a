"""Which institution serves which township: a walk from pairs to neighbouring pairs that cools down (annealing).

Each step changes the team of one township, mostly towards institutions that the relaxation finds attractive there, and
fills all posts anew. Steps that cost more are taken now and then, the more seldom the later.
"""

import time
from collections.abc import Callable

import numpy as np

from menkou.postings.rules.allotment.posting import Posting, Posts
from menkou.postings.rules.allotment.problem import Flags, Floats, Problem

WARMTH = 0.0004  # of the value: by how much a step may be dearer at first
A_LOOK = 250  # steps between two looks at what the best pairs cost
COLD = 0.02  # of the warmth, at the end


def first_pairs(problem: Problem, attraction: Floats) -> Flags:
    """A team for each township: the most attractive institutions that have room, until they are strong enough."""
    pairs = np.zeros((problem.institutions, problem.townships), bool)
    spare = np.minimum(problem.strength_a, problem.strength_b).astype(float)
    ranked = np.sort(attraction, axis=0)
    regret = ranked[min(problem.most_institutions, len(ranked) - 1)] - ranked[0]
    for town in np.argsort(-regret, kind="stable"):
        needed = float(problem.villages_in[town])
        for _ in range(problem.most_institutions):
            free = (pairs.sum(axis=1) < problem.most_townships) & ~pairs[:, town] & (spare > 0)
            if needed <= 0 or not free.any():
                break
            left = problem.most_institutions - int(pairs[:, town].sum())
            enough = free & (spare * left >= needed)
            among = np.nonzero(enough if enough.any() else free)[0]
            one = among[attraction[among, town].argmin()]
            pairs[one, town] = True
            given = min(needed, spare[one])
            needed, spare[one] = needed - given, spare[one] - given
    return pairs


class Walk:
    """The walk, and the pairs it has found."""

    def __init__(self, posting: Posting, attraction: Floats, pairs: Flags, seed: int) -> None:
        self.problem, self.posting, self.attraction = posting.problem, posting, attraction
        self.random = np.random.default_rng(seed)
        self.scale = 1.0 + float(np.median(attraction.std(axis=0))) * 0.15
        self.pairs = pairs
        self.value = posting.fill(pairs).value
        self.found: dict[bytes, float] = {pairs.tobytes(): self.value}
        self.best, self.best_pairs = self.value, pairs

    def walk(
        self,
        until: float,
        *,
        steps: int = 10**9,
        stop: Callable[[Posts], bool] = lambda _: False,
        each: Callable[[Flags], None] = lambda _: None,
    ) -> None:
        """Walk until the clock, the number of steps or `stop` says so; `each` hears of the best pairs now and then."""
        began, warmth = time.monotonic(), WARMTH * max(1.0, abs(self.best))
        for step in range(steps):
            if step % A_LOOK == A_LOOK - 1:
                each(self.best_pairs)
            now = time.monotonic()
            if now >= until:
                return
            gone = max((now - began) / (until - began), step / steps)
            pairs = self._neighbour()
            key = pairs.tobytes()
            if key not in self.found:
                posts = self.posting.fill(pairs)
                self.found[key] = posts.value
                if stop(posts):
                    self._take(pairs, posts.value)
                    return
            value = self.found[key]
            dearer = value - self.value
            if dearer < 0 or self.random.random() < np.exp(-dearer / (warmth * max(COLD, 1 - gone))):
                self._take(pairs, value)

    def _take(self, pairs: Flags, value: float) -> None:
        self.pairs, self.value = pairs, value
        if value < self.best:
            self.best, self.best_pairs = value, pairs

    def meet(self, pairs: Flags) -> None:
        """Take notice of pairs that others found, and go there where they are better than those here."""
        if pairs.tobytes() not in self.found:
            self.found[pairs.tobytes()] = value = self.posting.fill(pairs).value
            if value < self.value:
                self._take(pairs, value)

    def leaders(self, count: int) -> list[Flags]:
        """The best pairs seen, the best first."""
        keys = sorted(self.found, key=self.found.__getitem__)[:count]
        return [np.frombuffer(key, bool).reshape(self.pairs.shape) for key in keys]

    def _neighbour(self) -> Flags:
        pairs = self.pairs.copy()
        for _ in range(1 + (self.random.random() < 0.3)):
            self._change(pairs, int(self.random.integers(self.problem.townships)))
        return pairs

    def _change(self, pairs: Flags, town: int) -> None:
        """Take an institution out of a township's team, put one in, or both."""
        inside, dice = np.nonzero(pairs[:, town])[0], self.random.random()
        if dice < 0.2 and len(inside) > 1:
            pairs[self.random.choice(inside), town] = False
            return
        newcomer = self._pick(~pairs[:, town], town)
        if newcomer is None:
            return
        if len(inside) and (dice < 0.7 or len(inside) >= self.problem.most_institutions):
            pairs[self.random.choice(inside), town] = False
        if pairs[newcomer].sum() >= self.problem.most_townships:
            self._make_room(pairs, newcomer)
        pairs[newcomer, town] = True

    def _make_room(self, pairs: Flags, newcomer: int) -> None:
        """Take an institution out of one of its townships, and mostly put another in its place."""
        left = int(self.random.choice(np.nonzero(pairs[newcomer])[0]))
        pairs[newcomer, left] = False
        if self.random.random() < 0.7:
            free = ~pairs[:, left] & (pairs.sum(axis=1) < self.problem.most_townships)
            free[newcomer] = False
            stand_in = self._pick(free, left)
            if stand_in is not None:
                pairs[stand_in, left] = True

    def _pick(self, among: Flags, town: int) -> int | None:
        """One of several institutions, the likelier the more attractive it is to the township."""
        ones = np.nonzero(among)[0]
        if not len(ones):
            return None
        attraction = self.attraction[ones, town]
        weight = np.exp(-(attraction - attraction.min()) / self.scale)
        return int(self.random.choice(ones, p=weight / weight.sum()))
