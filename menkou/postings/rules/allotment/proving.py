"""What proves a bound: prices; or a question about a pair, with a proof for the plans that have it and one for the others."""

import math
from dataclasses import dataclass

import numpy as np

from menkou.postings.rules.allotment.problem import Floats, Numbers
from menkou.postings.rules.allotment.relaxation import Prices, Relaxation


@dataclass(frozen=True)
class Split:
    """Whether this institution serves this township."""

    pair: tuple[int, int]
    yes: "Proof"
    no: "Proof"


Proof = Prices | Split


def rounded_up(bound: float) -> int:
    """Costs are whole, so a bound may be rounded up; but never by the error of floating point."""
    if not np.isfinite(bound):
        return -(10**18)
    return math.ceil(bound - 1e-6 - 1e-9 * abs(bound))


def foremost(proof: Proof) -> Prices:
    """The prices for the plans of which the least is known."""
    while isinstance(proof, Split):
        proof = proof.no
    return proof


def flattened(proof: Proof) -> tuple[Numbers, Floats]:
    """The pairs of all splits from the top, a row of -1 for prices; and the rows of the prices."""
    pairs: list[tuple[int, int]] = []
    rows: list[Floats] = []
    left = [proof]
    while left:
        one = left.pop()
        if isinstance(one, Split):
            pairs.append(one.pair)
            left += [one.no, one.yes]
        else:
            pairs.append((-1, -1))
            rows.append(one.row)
    return np.array(pairs, np.int64), np.array(rows)


def raised(relaxation: Relaxation, pairs: Numbers, rows: Floats) -> Proof:
    """The proof that was flattened."""
    questions, prices = iter(pairs.tolist()), iter(rows)

    def rise() -> Proof:
        i, t = next(questions)
        if i < 0:
            return relaxation.prices(next(prices))
        return Split((i, t), rise(), rise())

    return rise()
