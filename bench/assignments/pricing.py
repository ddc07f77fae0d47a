"""Prices of jobs and the bound they prove: what the agents would take on if every job paid its price.

Each agent then fills their room as profitably as they can, without asking the others (Lagrangian relaxation, a knapsack
for each agent). Whatever the prices, their sum less all those profits is a true lower bound.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.assignments.reading import Assignment

Floats = NDArray[np.float64]
NEVER = -1e15  # the profit of what does not fit
PATIENCE, SHORTER, LEAST = 15, 0.7, 0.004  # steps without gain, what then becomes of the stride, and when to end
MEMORY = 0.6  # of the last direction, as in the planner's own ascent
FIRST_STEPS = 600  # of the prices of room, from which the jobs' prices begin


@dataclass(frozen=True, eq=False)
class Prices:
    """The price of each job, the most profit each agent can make of them, and the bound."""

    job: Floats
    most: Floats
    bound: float


class Knapsacks:
    """All the agents' knapsacks, filled at once, job by job."""

    def __init__(self, problem: Assignment) -> None:
        self.problem = problem
        self.width = int(problem.room.max()) + 1
        self.everyone = np.arange(problem.agents)
        start = (self.everyone * (self.width + 1))[:, None]
        left = np.arange(self.width) - problem.load.T[:, :, None]
        self.source = np.where(left >= 0, left + start, self.width + start)
        self.does_take = np.empty(self.source.shape, bool)

    def filled(self, prices: Floats) -> tuple[Floats, NDArray[np.bool_]]:
        """Each agent's largest profit, and which jobs make it."""
        problem, most = self.problem, np.zeros((self.problem.agents, self.width + 1))
        most[:, self.width] = NEVER
        profit = prices - problem.cost
        for job in range(problem.jobs):
            with_it = most.ravel().take(self.source[job]) + profit[:, job, None]
            np.greater(with_it, most[:, : self.width], out=self.does_take[job])
            np.maximum(with_it, most[:, : self.width], out=most[:, : self.width])
        left, chosen = problem.room.copy(), np.zeros(problem.cost.shape, bool)
        for job in reversed(range(problem.jobs)):
            chosen[:, job] = self.does_take[job, self.everyone, left]
            left -= problem.load[:, job] * chosen[:, job]
        return most[self.everyone, problem.room], chosen


def prices_of_room(problem: Assignment) -> Floats:
    """What a unit of each agent's room is worth: the relaxation in which only the rooms are priced."""
    here, price = np.arange(problem.jobs), np.zeros(problem.agents)
    best, kept, stride, failed = -np.inf, price, float(np.abs(problem.cost).max() + 1), 0
    for _ in range(FIRST_STEPS):
        dear = problem.cost + price[:, None] * problem.load
        taken = dear.argmin(axis=0)
        bound = float(dear[taken, here].sum() - price @ problem.room)
        over = np.bincount(taken, problem.load[taken, here], problem.agents) - problem.room
        if bound > best:
            best, kept, failed = bound, price, 0
        else:
            failed += 1
        if failed > PATIENCE:
            stride, failed, price = stride * SHORTER, 0, kept
        if not (length := float(over @ over)):
            break
        price = np.maximum(price + stride * over / length, 0)
    return kept


def raised(problem: Assignment, start: Floats, aim: float, steps: int, patience: int = PATIENCE) -> Prices:
    """The best prices that so many steps of a subgradient walk with memory find; it aims at a known value."""
    knapsacks, here, heading = Knapsacks(problem), start, np.zeros(problem.jobs)
    best, stride, failed = Prices(start, np.zeros(problem.agents), -np.inf), 1.0, 0
    for _ in range(steps):
        most, chosen = knapsacks.filled(here)
        bound = float(here.sum() - most.sum())
        failed = 0 if bound > best.bound + 1e-2 else failed + 1
        if bound > best.bound:
            best = Prices(here, most, bound)
        if failed > patience:
            stride, failed, here, heading = stride * SHORTER, 0, best.job, np.zeros(problem.jobs)
        heading = 1.0 - chosen.sum(axis=0) + MEMORY * heading
        length = float(heading @ heading)
        if not length or stride < LEAST or aim - bound < 1e-6:
            break
        here = here + stride * (aim - bound) / length * heading
    return best
