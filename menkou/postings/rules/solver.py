"""A thin door to HiGHS through OR-tools: variables, rows, one answer.

OR-tools is imported when a programme is solved, not before: the web process never loads it. Stopped by its clock, the
solver hands back the best answer that it has found by then, and a bound in either case.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Variable = int  # the number of a variable within its programme
Terms = Iterable[tuple[Variable, float]]
Status = Literal["solved", "stopped", "infeasible", "out_of_time"]
INFINITY = float("inf")
LEAST_SECONDS = 0.1  # with less, there would be no sense in asking


@dataclass(frozen=True)
class Answer:
    """How a solve ended, its value and the value of each variable, and the bound that no answer can be below.

    "solved" is within the gap that was asked for, "stopped" is what was known when the seconds were over.
    """

    status: Status
    value: float = INFINITY
    bound: float = -INFINITY
    values: npt.NDArray[np.float64] | None = None

    @property
    def is_there(self) -> bool:
        """Whether there is an answer, the best or not."""
        return self.values is not None

    def of(self, variable: Variable) -> float:
        """The value that one variable took."""
        assert self.values is not None
        return float(self.values[variable])

    def takes(self, variable: Variable) -> bool:
        """Whether a yes-or-no variable says yes."""
        return self.of(variable) > 0.5


@dataclass(frozen=True, eq=False)
class Relaxed:
    """Where everything may be split: the bound, the value of each variable, and how much dearer one of it makes it all.

    A variable that takes nothing costs at least `dearer` more than the bound, wherever it takes one.
    """

    bound: float
    values: npt.NDArray[np.float64]
    dearer: npt.NDArray[np.float64]


class Programme:
    """A mixed-integer programme that is minimised. With `relaxed`, whole numbers may be split: a lower bound."""

    def __init__(self, *, relaxed: bool = False) -> None:
        self._relaxed = relaxed
        self._least: list[float] = []
        self._most: list[float] = []
        self._whole: list[bool] = []
        self._cost: list[tuple[Variable, float]] = []
        self._entries: list[tuple[int, Variable, float]] = []  # (row, variable, weight)
        self._limits: list[tuple[float, float]] = []

    def choice(self, cost: float = 0.0, *, at_least: float = 0.0) -> Variable:
        """A yes-or-no variable."""
        return self._variable(at_least, 1.0, cost, whole=True)

    def amount(self, most: float, cost: float = 0.0) -> Variable:
        """A variable between zero and `most` that need not be whole."""
        return self._variable(0.0, float(most), cost, whole=False)

    def _variable(self, least: float, most: float, cost: float, *, whole: bool) -> Variable:
        variable = len(self._least)
        self._least.append(float(least))
        self._most.append(most)
        self._whole.append(whole and not self._relaxed)
        if cost:
            self._cost.append((variable, float(cost)))
        return variable

    def _row(self, terms: Terms, least: float, most: float) -> None:
        row = len(self._limits)
        self._entries.extend((row, variable, weight) for variable, weight in terms)
        self._limits.append((float(least), float(most)))

    def at_most(self, terms: Terms, limit: float) -> None:
        """Add the row: the sum of the terms is at most the limit."""
        self._row(terms, -INFINITY, limit)

    def at_least(self, terms: Terms, limit: float) -> None:
        """Add the row: the sum of the terms is at least the limit."""
        self._row(terms, limit, INFINITY)

    def exactly(self, terms: Terms, value: float) -> None:
        """Add the row: the sum of the terms is the value."""
        self._row(terms, value, value)

    def minimise(self, terms: Terms) -> None:
        """Minimise this sum, and not the costs that the variables were made with."""
        self._cost = list(terms)

    def relaxed(self, *, seconds: float) -> Relaxed | None:
        """What no answer can be below, whole or split; None where the seconds were too few. For large programmes."""
        from ortools.math_opt.python import mathopt
        from ortools.math_opt.solvers import highs_pb2

        within = highs_pb2.HighsOptionsProto(
            int_options={"threads": 1}, string_options={"solver": "ipm", "run_crossover": "off"}
        )
        limit = datetime.timedelta(seconds=max(LEAST_SECONDS, seconds))
        model = mathopt.Model.from_model_proto(self._model())
        result = mathopt.solve(
            model, mathopt.SolverType.HIGHS, params=mathopt.SolveParameters(time_limit=limit, highs=within)
        )
        if result.termination.reason != mathopt.TerminationReason.OPTIMAL:
            return None
        values, prices = result.variable_values(), result.dual_values()
        dearer, bound = self._proven(np.array([prices[row] for row in model.linear_constraints()]))
        return Relaxed(bound, np.array([values[variable] for variable in model.variables()]), dearer)

    @property
    def least(self) -> float:
        """What no answer can be below by the costs alone, each variable by itself: true, and not much."""
        return self._proven(np.zeros(len(self._limits)))[1]

    def _proven(self, prices: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], float]:
        """What these prices of the rows leave of each variable's cost, and what no answer can be below by them.

        Added up here and not taken from the solver: it is true for any prices (weak duality), however they were found
        and however exactly. A row without a limit on the side that its price pulls at is given none.
        """
        least, most = np.array(self._limits, float).reshape(-1, 2).T
        prices = np.where((prices > 0) & np.isinf(least) | (prices < 0) & np.isinf(most), 0.0, prices)
        rows, variables, weights = (np.array(part) for part in self._matrix())
        dearer = self._costs()
        if len(rows):
            dearer -= np.bincount(variables.astype(np.int64), weights * prices[rows.astype(np.int64)], len(dearer))
        limits = np.where(prices > 0, least, most)
        paid = float(np.dot(prices[prices != 0], limits[prices != 0]))
        lowest, highest = np.array(self._least), np.array(self._most)
        return dearer, paid + float(np.minimum(dearer * lowest, dearer * highest).sum())

    def _costs(self) -> npt.NDArray[np.float64]:
        cost = np.zeros(len(self._least))
        if self._cost:
            np.add.at(cost, [variable for variable, _ in self._cost], [weight for _, weight in self._cost])
        return cost

    def solve(self, *, seconds: float, gap: float = 1e-4, slack: float = 1e-6, seed: int = 1) -> Answer:
        """Minimise; stop within `gap` (relative) or `slack` of the best, or when the seconds are over."""
        from ortools.math_opt.python import mathopt
        from ortools.math_opt.solvers import highs_pb2

        asked = mathopt.SolveParameters(
            time_limit=datetime.timedelta(seconds=max(LEAST_SECONDS, seconds)),
            random_seed=seed % 2**31,
            relative_gap_tolerance=gap,
            absolute_gap_tolerance=slack,
            highs=highs_pb2.HighsOptionsProto(int_options={"threads": 1}),
        )
        model = mathopt.Model.from_model_proto(self._model())
        result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=asked)
        reason, reasons = result.termination.reason, mathopt.TerminationReason
        if not result.has_primal_feasible_solution():
            return Answer("infeasible" if reason == reasons.INFEASIBLE else "out_of_time")
        values = result.variable_values()
        return Answer(
            "solved" if reason == reasons.OPTIMAL else "stopped",
            result.objective_value(),
            result.termination.objective_bounds.dual_bound,
            np.array([values[variable] for variable in model.variables()]),
        )

    def _model(self) -> Any:
        """All of it as the solver wants to be told."""
        from ortools.math_opt import model_pb2

        told = model_pb2.ModelProto()
        told.variables.ids.extend(range(len(self._least)))
        told.variables.lower_bounds.extend(self._least)
        told.variables.upper_bounds.extend(self._most)
        told.variables.integers.extend(self._whole)
        cost = self._costs()
        told.objective.linear_coefficients.ids.extend(np.flatnonzero(cost).tolist())
        told.objective.linear_coefficients.values.extend(cost[cost != 0].tolist())
        told.linear_constraints.ids.extend(range(len(self._limits)))
        told.linear_constraints.lower_bounds.extend(least for least, _ in self._limits)
        told.linear_constraints.upper_bounds.extend(most for _, most in self._limits)
        rows, variables, weights = self._matrix()
        told.linear_constraint_matrix.row_ids.extend(rows)
        told.linear_constraint_matrix.column_ids.extend(variables)
        told.linear_constraint_matrix.coefficients.extend(weights)
        return told

    def _matrix(self) -> tuple[list[int], list[int], list[float]]:
        """Row by row, each variable once."""
        if not self._entries:
            return [], [], []
        entries = np.array(self._entries, float)
        width = len(self._least)
        at, where = np.unique(entries[:, 0] * width + entries[:, 1], return_inverse=True)
        weights = np.bincount(where, entries[:, 2])
        places = at.astype(np.int64)
        return (places // width).tolist(), (places % width).tolist(), weights.tolist()
