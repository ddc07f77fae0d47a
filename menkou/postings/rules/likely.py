"""Which pairs and which people are worth thinking of, as the relaxation of a whole district sees it.

Where posts and pairs may be split, most institutions still do not go to most townships: of Yanzhou's 220 pairs 43 have
any part in the answer, and with these, 13,000 of 84,000 people on posts cost less than six kilometres more than in it.
Among these a programme looks for whole pairs with posts that may still be split, and then for whole posts. What was
left out can only make the plan dearer, never against a rule; the bound does not rest on it.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from menkou.postings.rules.exchanging import Exchange
from menkou.postings.rules.frame import Bools, Frame
from menkou.postings.rules.posting import Pair, Posting
from menkou.postings.rules.solver import Relaxed

PART = 0.01  # of a pair, from which on it is likely
PART_OF_A_POST = 1e-4
DEARER = 60.0  # points that a person on a post may cost more than in the relaxation
AT_ONCE = 12.0  # seconds: so long nobody can say stop
PAIRS_GAP, POSTS_GAP = 0.001, 0.002
SHARE_FOR_PAIRS, SHARE_FOR_POSTS = 0.4, 0.5  # of the time that is left then

Plan = dict[int, tuple[int, int]]


@dataclass(frozen=True, eq=False)
class Likely:
    """Pairs (institution, township), and who is likely to take the A-post and the B-post of each village."""

    pairs: frozenset[Pair]
    a: Bools
    b: Bools


def likely_of(programme: Posting, found: Relaxed) -> Likely:
    """What the relaxation of a programme takes, wholly or in part, and whoever is not much dearer on a post."""
    frame = programme.frame
    pairs = {pair for pair, x in programme.serves.items() if found.values[x] > PART}
    a, b = (np.zeros((frame.advisers, frame.villages), bool) for _ in range(2))
    for posts, table in ((programme.a, a), (programme.b, b)):
        keys, at = np.array(list(posts), np.int64).reshape(-1, 2), np.array(list(posts.values()), np.int64)
        table[keys[:, 0], keys[:, 1]] = (found.values[at] > PART_OF_A_POST) | (found.dearer[at] < DEARER)
    return Likely(frozenset(pairs | frame.sure), a, b)


def planned(
    frame: Frame, likely: Likely, *, until: float, seed: int, stop: Callable[[], bool] = lambda: False
) -> Plan | None:
    """The best plan found among the likely: whole pairs first, then whole posts, then exchanges.

    None where none was found, or `stop`, which is asked before each, said so first.
    """
    pairs = _pairs(frame, likely, _seconds(until, SHARE_FOR_PAIRS), seed)
    if pairs is None:
        return None
    for among in ((likely.a, likely.b), None):
        if stop():
            return None
        posting = Posting(frame, pairs, strict=True, among=among)
        answer = posting.programme.solve(seconds=_seconds(until, SHARE_FOR_POSTS), gap=POSTS_GAP, seed=seed)
        if answer.is_there:
            return Exchange(frame, pairs, posting.posts(answer)).run(until=until, stop=lambda _: stop())
    return None


def _seconds(until: float, share: float) -> float:
    return min(AT_ONCE, share * (until - time.monotonic()))


def _pairs(frame: Frame, likely: Likely, seconds: float, seed: int) -> list[Pair] | None:
    """The best whole pairs, where posts may be split."""
    among = (likely.a, likely.b)
    posting = Posting(frame, likely.pairs, settled=False, strict=True, parted=True, among=among)
    answer = posting.programme.solve(seconds=seconds, gap=PAIRS_GAP, seed=seed)
    if not answer.is_there:
        return None
    return [pair for pair, serves in posting.serves.items() if answer.takes(serves)]
