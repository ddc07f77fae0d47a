"""With the pairs given: all posts and the largest demand settled together by HiGHS, nearly exactly.

The linear programme says in a third of a second what these pairs cost at least, and which posts are near enough to being
taken; with those alone the whole numbers take seconds. What comes of it is judged as any other plan is.
"""

import datetime
import math
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from menkou.postings.rules.allotment.problem import Flags, Floats, Numbers, Problem

NEAR = 10.0  # of a post's reduced cost: with 40 HiGHS takes six times as long, and finds nothing better
EXACT_ENOUGH = 3e-4  # of the value: nearer than that is hardly worth the time
NODES = 200  # of the search for whole numbers where no clock runs


@dataclass(frozen=True, eq=False)
class Linear:
    """What given pairs cost at least, and by how much each A-post and B-post would add to that; without end where none may be."""

    pairs: Flags
    value: float
    dearer_a: Floats
    dearer_b: Floats


def linear(problem: Problem, pairs: Flags) -> Linear | None:
    """The linear programme; None where these pairs cannot fill every post."""
    from ortools.math_opt.python import mathopt

    may = pairs[problem.institution_of][:, problem.township_of] & problem.allowed
    programme = _Programme(problem, pairs, may, may, whole=False)
    result = mathopt.solve(programme.model, mathopt.SolverType.HIGHS)
    if result.termination.reason != mathopt.TerminationReason.OPTIMAL:
        return None
    dearer = result.reduced_costs()
    tables = []
    for posts in (programme.a, programme.b):
        table = np.full(problem.allowed.shape, np.inf)
        for key, post in posts.items():
            table[key] = dearer[post]
        tables.append(table)
    return Linear(pairs, result.objective_value(), *tables)


def by_least_cost(problem: Problem, many: Iterable[Flags], until: float) -> list[Linear]:
    """What each of many pairs costs at least, as far as the time goes; the least first, without those that are too few."""
    found = []
    for pairs in many:
        if time.monotonic() > until:
            break
        found.append(linear(problem, pairs))
    return sorted((one for one in found if one), key=lambda one: one.value)


def settled(problem: Problem, found: Linear, seconds: float) -> tuple[Numbers, Numbers] | None:
    """The posts in whole numbers, as good as HiGHS finds them in the time; without a clock, in a number of nodes."""
    from ortools.math_opt.python import mathopt

    programme = _Programme(problem, found.pairs, found.dearer_a <= NEAR, found.dearer_b <= NEAR, whole=True)
    limits: dict[str, Any] = {"relative_gap_tolerance": EXACT_ENOUGH}
    if math.isfinite(seconds):
        limits["time_limit"] = datetime.timedelta(seconds=seconds)
    else:
        limits["node_limit"] = NODES
    result = mathopt.solve(programme.model, mathopt.SolverType.HIGHS, params=mathopt.SolveParameters(**limits))
    if not result.has_primal_feasible_solution():
        return None
    values = result.variable_values()
    taken = []
    for posts in (programme.a, programme.b):
        row = np.full(problem.villages, -1, np.int64)
        for (who, village), post in posts.items():
            if values[post] > 0.5:
                row[village] = who
        taken.append(row)
    return None if min(row.min() for row in taken) < 0 else (taken[0], taken[1])


class _Programme:
    """One person for each post of each village, two people to a village, nobody beyond their limit, and the largest demand."""

    def __init__(self, problem: Problem, pairs: Flags, may_a: Flags, may_b: Flags, *, whole: bool) -> None:
        from ortools.math_opt.python import mathopt

        self.problem, self.model, self._whole = problem, mathopt.Model(), whole
        self.a = self._posts(may_a, problem.cap_a)
        self.b = self._posts(may_b, problem.cap_b)
        for key in sorted(self.a.keys() & self.b.keys()):
            self.model.add_linear_constraint(self.a[key] + self.b[key] <= 1)
        peak, carried = self.model.add_variable(lb=float(problem.least_peak)), defaultdict(list)
        for (who, village), post in self.a.items():
            carried[who].append(float(problem.demand[village]) * post)
        for terms in carried.values():
            self.model.add_linear_constraint(mathopt.fast_sum(terms) <= peak)
        costs = [float(problem.cost_a[key]) * post for key, post in self.a.items()]
        costs += [float(problem.cost_b[key]) * post for key, post in self.b.items()]
        costs += [float(problem.fairness_weight) * peak]
        self.model.minimize(mathopt.fast_sum(costs) + float(problem.pairing_cost[pairs].sum()))

    def _posts(self, may: Flags, cap: Numbers) -> dict[tuple[int, int], Any]:
        from ortools.math_opt.python import mathopt

        posts, at, of = {}, defaultdict(list), defaultdict(list)
        for who, village in np.argwhere(may).tolist():
            post = posts[who, village] = self.model.add_variable(lb=0.0, ub=1.0, is_integer=self._whole)
            at[village].append(post)
            of[who].append(post)
        for village in range(self.problem.villages):
            self.model.add_linear_constraint(mathopt.fast_sum(at[village]) == 1)
        for who, held in of.items():
            self.model.add_linear_constraint(mathopt.fast_sum(held) <= float(cap[who]))
        return posts
