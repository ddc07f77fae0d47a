"""With pairs given: other prices of demand lead to other posts, some of which can be evened out more cheaply.

Each adviser's price follows what they carry: it rises above the peak aimed at, and falls below it.
"""

from collections.abc import Iterator

import numpy as np

from menkou.postings.rules.allotment.evening import evened
from menkou.postings.rules.allotment.posting import Posting
from menkou.postings.rules.allotment.problem import Flags, Floats, Numbers, Problem

STEP = 0.18  # of the weight of fairness: how far a price moves for a whole peak too much
AIM = 0.95  # of the lowest peak so far


def refined(problem: Problem, pairs: Flags, prices: Floats, until: float) -> Iterator[tuple[int, Numbers, Numbers]]:
    """Plans with these pairs, evened out, without end; their true cost with each."""
    lowest, weight, turn = np.inf, problem.fairness_weight, 0
    while True:
        posts = Posting(problem, prices).fill(pairs)
        if posts.empty:
            return
        carried = np.bincount(posts.a, problem.demand, problem.advisers)
        value, a, b = evened(problem, pairs, posts.a, posts.b, until)
        yield value, a, b
        lowest = min(lowest, float(np.bincount(a, problem.demand, problem.advisers).max()))
        step = STEP * weight / (1 + 0.1 * turn)
        prices = np.maximum(prices + step * (carried / max(1.0, lowest) - AIM), 0)
        if prices.sum() > weight:
            prices *= weight / prices.sum()
        turn += 1
