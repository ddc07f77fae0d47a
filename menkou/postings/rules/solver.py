"""A thin door to HiGHS through OR-tools: variables, rows, one answer.

OR-tools is imported when a programme is made, not before: the web process never loads it. Two habits of the wrapped
solver shape this file. Stopped by its clock it hands back nothing, not even an answer it had found; so callers set a
gap at which it may stop. And with such a gap it reports the answer's own value as the bound; so a bound is taken from
a relaxation (`relaxed=True`), or from the gap, never from what the solver says of itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

Variable = Any  # a model_builder variable; OR-tools ships no types for it
Terms = Iterable[tuple[Variable, float]]
Status = Literal["solved", "infeasible", "out_of_time"]


@dataclass(frozen=True)
class Answer:
    """How a solve ended; where it ended well, its value and the value of each variable."""

    status: Status
    value: float
    solver: Any

    def of(self, variable: Variable) -> float:
        """The value that one variable took."""
        return float(self.solver.value(variable))

    def takes(self, variable: Variable) -> bool:
        """Whether a yes-or-no variable says yes."""
        return self.of(variable) > 0.5


class Programme:
    """A mixed-integer programme that is minimised. With `relaxed`, whole numbers may be split: a lower bound."""

    def __init__(self, *, relaxed: bool = False) -> None:
        from ortools.linear_solver.python import model_builder

        self._kit = model_builder
        self._model = model_builder.Model()
        self._relaxed = relaxed
        self._cost: list[tuple[Variable, float]] = []

    def choice(self, cost: float = 0.0, *, at_least: float = 0.0) -> Variable:
        """A yes-or-no variable."""
        return self._variable(at_least, 1.0, cost, whole=True)

    def amount(self, most: float, cost: float = 0.0) -> Variable:
        """A variable between zero and `most` that need not be whole."""
        return self._variable(0.0, float(most), cost, whole=False)

    def _variable(self, least: float, most: float, cost: float, *, whole: bool) -> Variable:
        variable = self._model.new_var(least, most, whole and not self._relaxed, None)
        if cost:
            self._cost.append((variable, float(cost)))
        return variable

    def _sum(self, terms: Terms) -> Any:
        variables, weights = [], []
        for variable, weight in terms:
            variables.append(variable)
            weights.append(float(weight))
        return self._kit.LinearExpr.weighted_sum(variables, weights)

    def at_most(self, terms: Terms, limit: float) -> None:
        """Add the row: the sum of the terms is at most the limit."""
        self._model.add(self._sum(terms) <= float(limit))

    def at_least(self, terms: Terms, limit: float) -> None:
        """Add the row: the sum of the terms is at least the limit."""
        self._model.add(self._sum(terms) >= float(limit))

    def exactly(self, terms: Terms, value: float) -> None:
        """Add the row: the sum of the terms is the value."""
        self._model.add(self._sum(terms) == float(value))

    def minimise(self, terms: Terms) -> None:
        """Minimise this sum, and not the costs that the variables were made with."""
        self._cost = list(terms)

    def solve(self, *, seconds: float, gap: float = 1e-4, slack: float = 1e-6, seed: int = 1) -> Answer:
        """Minimise; stop within `gap` (relative) or `slack` of the best, or empty-handed when the seconds are over."""
        self._model.minimize(self._sum(self._cost) if self._cost else 0)
        solver = self._kit.Solver("highs")
        solver.set_time_limit_in_seconds(max(0.1, seconds))
        solver.set_solver_specific_parameters(
            f"output_flag=false\nthreads=1\nrandom_seed={seed % 2**31}\nmip_rel_gap={gap}\nmip_abs_gap={slack}"
        )
        status = solver.solve(self._model)
        if status == self._kit.SolveStatus.OPTIMAL:
            return Answer("solved", float(solver.objective_value), solver)
        infeasible = status == self._kit.SolveStatus.INFEASIBLE
        return Answer("infeasible" if infeasible else "out_of_time", float("inf"), solver)
