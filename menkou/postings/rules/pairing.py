"""Before the posts: which institutions serve which township, from sums alone.

A small programme over institutions and townships. It fits the size of a township to the heads of its institutions
(their posts must be enough for its villages), keeps institutions few and near, sends every office home, and gives
every township a firm and an office.
"""

import time

import numpy as np

from menkou.postings.rules.carrying import all_work
from menkou.postings.rules.frame import GRACE, WORK_A, WORK_B, Floats, Frame
from menkou.postings.rules.posting import Pair, within_limits
from menkou.postings.rules.solver import Programme, Variable

NEAR = 8  # in a large district, a township looks at this many nearest institutions of each kind
REACH = 3  # and an institution at this many nearest townships at least: everybody's posts may be needed
SMALL = 300  # pairs; above, a coarser answer has to do
SPARE = 0.97  # of an institution's posts; the rest is room for villages that fit nowhere else


class Pairings:
    """The programme: does institution i serve township t, and with how many A-posts and B-posts.

    With `doubles`, both posts of a village may be one institution's, where it has two people.
    """

    def __init__(self, frame: Frame, *, spare: float = SPARE, doubles: bool = False) -> None:
        self.frame, self.spare, self.doubles = frame, spare, doubles
        self.programme = Programme()
        self.serves: dict[Pair, Variable] = {}
        self.a: dict[Pair, Variable] = {}
        self.b: dict[Pair, Variable] = {}
        for pair in sorted(self._near()):
            self._pair(pair)
        self._every_township_is_full_and_led()
        for institution in range(frame.institutions):
            self._within_strength(institution)
        within_limits(self.programme, frame, self.serves)

    def cost(self, pair: Pair) -> float:
        """A guess at what one A-post costs: halfway between the cheapest adviser and the average one."""
        return self._guess(pair, self.frame.cost_a)

    def _guess(self, pair: Pair, costs: Floats) -> float:
        institution, township = pair
        road = costs[np.ix_(self.frame.members[institution], self.frame.villages_of[township])]
        return float(road.mean() + road.min(axis=0).mean()) / 2

    def _near(self) -> set[Pair]:
        near: set[Pair] = set()
        for one in range(self.frame.institutions):
            if len(self.frame.members[one]):
                near |= set(sorted(((one, town) for town in range(self.frame.townships)), key=self.cost)[:REACH])
        for township in range(self.frame.townships):
            for kind in self.frame.of_kind.values():
                staffed = [(one, township) for one in kind if len(self.frame.members[one])]
                near |= set(sorted(staffed, key=self.cost)[:NEAR])
        return near | {pair for pair in self.frame.sure if len(self.frame.members[pair[0]])}

    def _pair(self, pair: Pair) -> None:
        institution, township = pair
        villages, members = len(self.frame.villages_of[township]), self.frame.members[institution]
        posts = 2 * villages if self.doubles and len(members) > 1 else villages
        most = min(posts, int(self.frame.cap_all[members].sum()))
        price = float(self.frame.pairing[pair])
        serves = self.serves[pair] = self.programme.choice(price, at_least=float(pair in self.frame.sure))
        a = self.a[pair] = self.programme.amount(villages, self.cost(pair))
        b = self.b[pair] = self.programme.amount(villages, self._guess(pair, self.frame.cost_b))
        self.programme.at_most([(a, 1), (b, 1), (serves, -most)], 0)
        self.programme.at_least([(a, 1), (b, 1), (serves, -1)], 0)

    def _every_township_is_full_and_led(self) -> None:
        for township, villages in enumerate(self.frame.villages_of):
            here = [pair for pair in self.serves if pair[1] == township]
            for posts in (self.a, self.b):
                self.programme.exactly([(posts[pair], 1) for pair in here], len(villages))
            for kind in self.frame.of_kind.values():
                leading = [(self.serves[pair], 1) for pair in here if pair[0] in kind]
                self.programme.at_least(leading, 1)

    def _within_strength(self, institution: int) -> None:
        frame, mine = self.frame, [pair for pair in self.serves if pair[0] == institution]
        members = frame.members[institution]
        if not mine:
            return
        spare = self.spare if len(members) > 1 else 1
        self.programme.at_most([(self.a[pair], 1) for pair in mine], spare * frame.cap_a[members].sum())
        both = [(posts[pair], 1) for posts in (self.a, self.b) for pair in mine]
        self.programme.at_most(both, spare * frame.cap_all[members].sum())
        above = self.programme.amount(all_work(frame), frame.weights.unfair / frame.mean_demand)
        demand = {pair: float(frame.demand[frame.villages_of[pair[1]]].mean()) for pair in mine}
        work = [(self.a[pair], WORK_A * demand[pair]) for pair in mine]
        work += [(self.b[pair], WORK_B * demand[pair]) for pair in mine]
        self.programme.at_most([*work, (above, -1)], frame.fair_share[members].sum() * (1 + GRACE) / (2 * GRACE))


def pair_up(frame: Frame, *, seconds: float, seed: int) -> list[Pair] | None:
    """The pairs (institution, township), the best known in time, or None where the sums do not come out."""
    until = time.monotonic() + seconds
    for spare, doubles in ((SPARE, False), (1.0, False), (1.0, True)):
        pairings = Pairings(frame, spare=spare, doubles=doubles)
        gap = 0.005 if len(pairings.serves) <= SMALL else 0.03
        answer = pairings.programme.solve(seconds=until - time.monotonic(), gap=gap, seed=seed)
        if answer.is_there:
            return [pair for pair, serves in pairings.serves.items() if answer.takes(serves)]
    return None
