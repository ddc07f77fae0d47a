"""Pairs alone: can the institutions be divided among the townships so that there are people enough for every post?

People are counted, not told apart: a small programme for CP-SAT. Where even that leaves posts empty, no plan exists.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from menkou.postings.rules.allotment.problem import Flags, Numbers, Problem


@dataclass(frozen=True, eq=False)
class Division:
    """How many posts every division leaves empty at least, and the pairs of the best one found, if any was."""

    empty: int
    pairs: Flags | None


def divided(problem: Problem, seconds: float, work: float = math.inf) -> Division:
    """The pairs that leave the fewest posts empty; `work` is what CP-SAT calls deterministic time."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    institutions, townships = range(problem.institutions), range(problem.townships)
    pairs = {(i, t): model.new_bool_var("") for i in institutions for t in townships}
    for t in townships:
        model.add(sum(pairs[i, t] for i in institutions) <= problem.most_institutions)
    for i in institutions:
        model.add(sum(pairs[i, t] for t in townships) <= problem.most_townships)
    missing = [_missing(model, problem, pairs, strength) for strength in (problem.strength_a, problem.strength_b)]
    model.minimize(sum(missing))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.1, seconds)
    solver.parameters.max_deterministic_time = work
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = problem.seed % 2**31
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Division(0, None)
    found = np.zeros((problem.institutions, problem.townships), bool)
    for pair, variable in pairs.items():
        found[pair] = solver.boolean_value(variable)
    return Division(int(np.ceil(solver.best_objective_bound - 1e-6)), found)


def _missing(model: Any, problem: Problem, pairs: dict[tuple[int, int], Any], strength: Numbers) -> Any:
    """How many posts of one kind stay empty, with everybody where the pairs let them be."""
    filled = {}
    for (i, t), pair in pairs.items():
        most = int(min(strength[i], problem.villages_in[t]))
        filled[i, t] = model.new_int_var(0, most, "")
        model.add(filled[i, t] <= most * pair)
    for i in range(problem.institutions):
        model.add(sum(filled[i, t] for t in range(problem.townships)) <= int(strength[i]))
    for t in range(problem.townships):
        model.add(sum(filled[i, t] for i in range(problem.institutions)) <= int(problem.villages_in[t]))
    return problem.villages - sum(filled.values())
