"""OR-Library's problems of type D by our search and by plain HiGHS, at equal time.

    python -m bench.assignments.contest ours|highs NAME SECONDS

prints {"value", "bound", "broken"}; null where there is none.
"""

import argparse
import datetime
import json
import math
import sys
from dataclasses import dataclass

import numpy as np

from bench.assignments.reading import Assignment, Numbers, type_d
from bench.assignments.solver import solve
from bench.measuring import GRACE, measured

# as listed in data/data.csv of fontanf/generalizedassignmentsolver: 6,185 is proven; for d20200 12,235 is proven
BEST_KNOWN = {"d20100": 6185, "d20200": 12244}
OURS = "neighbourhoods"
WAYS = {OURS: "ours", "highs": "highs"}
HEADS = ("problem", "contender", "value", "best known", "distance", "bound", "seconds", "processor s", "memory MB")
WORKERS = 2  # as the planner, which also keeps a second process
RESERVE = 0.7  # seconds for starting and for handing over: our clock is the command's


@dataclass(frozen=True)
class Run:
    """What one contender did with one problem."""

    problem: str
    contender: str
    value: int | None
    bound: float | None
    broken: int
    seconds: float
    cpu_s: float
    memory_mb: float

    @property
    def is_good(self) -> bool:
        """Whether it is an answer that keeps every rule."""
        return self.value is not None and not self.broken

    @property
    def row(self) -> tuple[str, ...]:
        """Its words in the table."""
        best = BEST_KNOWN[self.problem]
        known = self.value is not None
        return (
            *(self.problem, self.contender, f"{self.value:,}" if known else "none", f"{best:,}"),
            *(
                f"{self.value - best}" if known else "",
                "" if self.bound is None else f"{math.ceil(self.bound - 1e-6):,}",
            ),
            *(f"{self.seconds:.1f}", f"{self.cpu_s:.1f}", f"{self.memory_mb:.0f}"),
        )


def contest(seconds: float) -> list[Run]:
    """Both problems, both contenders in turn."""
    found = []
    for name in BEST_KNOWN:
        for contender, way in WAYS.items():
            command = [sys.executable, "-m", "bench.assignments.contest", way, name, f"{seconds:g}"]
            done = measured(command, seconds + GRACE)
            said = [done.said.get(what) for what in ("value", "bound")]
            found.append(
                Run(name, contender, *said, done.said.get("broken", 0), done.seconds, done.cpu_s, done.memory_mb)
            )
    return found


def ours(problem: Assignment, seconds: float) -> tuple[Numbers | None, float]:
    """Our own search."""
    answer = solve(problem, seconds=max(0.1, seconds - RESERVE), workers=WORKERS)
    return np.array(answer.taken), answer.bound


def highs(problem: Assignment, seconds: float) -> tuple[Numbers | None, float]:
    """The whole programme as a mixed-integer one, with no help."""
    from ortools.math_opt.python import mathopt

    model, agents, jobs = mathopt.Model(), range(problem.agents), range(problem.jobs)
    gives = [[model.add_binary_variable() for _ in jobs] for _ in agents]
    for job in jobs:
        model.add_linear_constraint(mathopt.fast_sum([gives[agent][job] for agent in agents]) == 1)
    for agent in agents:
        carried = [float(problem.load[agent, job]) * gives[agent][job] for job in jobs]
        model.add_linear_constraint(mathopt.fast_sum(carried) <= float(problem.room[agent]))
    costs = [float(problem.cost[agent, job]) * gives[agent][job] for agent in agents for job in jobs]
    model.minimize(mathopt.fast_sum(costs))
    params = mathopt.SolveParameters(time_limit=datetime.timedelta(seconds=seconds))
    answer = mathopt.solve(model, mathopt.SolverType.HIGHS, params=params)
    bound = answer.termination.objective_bounds.dual_bound
    if not answer.has_primal_feasible_solution():
        return None, bound
    values = answer.variable_values()
    return np.array([[values[gives[agent][job]] for agent in agents] for job in jobs]).argmax(axis=1), bound


def main() -> None:
    """Solve one problem in one way."""
    parser = argparse.ArgumentParser(prog="python -m bench.assignments.contest")
    parser.add_argument("way", choices=WAYS.values())
    parser.add_argument("problem", choices=BEST_KNOWN)
    parser.add_argument("seconds", type=float)
    options = parser.parse_args()
    problem = type_d()[options.problem]
    taken, bound = {"ours": ours, "highs": highs}[options.way](problem, options.seconds)
    value = None if taken is None else problem.value(taken)
    broken = int(taken is not None and not problem.keeps_room(taken))
    json.dump({"value": value, "bound": bound if np.isfinite(bound) else None, "broken": broken}, sys.stdout)


if __name__ == "__main__":
    main()
