"""A lower bound on every plan: what the district would cost if limits could be bought at a price.

Four limits are priced: each adviser's A-posts and B-posts, the demand one adviser carries, and the townships of one
institution. What is left falls apart into townships, each of which takes its best team and its best people. For any
prices that are not negative the sum is a true lower bound (weak duality), whoever found the prices and however.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from menkou.postings.rules.allotment.problem import Floats, Numbers, Problem
from menkou.postings.rules.allotment.teams import Best, Teams, could_be_listed

PATIENCE = 6  # steps without a better bound before the stride is shortened


@dataclass(frozen=True, eq=False)
class Prices:
    """What one more A-post, B-post, unit of demand and township costs, each adviser and institution by itself."""

    a: Floats
    b: Floats
    demand: Floats
    townships: Floats

    @property
    def row(self) -> Floats:
        """All of them in one row."""
        return np.concatenate([self.a, self.b, self.demand, self.townships])


@dataclass(frozen=True, eq=False)
class Point:
    """The bound that some prices give, and by how much the answer behind it breaks each priced limit."""

    prices: Prices
    bound: float
    excess: Floats
    attraction: Floats  # [institution, township]: the least that a team with it would cost


class Relaxation:
    """The bound as a function of the prices."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.teams = Teams(problem) if could_be_listed(problem) else None
        unit = 1.0 / (1.0 + float(problem.demand.mean()))
        advisers = np.ones(problem.advisers)
        self.units = np.concatenate([advisers, advisers, unit * advisers, np.full(problem.institutions, 3.0)])

    def start(self) -> Prices:
        """Free posts, and fairness spread evenly."""
        problem = self.problem
        free = np.zeros(problem.advisers)
        even = np.full(problem.advisers, problem.fairness_weight / problem.advisers)
        return Prices(free, free, even, np.zeros(problem.institutions))

    def prices(self, row: Floats) -> Prices:
        """The nearest prices to a row that are allowed: none negative, demand's no dearer than fairness weighs."""
        n = self.problem.advisers
        demand = onto_budget(row[2 * n : 3 * n], self.problem.fairness_weight)
        return Prices(np.maximum(row[:n], 0), np.maximum(row[n : 2 * n], 0), demand, np.maximum(row[3 * n :], 0))

    def at(self, prices: Prices) -> Point:
        """The bound at these prices."""
        problem = self.problem
        a = problem.open_a + prices.a[:, None] + prices.demand[:, None] * problem.demand
        b = problem.open_b + prices.b[:, None]
        best = Best(problem, a, b)
        if self.teams is None:
            lowest, chosen, attraction = self._by_village(best, prices, a, b)
        else:
            lowest, chosen, attraction = self._by_township(best, prices)
        bound = lowest - prices.a @ problem.cap_a - prices.b @ problem.cap_b
        bound -= problem.most_townships * prices.townships.sum()
        bound += (problem.fairness_weight - prices.demand.sum()) * problem.least_peak
        return Point(prices, float(bound), self.excess(chosen, a, b), attraction)

    def _by_township(self, best: Best, prices: Prices) -> tuple[float, Floats, Floats]:
        assert self.teams is not None
        costs = self.teams.costs(best) + (self.teams.joined @ prices.townships)[:, None]
        team = costs.argmin(axis=0)
        attraction = np.array([costs[joined > 0].min(axis=0) for joined in self.teams.joined.T])
        return costs.min(axis=0).sum(), self.teams.joined[team].T, attraction

    def _by_village(self, best: Best, prices: Prices, a: Floats, b: Floats) -> tuple[float, Floats, Floats]:
        """Where teams are too many to list: any institution may serve any village, for its share of the pairing."""
        problem = self.problem
        share = (problem.pairing_cost + prices.townships[:, None]) / problem.villages_in
        here = np.maximum(share, 0)[:, problem.township_of]
        one, other = best.a + here, best.b + here
        lowest = two_apart(one, other)
        np.minimum(lowest, (best.alone + here).min(axis=0), out=lowest)
        total = lowest.sum() + (np.minimum(share, 0) * problem.villages_in).sum()
        likely = np.minimum(best.alone + here, one + other.min(axis=0)).T
        attraction = np.add.reduceat(likely, problem.first_village).T
        rank = attraction.argsort(axis=0).argsort(axis=0)
        return float(total), (rank < problem.most_institutions).astype(float), attraction

    def excess(self, chosen: Floats, a: Floats, b: Floats) -> Floats:
        """By how much the chosen teams' best people break the priced limits."""
        problem = self.problem
        closed = chosen[problem.institution_of][:, problem.township_of] < 0.5
        first, second = best_two(np.where(closed, np.inf, a), np.where(closed, np.inf, b))
        n = problem.advisers
        over_a = np.bincount(first, minlength=n) - problem.cap_a
        over_b = np.bincount(second, minlength=n) - problem.cap_b
        carried = np.bincount(first, problem.demand, n) - problem.least_peak
        return np.concatenate([over_a, over_b, carried, chosen.sum(axis=1) - problem.most_townships])


