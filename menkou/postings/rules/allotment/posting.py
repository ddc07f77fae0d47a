"""With the pairs given: who takes which post."""

from dataclasses import dataclass

import numpy as np

from menkou.postings.rules.allotment.flow import EMPTY, cheapest
from menkou.postings.rules.allotment.problem import Flags, Floats, Numbers, Problem


@dataclass(frozen=True, eq=False)
class Posts:
    """The two posts of every village, how many could not be filled, and what they cost at the prices used.

    The value is that of the posts and pairs with demand paid by its prices, an empty post at the price of a vacancy.
    """

    a: Numbers
    b: Numbers
    empty: int
    value: float


class Posting:
    """Fills the posts of any pairs, with demand at these prices."""

    def __init__(self, problem: Problem, demand_prices: Floats) -> None:
        self.problem = problem
        self.paid_a = problem.cost_a + demand_prices[:, None] * problem.demand
        dearest = max(self.paid_a.max(), problem.cost_b.max()) - min(self.paid_a.min(), problem.cost_b.min(), 0)
        self.vacancy = 1.0 + 4.0 * float(dearest) + 2.0 * max(0.0, float(problem.pairing_cost.max()))
        self.unspent = (problem.fairness_weight - float(demand_prices.sum())) * problem.least_peak
        self._b = problem.cost_b.astype(float)
        self._here = np.arange(problem.villages)

    def fill(self, pairs: Flags) -> Posts:
        """The A-posts at the least cost, then the B-posts by other people."""
        problem, here = self.problem, self._here
        allowed = pairs[problem.institution_of][:, problem.township_of] & problem.allowed
        a = cheapest(self.paid_a, problem.cap_a, allowed, self.vacancy)
        allowed[a[a != EMPTY], here[a != EMPTY]] = False
        b = cheapest(self._b, problem.cap_b, allowed, self.vacancy)
        empty = int((a == EMPTY).sum() + (b == EMPTY).sum())
        value = np.where(a == EMPTY, self.vacancy, self.paid_a[a, here]).sum()
        value += np.where(b == EMPTY, self.vacancy, self._b[b, here]).sum()
        value += problem.pairing_cost[pairs].sum() + self.unspent
        return Posts(a, b, empty, float(value))


def refill_b(problem: Problem, pairs: Flags, a: Numbers, vacancy: float) -> Numbers:
    """The B-posts at the least cost for these A-posts."""
    allowed = pairs[problem.institution_of][:, problem.township_of] & problem.allowed
    allowed[a, np.arange(problem.villages)] = False
    return cheapest(problem.cost_b.astype(float), problem.cap_b, allowed, vacancy)
