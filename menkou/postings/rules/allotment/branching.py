"""The bound lifted beyond what prices alone can prove: an institution serves a township, or it does not.

Each such question splits all plans in two, and each part gets prices, and a bound, of its own. What holds for all plans
is the least of the parts' bounds; the part with the least is split next.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from menkou.postings.rules.allotment.narrowing import Narrow, costs_of_all, limits
from menkou.postings.rules.allotment.problem import Flags, Floats, Numbers
from menkou.postings.rules.allotment.proving import Proof, Split
from menkou.postings.rules.allotment.relaxation import Relaxation

AIM = 0.005  # of the bound: how far above it an ascent aims at first
NARROW = 0.006  # of the bound: how much dearer than the best of its township a team may be and still be looked at
ROOT_STEPS, STEPS, PATIENCE = 200, 40, 8  # of the ascent at the root, and in each part
TRIED, TRIAL_STEPS, TRIAL_PATIENCE = 6, 8, 4  # questions that are tried before one is put, and the steps for each part
MOST_MET = 60  # pairs of chosen teams that are kept, the latest
STEPS_A_SPLIT = 50  # what a split costs, in steps of the whole relaxation
SHORTER, LONG_STEPS, LONG_PATIENCE = 0.2, 200, 25  # of an ascent in a part where the first has brought next to nothing
STUCK = 1e-4  # of the bound: that
YES, NO, OPEN = 1, -1, 0
DECIMALS = 4  # of prices, so that proofs are short
HARDLY = 1e-6  # of the last decimal, by which floats miss it


@dataclass(eq=False)
class Part:
    """All plans with some pairs given and some excluded: their prices, and the bound that these prove."""

    fixed: Numbers  # [institution, township]: YES, NO or OPEN
    row: Floats
    bound: float
    often: Floats | None = None  # how often each pair was in the chosen teams, where that is known
    is_stuck: bool = False  # whether its ascent has brought next to nothing
    question: tuple[int, int] | None = None  # the pair on which it was split
    parts: list["Part"] = field(default_factory=list)  # with the pair and without it

    def proof(self, relaxation: Relaxation) -> Proof:
        """The prices of all parts that are not split."""
        if self.question is None:
            return relaxation.prices(self.row)
        return Split(self.question, *(part.proof(relaxation) for part in self.parts))


class Tree:
    """All the parts so far."""

    def __init__(self, relaxation: Relaxation, start: Proof) -> None:
        assert relaxation.teams is not None
        self.relaxation, self.problem, self.teams = relaxation, relaxation.problem, relaxation.teams
        self.turn, self.waiting = 0, list[tuple[float, int, Part]]()
        self.met: dict[bytes, Flags] = {}  # pairs of the teams that parts choose, where institutions keep their limit
        shape = self.problem.institutions, self.problem.townships
        self.root = self._planted(Part(np.zeros(shape, np.int64), np.zeros(0), -np.inf), start)

    def _planted(self, part: Part, proof: Proof) -> Part:
        """The parts that a proof speaks of."""
        if isinstance(proof, Split):
            fixed = (self._fixed(part, proof.pair, answer) for answer in (YES, NO))
            part.parts = [self._planted(*one) for one in zip(fixed, (proof.yes, proof.no), strict=True)]
            part.question = proof.pair
            return part
        settled = self._settled(part, proof.row)
        self._wait(settled)
        return settled

    def _wait(self, part: Part) -> None:
        self.turn += 1
        heapq.heappush(self.waiting, (part.bound, self.turn, part))

    @property
    def bound(self) -> float:
        """What no plan undercuts."""
        return self.waiting[0][0]

    def grow(self) -> Iterator[float]:
        """Split the part with the least bound, again and again; the bound of the whole after each time."""
        if self.root.question is None:
            narrow, open_to = self._narrowed(self.root)
            climb = narrow.climb(self.root.row, open_to, self._aim, ROOT_STEPS, 3 * PATIENCE)
            self.root = replace(self._settled(self.root, climb.row), often=climb.often)
            self.waiting = [(self.root.bound, self.turn, self.root)]
        yield self.bound
        while np.isfinite(self.bound) and self._split(self.waiting[0][2]):
            yield self.bound

    @property
    def _aim(self) -> float:
        return AIM * abs(self.bound) + 1.0

    def _split(self, part: Part) -> bool:
        """Put the most telling question to this part; False where nothing is left to ask."""
        narrow, open_to = self._narrowed(part)
        if part.often is None or part.is_stuck:
            self._climb_on(part, narrow, open_to)
            return True
        asked = self._question(part, narrow, open_to)
        if asked is None:
            return False
        for answer in (YES, NO):
            within = self._within(part, narrow, open_to, asked, answer)
            climb = narrow.climb(part.row, within, self._aim, STEPS, PATIENCE)
            child = replace(self._settled(self._fixed(part, asked, answer), climb.row), often=climb.often)
            child.is_stuck = child.bound < part.bound + STUCK * abs(part.bound)
            part.parts.append(child)
        part.question = asked
        heapq.heappop(self.waiting)
        for child in part.parts:
            self._wait(child)
        return True

    def _climb_on(self, part: Part, narrow: Narrow, open_to: Flags) -> None:
        """More patiently, in the part with the least bound; it stays whole."""
        climb = narrow.climb(part.row, open_to, self._aim * SHORTER, LONG_STEPS, LONG_PATIENCE)
        better = self._settled(part, climb.row)
        heapq.heappop(self.waiting)
        part.row, part.bound, part.often, part.is_stuck = better.row, better.bound, climb.often, False
        self._wait(part)

    def _question(self, part: Part, narrow: Narrow, open_to: Flags) -> tuple[int, int] | None:
        """Of the pairs that are sometimes in the chosen teams and sometimes not, the one with which the bound gains most."""
        assert part.often is not None
        unsure = np.minimum(part.often, 1 - part.often)
        tried: list[tuple[float, tuple[int, int]]] = []
        for place in np.lexsort((-part.often.ravel(), -unsure.ravel())):
            i, t = divmod(int(place), self.problem.townships)
            mine = narrow.joined[open_to & (narrow.town == t), i] > 0
            if part.fixed[i, t] != OPEN or mine.all() or not mine.any():
                continue
            gains = []
            for answer in (YES, NO):
                within = self._within(part, narrow, open_to, (i, t), answer)
                climb = narrow.climb(part.row, within, self._aim, TRIAL_STEPS, TRIAL_PATIENCE)
                gains.append(min(climb.bound - part.bound, self._aim))
            tried.append((min(gains) + 0.2 * min(max(gains), 10 * min(gains)), (i, t)))
            if len(tried) == TRIED:
                break
        return max(tried, key=lambda one: one[0])[1] if tried else None

    def _fixed(self, part: Part, pair: tuple[int, int], answer: int) -> Part:
        """The same with one more pair given or excluded; an institution with all its townships has no other."""
        fixed = part.fixed.copy()
        fixed[pair] = answer
        full = (fixed == YES).sum(axis=1) >= self.problem.most_townships
        fixed[full[:, None] & (fixed == OPEN)] = NO
        return replace(part, fixed=fixed, question=None, parts=[])

    def _within(self, part: Part, narrow: Narrow, open_to: Flags, pair: tuple[int, int], answer: int) -> Flags:
        """The teams that are still open with one more pair given or excluded."""
        fixed = self._fixed(part, pair, answer).fixed
        return (
            open_to
            & ~((narrow.joined > 0) & (fixed.T[narrow.town] == NO)).any(axis=1)
            & (((narrow.joined > 0) | (fixed.T[narrow.town] != YES)).all(axis=1))
        )

    def _allowed(self, fixed: Numbers) -> Flags:
        """[team, township]: which of all teams have the pairs that are given and none that is excluded."""
        joined, given = self.teams.joined, (fixed == YES).astype(float)
        has_all = joined @ given == given.sum(axis=0)
        return has_all & (joined @ (fixed == NO).astype(float) == 0) & self.teams.able

    def _narrowed(self, part: Part) -> tuple[Narrow, Flags]:
        costs = np.where(
            self._allowed(part.fixed), costs_of_all(self.relaxation, self.relaxation.prices(part.row)), np.inf
        )
        narrow = Narrow(self.relaxation, costs <= costs.min(axis=0) + NARROW * abs(self.bound))
        return narrow, np.ones(len(narrow.team), bool)

    def _settled(self, part: Part, row: Floats) -> Part:
        """The part with the better of these prices and those it has, reckoned with all its teams."""
        found = []
        for one in (row, part.row) if len(part.row) else (row,):
            prices = self.relaxation.prices(shortened(one, self.problem.advisers))
            costs = np.where(self._allowed(part.fixed), costs_of_all(self.relaxation, prices), np.inf)
            bound = float(costs.min(axis=0).sum()) + limits(self.relaxation, prices)
            found.append((bound, prices.row, costs.argmin(axis=0)))
        bound, row, team = max(found, key=lambda one: one[0])
        if np.isfinite(bound):
            self._meet(self.teams.joined[team].T > 0)
        return replace(part, bound=bound, row=row)

    def _meet(self, pairs: Flags) -> None:
        if (pairs.sum(axis=1) <= self.problem.most_townships).all():
            self.met.pop(pairs.tobytes(), None)
            self.met[pairs.tobytes()] = pairs
            while len(self.met) > MOST_MET:
                del self.met[next(iter(self.met))]


def shortened(row: Floats, advisers: int) -> Floats:
    """Prices of few decimals; demand's are rounded down, because they must not add up to more than fairness weighs."""
    short = np.round(row, DECIMALS)
    demand = slice(2 * advisers, 3 * advisers)
    short[demand] = np.floor(row[demand] * 10**DECIMALS + HARDLY) / 10**DECIMALS  # what is short already stays
    return short
