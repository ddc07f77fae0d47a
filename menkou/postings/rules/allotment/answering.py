"""The answer to a problem: a plan by the file's own numbering, its cost, a bound, and the prices that prove the bound."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from menkou.postings.rules.allotment.problem import Floats, Numbers, Problem
from menkou.postings.rules.allotment.proving import Proof, Split
from menkou.postings.rules.allotment.relaxation import Prices

Told = dict[str, Any]
LARGEST = 1e9  # a price; what forbidden posts cost is a hundredth of that


@dataclass(frozen=True)
class Answer:
    """A plan, what it costs, and what every plan costs at least.

    `prices` prove the bound to anyone who has the file (`certifying`): four lists, or a `pair` with prices for the plans
    that have it (`yes`) and for those that do not (`no`). There are none where the exact programme, or the lack of any
    other plan, is the proof.
    """

    value: int
    bound: int
    seconds: float
    a: list[int]
    b: list[int]
    prices: Told | None = None

    @property
    def gap(self) -> float:
        """How far from the best the plan can be, as a part of its cost."""
        return (self.value - self.bound) / max(1, abs(self.value))


def told_of(problem: Problem, proof: Proof) -> Told:
    """A proof in the order of the file; whoever is not in the problem has no price."""
    if isinstance(proof, Split):
        i, t = proof.pair
        pair = [int(problem.institution_at[i]), int(problem.township_at[t])]
        return {"pair": pair, "yes": told_of(problem, proof.yes), "no": told_of(problem, proof.no)}

    def spread(row: Floats, at: Numbers, many: int) -> list[float]:
        told = np.zeros(many)
        told[at] = row
        return [float(price) for price in told]

    people = {"a": proof.a, "b": proof.b, "demand": proof.demand}
    found = {kind: spread(row, problem.adviser_at, problem.advisers) for kind, row in people.items()}
    return found | {"townships": spread(proof.townships, problem.institution_at, int(problem.institution_at.max()) + 1)}


def proof_of(problem: Problem, told: Mapping[str, Any]) -> Proof:
    """The same back; raises KeyError, IndexError, TypeError or ValueError where it is none."""
    if "pair" not in told:
        return prices_of(problem, told)
    (i,), (t,) = (np.nonzero(at == one)[0] for at, one in zip(_places(problem), told["pair"], strict=True))
    return Split((int(i), int(t)), proof_of(problem, told["yes"]), proof_of(problem, told["no"]))


def _places(problem: Problem) -> tuple[Numbers, Numbers]:
    return problem.institution_at, problem.township_at


def prices_of(problem: Problem, told: Mapping[str, Any]) -> Prices:
    """Allowed prices."""
    a, b, demand = (np.asarray(told[kind], np.float64)[problem.adviser_at] for kind in ("a", "b", "demand"))
    townships = np.asarray(told["townships"], np.float64)[problem.institution_at]
    if not all((np.abs(row) < LARGEST).all() for row in (a, b, demand, townships)):  # nor is one that is no number
        raise ValueError("prices that are no prices")
    return Prices(a, b, demand, townships)


def posts_of(problem: Problem, told: Mapping[str, Any]) -> tuple[Numbers, Numbers]:
    """The posts of an answer as the solver counts them."""
    number = np.empty(problem.advisers, np.int64)
    number[problem.adviser_at] = np.arange(problem.advisers)
    a, b = (number[np.asarray(told[post], np.int64)[problem.village_at]] for post in ("a", "b"))
    return a, b
