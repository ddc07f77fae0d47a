"""What one person may carry: the rows of a programme for caps and for work above the fair share.

Where it is still open whether an institution serves a township, three more rows for each of its people there say the
same in a stronger way: whoever belongs to half a pair has half of their caps and half of their fair share there. No
whole plan notices, since a pair is whole there and a person's caps and share hold anyway. But a plan whose pairs may be
split can no longer buy a tenth of an institution and put all its people to work (the linking rows of facility location
with capacities). On Yanzhou the bound without them lies 3.7 % lower: docs/adr/0077.

For the share this is exact: of a person's work w in one township, o = max(0, w - share) counts as above it at once, and
of all townships together only w - o is measured against the share again. Added up, that is what the whole work is above
the share, however it is spread.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from menkou.postings.rules.frame import WORK_A, WORK_B, Frame, Posts
from menkou.postings.rules.solver import Programme, Variable

if TYPE_CHECKING:
    from menkou.postings.rules.posting import Pair, Row

Mine = tuple[list[tuple[int, Variable]], list[tuple[int, Variable]]]  # (village, variable) of A-posts and of B-posts


def all_work(frame: Frame) -> float:
    """All the work there is, in demand: nobody has more, above their share or at all."""
    return float((WORK_A + WORK_B) * frame.demand.sum()) + 1.0


class Carrying:
    """The rows for everybody's posts, around those that are held."""

    def __init__(self, frame: Frame, programme: Programme, held: Posts) -> None:
        self.frame, self.programme = frame, programme
        held_a = np.bincount([a for a, _ in held.values()], minlength=frame.advisers)
        held_b = np.bincount([b for _, b in held.values()], minlength=frame.advisers)
        self.left_a, self.left = frame.cap_a - held_a, frame.cap_all - held_a - held_b
        work = np.zeros(frame.advisers)
        for village, (a, b) in held.items():
            work[a] += WORK_A * frame.demand[village]
            work[b] += WORK_B * frame.demand[village]
        self.share = frame.fair_share - work
        self.price = frame.weights.unfair / frame.mean_demand
        self.most = all_work(frame)

    def caps(self, adviser: int, mine: Mine) -> None:
        """At most so many A-posts and posts of one person."""
        as_a, as_b = mine
        self.programme.at_most([(x, 1) for _, x in as_a], self.left_a[adviser])
        self.programme.at_most([(x, 1) for _, x in as_a + as_b], self.left[adviser])

    def shares(self, adviser: int, mine: Mine, open_pairs: Mapping["Pair", Variable], *, weighed: bool) -> None:
        """Work above the fair share, and the stronger rows for townships in which it is open whether they serve."""
        house, townships = int(self.frame.institution_of[adviser]), self._by_township(mine)
        above: Row = []
        for town, here in townships.items():
            serves = open_pairs.get((house, town))
            if serves is not None:
                self._linked(adviser, here, serves)
                if weighed:
                    above += self._above(adviser, here, serves)
        if weighed:
            above.append((self.programme.amount(self.most, self.price), -1.0))
            self.programme.at_most([*self._work(mine), *above], self.share[adviser])

    def _by_township(self, mine: Mine) -> dict[int, Mine]:
        found: dict[int, Mine] = defaultdict(lambda: ([], []))
        for which, posts in enumerate(mine):
            for village, variable in posts:
                found[int(self.frame.township_of[village])][which].append((village, variable))
        return found

    def _linked(self, adviser: int, here: Mine, serves: Variable) -> None:
        as_a, as_b = here
        self.programme.at_most([*((x, 1) for _, x in as_a), (serves, -float(self.left_a[adviser]))], 0)
        self.programme.at_most([*((x, 1) for _, x in as_a + as_b), (serves, -float(self.left[adviser]))], 0)

    def _above(self, adviser: int, here: Mine, serves: Variable) -> "Row":
        """What counts as above the share in one township at once; with a minus, for the row of all townships."""
        over, share = self.programme.amount(self.most, self.price), max(0.0, float(self.share[adviser]))
        self.programme.at_most([*self._work(here), (over, -1), (serves, -share)], 0)
        return [(over, -1.0)]

    def _work(self, mine: Mine) -> "Row":
        demand, (as_a, as_b) = self.frame.demand, mine
        return [(x, WORK_A * demand[v]) for v, x in as_a] + [(x, WORK_B * demand[v]) for v, x in as_b]