def two_apart(one: Floats, other: Floats) -> Floats:
    """The least sum of a value of one table and one of the other, each column by itself, from different rows."""
    if len(one) < 2:
        return np.full(one.shape[1], np.inf)
    low, high = np.partition(one, 1, axis=0)[:2], np.partition(other, 1, axis=0)[:2]
    crossed = np.minimum(low[0] + high[1], low[1] + high[0])
    return np.where(one.argmin(axis=0) != other.argmin(axis=0), low[0] + high[0], crossed)


def best_two(a: Floats, b: Floats) -> tuple[Numbers, Numbers]:
    """The cheapest two different people of each village."""
    here = np.arange(a.shape[1])
    first, second = a.argmin(axis=0), b.argmin(axis=0)
    clash = np.nonzero(first == second)[0]
    if len(clash):
        left_a, left_b = a[:, clash].copy(), b[:, clash].copy()
        left_a[first[clash], range(len(clash))] = np.inf
        left_b[second[clash], range(len(clash))] = np.inf
        other_a, other_b = left_a.argmin(axis=0), left_b.argmin(axis=0)
        dearer_a = a[other_a, clash] - a[first[clash], here[clash]]
        dearer_b = b[other_b, clash] - b[second[clash], here[clash]]
        move_a = dearer_a < dearer_b
        first[clash] = np.where(move_a, other_a, first[clash])
        second[clash] = np.where(move_a, second[clash], other_b)
    return first, second


def onto_budget(row: Floats, budget: float) -> Floats:
    """The nearest row that has nothing negative and sums to the budget at most."""
    row = np.maximum(row, 0.0) if budget > 0 else np.zeros_like(row)
    if row.sum() <= budget:
        return row
    ordered = np.sort(row)[::-1]
    over = np.cumsum(ordered) - budget
    last = np.nonzero(ordered * np.arange(1, len(row) + 1) > over)[0][-1]
    return np.maximum(row - over[last] / (last + 1), 0.0)


def ascend(
    relaxation: Relaxation, start: Prices, stride: float | None = None, patience: int = PATIENCE
) -> Iterator[Point]:
    """Better and better prices, without end: the best point so far after each step.

    A subgradient walk with memory. It aims a stride above the best bound and shortens the stride when that fails.
    """
    best = relaxation.at(start)
    stride = abs(best.bound) * 0.1 + 1.0 if stride is None else stride
    units, heading, here, failed = relaxation.units, np.zeros(len(relaxation.units)), best, 0
    while True:
        slope = here.excess * units
        row = here.prices.row / units
        slope[(row <= 0) & (slope < 0)] = 0.0
        heading = slope + 0.6 * heading
        length = float(heading @ heading)
        if length == 0.0:
            yield best
            continue
        step = (best.bound + stride - here.bound) / length
        here = relaxation.at(relaxation.prices((row + step * heading) * units))
        if here.bound > best.bound:
            failed = 0 if here.bound > best.bound + 0.02 * stride else failed + 1
            best = here
        else:
            failed += 1
        if failed >= patience:
            stride, failed, here, heading = stride * 0.6, 0, best, np.zeros(len(units))
        yield best
