"""派驻方案: draw up who stands on the A-post and the B-post of every village of a district.

    proposal = draw_up(District(villages, advisers, institutions, Caps(a=6, all=12)))

The rules that no plan breaks are those of `checker`; what makes one plan better than another is in `frame`. A small
district is solved whole. A larger one in stages: institutions are paired with townships, advisers put on posts, and
posts exchanged while that helps. `Proposal.bound_covers` says which of the two the bound speaks of. One seed gives
one plan as long as the clock does not cut a stage short.
"""

import time

from menkou.postings.rules.clashes import certain_clashes, remaining_clashes
from menkou.postings.rules.district import (
    Adviser,
    Caps,
    District,
    Infeasible,
    Institution,
    Pairing,
    Proposal,
    Undecided,
    Village,
)
from menkou.postings.rules.exchanging import Exchange
from menkou.postings.rules.frame import Frame
from menkou.postings.rules.pairing import pair_up
from menkou.postings.rules.posting import Pair, Posting
from menkou.postings.rules.reasons import reasons
from menkou.postings.rules.rounding import first_plan

__all__ = [
    "Adviser",
    "Caps",
    "District",
    "Infeasible",
    "Institution",
    "Pairing",
    "Proposal",
    "Undecided",
    "Village",
    "draw_up",
]

SOLVED_WHOLE = 400  # advisers times villages, up to which nothing needs stages
WHOLE_GAP = 0.005

Found = tuple[dict[int, tuple[int, int]], float]


def draw_up(district: District, *, seconds: float = 30, seed: int = 1) -> Proposal:
    """Draw up a plan. Raises Infeasible with what clashes, or Undecided where the seconds were too few."""
    begun = time.monotonic()
    until = begun + seconds
    if clashes := certain_clashes(district):
        raise Infeasible(clashes)
    frame = Frame(district)
    covers = "pairings"
    found = None
    if frame.advisers * frame.villages <= SOLVED_WHOLE:
        covers, found = "district", _whole(frame, until=begun + seconds / 2, seed=seed)
    if found is None:
        covers, found = "pairings", _staged(frame, until=until, seed=seed)
    if found is None:
        if clashes := remaining_clashes(frame, seconds=max(10.0, seconds / 2), seed=seed):
            raise Infeasible(clashes)
        covers, found = "district", _whole(frame, until=max(until, time.monotonic() + seconds / 2), seed=seed)
    if found is None:
        raise Undecided
    return _proposal(frame, found, covers, time.monotonic() - begun)


def _whole(frame: Frame, *, until: float, seed: int) -> Found | None:
    """The whole district at once. The bound follows from the gap at which the solver may stop."""
    pairs = [(one, town) for one in range(frame.institutions) for town in range(frame.townships)]
    programme = Posting(frame, [pair for pair in pairs if len(frame.members[pair[0]])], settled=False)
    answer = programme.programme.solve(seconds=until - time.monotonic(), gap=WHOLE_GAP, seed=seed)
    if answer.status != "solved":
        return None
    return programme.posts(answer), answer.value * (1 - WHOLE_GAP)


def _staged(frame: Frame, *, until: float, seed: int) -> Found | None:
    """Pairs first, then posts, then exchanges. The bound is that of the posts, given the pairs."""
    pairs = pair_up(frame, seconds=(until - time.monotonic()) / 3, seed=seed)
    if pairs is None:
        return None
    first = first_plan(frame, pairs, until=until, seed=seed)
    if first is None:
        return None
    posts, bound = first
    return Exchange(frame, pairs, posts).run(until=max(until, time.monotonic() + 5)), bound


def _proposal(frame: Frame, found: Found, covers: str, seconds: float) -> Proposal:
    posts, bound = found
    district = frame.district
    terms = frame.terms(posts)
    value = round(sum(terms.values()), 3)
    bound = round(min(bound, value), 3)
    named = {
        district.villages[village].key: (district.advisers[a].key, district.advisers[b].key)
        for village, (a, b) in sorted(posts.items())
    }
    return Proposal(
        posts=named,
        pairings=_pairings(frame, posts),
        value=value,
        bound=bound,
        gap=(value - bound) / value if value else 0.0,
        bound_covers="district" if covers == "district" else "pairings",
        seconds=round(seconds, 2),
        terms=terms,
        reasons=reasons(frame, posts),
    )


def _pairings(frame: Frame, posts: dict[int, tuple[int, int]]) -> tuple[Pairing, ...]:
    """Who serves where; in each township the firm and the office with most posts lead."""
    here: dict[Pair, int] = {}
    for village, both in posts.items():
        for who in both:
            pair = int(frame.institution_of[who]), int(frame.township_of[village])
            here[pair] = here.get(pair, 0) + 1
    leaders = {
        max((pair for pair in here if pair[1] == town and pair[0] in kind), key=lambda pair: (here[pair], -pair[0]))
        for town in range(frame.townships)
        for kind in frame.of_kind.values()
    }
    district = frame.district
    return tuple(
        Pairing(district.townships[town], district.institutions[one].key, (one, town) in leaders)
        for one, town in sorted(here, key=lambda pair: (pair[1], pair[0]))
    )
