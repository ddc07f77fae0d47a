"""With pairs and posts given: bring down the largest demand that one adviser carries, as far as that pays.

Villages are handed from one adviser to another, or exchanged between two, under a ceiling that is lowered step by step.
"""

import time

import numpy as np

from menkou.postings.rules.allotment.flow import EMPTY
from menkou.postings.rules.allotment.posting import refill_b
from menkou.postings.rules.allotment.problem import Flags, Floats, Numbers, Problem

LOWER = 0.97  # each ceiling is this much of the peak before
PATIENCE = 5  # ceilings that did not pay, before giving up


class Exchange:
    """A-posts that are being exchanged; B-posts and pairs stand still."""

    def __init__(self, problem: Problem, pairs: Flags, a: Numbers, b: Numbers) -> None:
        self.problem, self.a, self.b = problem, a.copy(), b
        self.here = np.arange(problem.villages)
        may = pairs[problem.institution_of][:, problem.township_of] & problem.allowed
        may[b, self.here] = False
        self.cost: Floats = np.where(may, problem.cost_a, np.inf)
        self.count = np.bincount(self.a, minlength=problem.advisers)
        self.load = np.bincount(self.a, problem.demand, problem.advisers)

    def lower(self, ceiling: float) -> bool:
        """Bring every adviser's demand under the ceiling; False where no exchange does."""
        for _ in range(4 * self.problem.villages):
            most = int(self.load.argmax())
            if self.load[most] <= ceiling:
                return True
            if not self._relieve(most, ceiling):
                return False
        return False

    def _relieve(self, most: int, ceiling: float) -> bool:
        """The exchange that takes demand from one adviser at the least cost for each unit."""
        problem, demand = self.problem, self.problem.demand
        mine = np.nonzero(self.a == most)[0]
        over = self.load[most] - ceiling
        moving = self.cost[:, mine] - self.cost[most, mine]
        full = (self.count >= problem.cap_a)[:, None] | (self.load[:, None] + demand[mine] > ceiling)
        moved = np.where(full, np.inf, moving)
        relief = np.minimum(demand[mine], over)
        with np.errstate(divide="ignore", invalid="ignore"):
            rate = np.where((relief > 0) & np.isfinite(moved), moved / relief, np.inf)
        rate[most] = np.inf
        theirs = self.a
        swapped = moving[theirs].T + self.cost[most] - self.cost[theirs, self.here]
        less = demand[mine][:, None] - demand
        fits = (less > 0) & (self.load[theirs] + less <= ceiling) & (theirs != most)
        with np.errstate(divide="ignore", invalid="ignore"):
            swap_rate = np.where(fits & np.isfinite(swapped), swapped / np.minimum(less, over), np.inf)
        if min(rate.min(), swap_rate.min()) == np.inf:
            return False
        if rate.min() <= swap_rate.min():
            who, which = np.unravel_index(rate.argmin(), rate.shape)
            self._give(int(mine[which]), int(who))
        else:
            which, other = np.unravel_index(swap_rate.argmin(), swap_rate.shape)
            self._give(int(mine[which]), int(self.a[other]))
            self._give(int(other), most)
        return True

    def cheapen(self, ceiling: float) -> None:
        """Exchange villages as long as that saves something under the ceiling."""
        for _ in range(4 * self.problem.villages):
            if not (self._best_gift(ceiling) or self._best_swap(ceiling)):
                return

    def _best_gift(self, ceiling: float) -> bool:
        problem = self.problem
        saved = self.cost - self.cost[self.a, self.here]
        full = (self.count >= problem.cap_a)[:, None] | (self.load[:, None] + problem.demand > ceiling)
        saved[full] = np.inf
        who, village = np.unravel_index(saved.argmin(), saved.shape)
        if saved[who, village] > -1e-9:
            return False
        self._give(int(village), int(who))
        return True

    def _best_swap(self, ceiling: float) -> bool:
        moving = self.cost[self.a] - self.cost[self.a, self.here]  # [v, w]: the adviser of v takes w as well
        less = self.problem.demand[:, None] - self.problem.demand
        saved = moving + moving.T
        more = self.load[self.a][:, None] - less  # the adviser of v gives v and takes w
        saved[np.maximum(more, more.T) > ceiling] = np.inf
        one, other = np.unravel_index(saved.argmin(), saved.shape)
        if saved[one, other] > -1e-9:
            return False
        first, second = int(self.a[one]), int(self.a[other])
        self._give(int(one), second)
        self._give(int(other), first)
        return True

    def _give(self, village: int, who: int) -> None:
        before, demand = self.a[village], self.problem.demand[village]
        self.count[before] -= 1
        self.load[before] -= demand
        self.count[who] += 1
        self.load[who] += demand
        self.a[village] = who


def evened(
    problem: Problem, pairs: Flags, a: Numbers, b: Numbers, until: float = np.inf
) -> tuple[int, Numbers, Numbers]:
    """The best posts found under lower and lower ceilings, with their true cost."""
    best = (problem.cost(a, b), a, b)
    exchange, failed = Exchange(problem, pairs, a, b), 0
    ceiling = exchange.load.max()
    vacancy = 4.0 * (1 + float(problem.cost_b.max()))
    while failed < PATIENCE and time.monotonic() < until:
        if not exchange.lower(ceiling):
            break
        exchange.cheapen(ceiling)
        other = refill_b(problem, pairs, exchange.a, vacancy)
        if not (other == EMPTY).any():
            again = Exchange(problem, pairs, exchange.a, other)
            again.cheapen(ceiling)
            exchange = again
        value = problem.cost(exchange.a, exchange.b)
        failed += 1
        if value < best[0]:
            best, failed = (value, exchange.a.copy(), exchange.b), 0
        ceiling = int(min(ceiling * LOWER, exchange.load.max() - 1))
    return best
