"""A team is the set of institutions that serves one township. All that are small enough are listed once.

The two people of a village come from at most two institutions, so what a team of any size can do for a village is the
best that any two of its members can do: this makes thousands of teams as quick to price as a few hundred pairs.
"""

import itertools
import math

import numpy as np

from menkou.postings.rules.allotment.problem import NEVER, Flags, Floats, Numbers, Problem

MOST_CELLS = 16_000_000  # teams times villages; beyond this, teams are not listed


def could_be_listed(problem: Problem) -> bool:
    """Whether there are few enough teams to look at them all."""
    sizes = range(1, min(problem.most_institutions, problem.institutions) + 1)
    teams = sum(math.comb(problem.institutions, size) for size in sizes)
    return teams * problem.villages <= MOST_CELLS


class Best:
    """The best that each institution can do for each village, at given prices."""

    def __init__(self, problem: Problem, a: Floats, b: Floats) -> None:
        self.a = np.minimum.reduceat(a, problem.first_adviser)
        self.b = np.minimum.reduceat(b, problem.first_adviser)
        self.alone = np.empty_like(self.a)
        ends = np.append(problem.first_adviser[1:], problem.advisers)
        for one, (first, last) in enumerate(zip(problem.first_adviser, ends, strict=True)):
            self.alone[one] = two_of(a[first:last], b[first:last])


def two_of(a: Floats, b: Floats) -> Floats:
    """The least cost of two different people on the two posts of each village."""
    if len(a) < 2:
        return np.full(a.shape[1], 2 * NEVER)
    lowest_a, lowest_b = np.partition(a, 1, axis=0)[:2], np.partition(b, 1, axis=0)[:2]
    apart = lowest_a[0] + lowest_b[0]
    other = np.minimum(lowest_a[0] + lowest_b[1], lowest_a[1] + lowest_b[0])
    return np.where(a.argmin(axis=0) != b.argmin(axis=0), apart, other)


class Teams:
    """Every team that a township may have, and which of them are strong enough for it."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        everyone = range(problem.institutions)
        sizes = range(1, min(problem.most_institutions, problem.institutions) + 1)
        self.of_size = [list(itertools.combinations(everyone, size)) for size in sizes]
        self.members = [team for teams in self.of_size for team in teams]
        self.joined = np.zeros((len(self.members), problem.institutions))
        for number, team in enumerate(self.members):
            self.joined[number, list(team)] = 1
        needed = problem.villages_in
        self.able: Flags = ((self.joined @ problem.strength_a)[:, None] >= needed) & (
            (self.joined @ problem.strength_b)[:, None] >= needed
        )
        self.pairing: Floats = np.where(self.able, self.joined @ problem.pairing_cost, 4 * NEVER * max(needed))
        self.doubles = np.array(list(itertools.combinations(everyone, 2)), np.int64).reshape(-1, 2)
        self._inside = [self._doubles_inside(teams) for teams in self.of_size[2:]]

    def _doubles_inside(self, teams: list[tuple[int, ...]]) -> Numbers:
        number = np.zeros((self.problem.institutions,) * 2, np.int64)
        number[self.doubles[:, 0], self.doubles[:, 1]] = np.arange(len(self.doubles))
        array = np.array(teams)
        pairs = itertools.combinations(range(array.shape[1]), 2)
        return np.array([number[array[:, one], array[:, other]] for one, other in pairs])

    def costs(self, best: Best) -> Floats:
        """What each team costs each township, its pairing included."""
        first = self.problem.first_village
        tables = [np.add.reduceat(best.alone, first, axis=1)]
        if len(self.of_size) > 1:
            one, other = self.doubles.T
            double = np.minimum(best.a[one] + best.b[other], best.a[other] + best.b[one])
            np.minimum(double, best.alone[one], out=double)
            np.minimum(double, best.alone[other], out=double)
            tables.append(np.add.reduceat(double, first, axis=1))
        for inside in self._inside:
            lowest = double[inside[0]]
            for row in inside[1:]:
                np.minimum(lowest, double[row], out=lowest)
            tables.append(np.add.reduceat(lowest, first, axis=1))
        return np.concatenate(tables) + self.pairing
