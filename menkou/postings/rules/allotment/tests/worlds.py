"""Small posting problems for tests: drawn from a seed, or by hypothesis. And the best plan by looking at them all."""

import itertools
import json
import random
from typing import Any

from hypothesis import strategies as st

from menkou.postings.rules.allotment.checker import judged
from menkou.postings.rules.allotment.problem import Problem
from menkou.postings.rules.allotment.reading import read


def told(
    seed: int = 1,
    *,
    villages: int = 12,
    townships: int = 2,
    institutions: int = 4,
    advisers: int = 8,
    cap_a: int = 3,
    cap_b: int = 4,
    forbidden: float = 0.05,
    most: tuple[int, int] = (3, 3),
    lowest: int = 0,
) -> dict[str, Any]:
    """A problem of the given sizes, in the file's form; villages and advisers in no order."""
    dice = random.Random(seed)
    cost = lambda least, highest, count: [dice.randint(least, highest) for _ in range(count)]  # noqa: E731
    return {
        "seed": seed,
        "township_of": [dice.randrange(townships) for _ in range(villages)],
        "institution_of": [dice.randrange(institutions) for _ in range(advisers)],
        "cap_a": cost(max(0, cap_a - 1), cap_a, advisers),
        "cap_b": cost(max(0, cap_b - 1), cap_b, advisers),
        "cost_a": [cost(lowest, 100, villages) for _ in range(advisers)],
        "cost_b": [cost(lowest, 40, villages) for _ in range(advisers)],
        "forbidden": [[a, v] for a in range(advisers) for v in range(villages) if dice.random() < forbidden],
        "pairing_cost": [cost(lowest, 90, townships) for _ in range(institutions)],
        "most_institutions_per_township": most[0],
        "most_townships_per_institution": most[1],
        "demand": cost(0, 30, villages),
        "fairness_weight": dice.randint(0, 5),
    }


def problem(facts: dict[str, Any]) -> Problem:
    """The problem as the solver sees it."""
    return read(json.dumps(facts))


@st.composite
def any_district(draw: st.DrawFn, *, villages: int, advisers: int) -> dict[str, Any]:
    """A district of any shape up to this size, tight or loose, feasible or not."""
    return told(
        draw(st.integers(0, 10**6)),
        villages=draw(st.integers(1, villages)),
        townships=draw(st.integers(1, 3)),
        institutions=draw(st.integers(1, 4)),
        advisers=draw(st.integers(1, advisers)),
        cap_a=draw(st.integers(0, 4)),
        cap_b=draw(st.integers(1, 5)),
        forbidden=draw(st.sampled_from([0.0, 0.1, 0.3])),
        most=(draw(st.integers(0, 4)), draw(st.integers(1, 3))),
        lowest=draw(st.sampled_from([0, -30])),
    )


def least_cost(facts: dict[str, Any]) -> int | None:
    """The cost of the best plan, found by looking at every plan; None where none obeys the rules."""
    everyone, villages = range(len(facts["institution_of"])), len(facts["township_of"])
    couples = list(itertools.permutations(everyone, 2))
    best = None
    for chosen in itertools.product(couples, repeat=villages):
        cost, broken = judged(facts, [a for a, _ in chosen], [b for _, b in chosen])
        if not broken and (best is None or cost < best):
            best = cost
    return best
