"""From pairs to a first plan.

The relaxation, where posts may be split between people, gives the lower bound and is nearly a plan: every village
whose two posts came out whole keeps them, and the rest is solved by road alone, which takes moments. Where there is
time, the rest is also solved with its work weighed; the better of the two is the first plan.
"""

import time
from collections.abc import Iterable

from menkou.postings.rules.frame import Frame, Posts
from menkou.postings.rules.posting import Pair, Posting
from menkou.postings.rules.solver import INFINITY, Answer

WHOLE = 1 - 1e-6
STOP_WITHIN = 0.05  # the exchanges that follow are quicker at the last few per cent
MOST_FOR_WEIGHED = 200  # villages; with more than that, weighing them takes longer than it gains
LEAST = 0.5  # seconds for a way that may be the last


def first_plan(
    frame: Frame, pairs: Iterable[Pair], *, until: float, seed: int
) -> tuple[dict[int, tuple[int, int]], float] | None:
    """A plan with these pairs and the lower bound of all plans with them; None where none was found."""
    pairs = list(pairs)
    relaxation = Posting(frame, pairs, relaxed=True)
    loose = relaxation.programme.solve(seconds=until - time.monotonic(), seed=seed)
    if loose.status != "solved":
        return None
    whole = _whole(relaxation, loose)

    def rest(held: Posts, share: float, *, strict: bool = True, weighed: bool = False) -> dict[int, tuple[int, int]]:
        posting = Posting(frame, pairs, held=held, strict=strict, weighed=weighed)
        seconds = max(LEAST, (until - time.monotonic()) * share)
        answer = posting.programme.solve(seconds=seconds, gap=STOP_WITHIN, seed=seed)
        return posting.posts(answer) if answer.is_there else {}

    found = rest(whole, 0.5) or rest({}, 0.6) or rest({}, 0.8, strict=False)
    if frame.villages - len(whole) <= MOST_FOR_WEIGHED and time.monotonic() < until - LEAST:
        found = min(found, rest(whole, 0.4, weighed=True), key=lambda plan: frame.value(plan) if plan else INFINITY)
    return (found, loose.value) if found else None


def _whole(relaxation: Posting, loose: Answer) -> dict[int, tuple[int, int]]:
    """The villages on whose posts the relaxation already put one whole person of two institutions each."""
    a = {village: adviser for (adviser, village), x in relaxation.a.items() if loose.of(x) > WHOLE}
    b = {village: adviser for (adviser, village), x in relaxation.b.items() if loose.of(x) > WHOLE}
    house = relaxation.frame.institution_of
    both = {village: (a[village], b[village]) for village in sorted(a.keys() & b.keys())}
    return {village: (one, other) for village, (one, other) in both.items() if house[one] != house[other]}
