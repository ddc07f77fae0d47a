"""A bound for small problems by another solver: the whole programme, written down from the file alone, for HiGHS.

Where the exact programme was the proof of an answer, there are no prices to add up; so the problem is solved again by a
program that shares no line with the first, up to where no plan can cost less.
"""

import datetime
import itertools
import math
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

NEAR_ENOUGH = 0.5  # costs are whole numbers
MOST_POSTS = 6000  # advisers times villages that are solved again


def least_cost_of(told: Mapping[str, Any], seconds: float) -> int | None:
    """What every plan costs at least, as far as HiGHS comes within the seconds; None where there is no such number."""
    from ortools.math_opt.python import mathopt

    model = mathopt.Model()
    houses, towns = range(len(told["pairing_cost"])), range(len(told["pairing_cost"][0]))
    pairs = {pair: model.add_binary_variable() for pair in itertools.product(houses, towns)}
    posts = {kind: _posts(model, told, kind) for kind in ("a", "b")}
    _rules(model, told, pairs, posts)
    peak = model.add_variable(lb=0.0)
    for adviser in range(len(told["institution_of"])):
        carried = [float(told["demand"][v]) * post for (who, v), post in posts["a"].items() if who == adviser]
        model.add_linear_constraint(mathopt.fast_sum(carried) <= peak)
    costs = [float(told["pairing_cost"][i][t]) * pair for (i, t), pair in pairs.items()]
    costs += [float(told[f"cost_{kind}"][w][v]) * post for kind in posts for (w, v), post in posts[kind].items()]
    model.minimize(mathopt.fast_sum([*costs, float(told["fairness_weight"]) * peak]))
    limit = mathopt.SolveParameters(
        time_limit=datetime.timedelta(seconds=seconds), relative_gap_tolerance=0.0, absolute_gap_tolerance=NEAR_ENOUGH
    )
    bound = mathopt.solve(model, mathopt.SolverType.HIGHS, params=limit).termination.objective_bounds.dual_bound
    return math.ceil(bound - 1e-4 - 1e-7 * abs(bound)) if math.isfinite(bound) else None  # as fine as it reckons


def _posts(model: Any, told: Mapping[str, Any], kind: str) -> dict[tuple[int, int], Any]:
    """Who may take which village's post, one for each village, nobody beyond their limit."""
    from ortools.math_opt.python import mathopt

    never = {(who, village) for who, village in told["forbidden"]}
    every = itertools.product(range(len(told["institution_of"])), range(len(told["township_of"])))
    posts = {key: model.add_binary_variable() for key in every if key not in never}
    for side, many, bound in ((1, len(told["township_of"]), None), (0, len(told["institution_of"]), f"cap_{kind}")):
        for one in range(many):
            taken = mathopt.fast_sum([post for key, post in posts.items() if key[side] == one])
            model.add_linear_constraint(taken == 1 if bound is None else taken <= told[bound][one])
    return posts


def _rules(model: Any, told: Mapping[str, Any], pairs: Mapping, posts: Mapping[str, Mapping]) -> None:
    """Two people to a village; who serves a township does so in a pair; so many pairs, and no pair without a post."""
    from ortools.math_opt.python import mathopt

    for key in posts["a"]:
        model.add_linear_constraint(posts["a"][key] + posts["b"][key] <= 1)
    using: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for kind in posts:
        for (who, village), post in posts[kind].items():
            pair = told["institution_of"][who], told["township_of"][village]
            using[pair].append(post)
            model.add_linear_constraint(post <= pairs[pair])
    for pair, variable in pairs.items():
        model.add_linear_constraint(variable <= mathopt.fast_sum(using[pair]))
    for side, most in ((0, "most_townships_per_institution"), (1, "most_institutions_per_township")):
        for one in {pair[side] for pair in pairs}:
            served = [variable for pair, variable in pairs.items() if pair[side] == one]
            model.add_linear_constraint(mathopt.fast_sum(served) <= told[most])
