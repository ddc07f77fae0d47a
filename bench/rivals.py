"""Other ways to solve a posting problem: a greedy rule, HiGHS on the whole programme, CP-SAT from the greedy plan.

    python -m bench.rivals greedy|highs|cp-sat FILE SECONDS

prints {"value", "bound", "broken"}; null where there is none.
"""

import argparse
import datetime
import itertools
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from menkou.postings.rules.allotment.checker import judged
from menkou.postings.rules.allotment.exact import Exact
from menkou.postings.rules.allotment.problem import NEVER, Problem
from menkou.postings.rules.allotment.reading import from_mapping

Found = tuple[np.ndarray | None, np.ndarray | None, float | None]  # posts and a bound on all plans


def greedy(problem: Problem, _seconds: float) -> Found:
    """Village by village, the largest township first: the cheapest who is free, a new pair at an eighth of its cost."""
    pairs = np.zeros((problem.institutions, problem.townships), bool)
    posts = [np.zeros(problem.villages, np.int64) for _ in range(2)]
    room = [problem.cap_a.copy(), problem.cap_b.copy()]
    for village in np.argsort(-problem.villages_in[problem.township_of], kind="stable"):
        town = problem.township_of[village]
        for post, costs in enumerate((problem.cost_a, problem.cost_b)):
            full = pairs[:, town].sum() >= problem.most_institutions
            may = pairs[:, town] | ((pairs.sum(axis=1) < problem.most_townships) & ~full)
            free = problem.allowed[:, village] & (room[post] > 0)
            if post:
                free[posts[0][village]] = False
            fitting = free & may[problem.institution_of]
            opening = np.where(pairs[:, town], 0, problem.pairing_cost[:, town] / 8)[problem.institution_of]
            cost = np.where(fitting if fitting.any() else free, costs[:, village] + opening, NEVER)
            who = posts[post][village] = int(cost.argmin())
            room[post][who] -= 1
            pairs[problem.institution_of[who], town] = True
    return posts[0], posts[1], None


def cp_sat(problem: Problem, seconds: float) -> Found:
    """The whole programme, with the greedy plan as a hint."""
    a, b, _ = greedy(problem, seconds)
    programme = Exact(problem).priced()
    assert a is not None
    assert b is not None
    programme.hint(a, b)
    verdict = programme.solve(seconds, workers=2)
    return verdict.a, verdict.b, verdict.bound


def highs(problem: Problem, seconds: float) -> Found:
    """The whole programme as a mixed-integer one, with no help."""
    from ortools.math_opt.python import mathopt

    model = mathopt.Model()
    every = itertools.product(range(problem.institutions), range(problem.townships))
    pairs = {pair: model.add_binary_variable() for pair in every}
    a = _posts(model, problem, problem.cap_a, pairs)
    b = _posts(model, problem, problem.cap_b, pairs)
    for key, post in a.items():
        model.add_linear_constraint(post + b[key] <= 1)
    for side, most in ((0, problem.most_townships), (1, problem.most_institutions)):
        for one in {pair[side] for pair in pairs}:
            served = [pairs[pair] for pair in pairs if pair[side] == one]
            model.add_linear_constraint(mathopt.fast_sum(served) <= most)
    costs = [float(problem.pairing_cost[pair]) * variable for pair, variable in pairs.items()]
    for posts, prices in ((a, problem.cost_a), (b, problem.cost_b)):
        costs += [float(prices[key]) * post for key, post in posts.items()]
    model.minimize(mathopt.fast_sum([*costs, float(problem.fairness_weight) * _peak(model, problem, a)]))
    answer = mathopt.solve(
        model,
        mathopt.SolverType.HIGHS,
        params=mathopt.SolveParameters(time_limit=datetime.timedelta(seconds=seconds)),
    )
    bound = answer.termination.objective_bounds.dual_bound
    if not answer.has_primal_feasible_solution():
        return None, None, bound
    values = answer.variable_values()
    return _taken(problem, a, values), _taken(problem, b, values), bound


def _peak(model: Any, problem: Problem, a: dict) -> Any:
    """The largest demand that one adviser carries."""
    from ortools.math_opt.python import mathopt

    peak, carried = model.add_variable(lb=0.0), defaultdict(list)
    for (adviser, village), post in a.items():
        carried[adviser].append(float(problem.demand[village]) * post)
    for terms in carried.values():
        model.add_linear_constraint(mathopt.fast_sum(terms) <= peak)
    return peak


def _taken(problem: Problem, posts: dict, values: dict) -> np.ndarray:
    chosen = np.zeros(problem.villages, np.int64)
    for (adviser, village), post in posts.items():
        if values[post] > 0.5:
            chosen[village] = adviser
    return chosen


def _posts(model: Any, problem: Problem, cap: np.ndarray, pairs: dict) -> dict:
    """The variables of one post with the rows that hold for it alone."""
    from ortools.math_opt.python import mathopt

    posts, at, of, from_one = {}, defaultdict(list), defaultdict(list), defaultdict(list)
    for adviser, village in zip(*np.nonzero(problem.allowed), strict=True):
        post = posts[int(adviser), int(village)] = model.add_binary_variable()
        at[village].append(post)
        of[adviser].append(post)
        from_one[int(problem.institution_of[adviser]), int(village)].append(post)
    for choices in at.values():
        model.add_linear_constraint(mathopt.fast_sum(choices) == 1)
    for adviser, held in of.items():
        model.add_linear_constraint(mathopt.fast_sum(held) <= int(cap[adviser]))
    for (institution, village), choices in from_one.items():
        pair = pairs[institution, int(problem.township_of[village])]
        model.add_linear_constraint(mathopt.fast_sum(choices) <= pair)
    return posts


WAYS = {"greedy": greedy, "highs": highs, "cp-sat": cp_sat}


def main() -> None:
    """Solve one file in one way."""
    parser = argparse.ArgumentParser(prog="python -m bench.rivals")
    parser.add_argument("way", choices=WAYS)
    parser.add_argument("file", type=Path)
    parser.add_argument("seconds", type=float)
    options = parser.parse_args()
    told = json.loads(options.file.read_text())
    problem = from_mapping(told)
    a, b, bound = WAYS[options.way](problem, options.seconds)
    value, broken = None, []
    if a is not None and b is not None:
        value, broken = judged(told, problem.in_order_of_file(a), problem.in_order_of_file(b))
    known = bound is not None and np.isfinite(bound)
    json.dump({"value": value, "bound": bound if known else None, "broken": len(broken)}, sys.stdout)


if __name__ == "__main__":
    main()
