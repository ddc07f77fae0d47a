"""The problem as the solver sees it: arrays, with villages in order of township and advisers of institution."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

NEVER = 1e7  # the price of a post that is forbidden: more than any plan saves by it


class Infeasible(Exception):
    """No plan obeys all the rules; the message names the clash in Chinese."""


class Undecided(Exception):
    """Neither a plan nor a proof that there is none was found in the time given."""


@dataclass(frozen=True, eq=False)
class Problem:
    """One district. Only townships that have villages and institutions that have advisers are in it.

    `village_at` and `adviser_at` say where each stood in the file; `township_at` and `institution_at` likewise.
    """

    township_of: Numbers
    institution_of: Numbers
    cap_a: Numbers
    cap_b: Numbers
    cost_a: Numbers
    cost_b: Numbers
    allowed: Flags
    pairing_cost: Numbers
    most_institutions: int
    most_townships: int
    demand: Numbers
    fairness_weight: int
    seed: int
    village_at: Numbers
    adviser_at: Numbers
    township_at: Numbers
    institution_at: Numbers

    @property
    def villages(self) -> int:
        """How many villages there are."""
        return len(self.township_of)

    @property
    def advisers(self) -> int:
        """How many advisers there are."""
        return len(self.institution_of)

    @property
    def townships(self) -> int:
        """How many townships have villages."""
        return len(self.township_at)

    @property
    def institutions(self) -> int:
        """How many institutions have advisers."""
        return len(self.institution_at)

    @cached_property
    def first_village(self) -> Numbers:
        """Where the villages of each township begin."""
        return np.searchsorted(self.township_of, np.arange(self.townships))

    @cached_property
    def first_adviser(self) -> Numbers:
        """Where the advisers of each institution begin."""
        return np.searchsorted(self.institution_of, np.arange(self.institutions))

    @cached_property
    def villages_in(self) -> Numbers:
        """How many villages each township has."""
        return np.bincount(self.township_of, minlength=self.townships)

    @cached_property
    def strength_a(self) -> Numbers:
        """The A-posts that each institution's advisers can carry."""
        return np.bincount(self.institution_of, self.cap_a, self.institutions).astype(np.int64)

    @cached_property
    def strength_b(self) -> Numbers:
        """The B-posts that each institution's advisers can carry."""
        return np.bincount(self.institution_of, self.cap_b, self.institutions).astype(np.int64)

    @cached_property
    def least_peak(self) -> int:
        """A demand that some adviser has to carry in any plan."""
        able = max(1, int((self.cap_a > 0).sum()))
        return max(int(self.demand.max()), -(-int(self.demand.sum()) // able))

    @cached_property
    def open_a(self) -> Floats:
        """The cost of each A-post, beyond reason where it may not be."""
        return np.where(self.allowed & (self.cap_a > 0)[:, None], self.cost_a, NEVER)

    @cached_property
    def open_b(self) -> Floats:
        """The cost of each B-post, beyond reason where it may not be."""
        return np.where(self.allowed & (self.cap_b > 0)[:, None], self.cost_b, NEVER)

    def pairs_of(self, a: Numbers, b: Numbers) -> Flags:
        """Which institution serves which township, as a table."""
        used = np.zeros((self.institutions, self.townships), bool)
        for posts in (a, b):
            used[self.institution_of[posts], self.township_of] = True
        return used

    def cost(self, a: Numbers, b: Numbers) -> int:
        """What these posts cost, pairs and fairness with them."""
        here = np.arange(self.villages)
        carried = np.bincount(a, self.demand, self.advisers)
        posts = self.cost_a[a, here].sum() + self.cost_b[b, here].sum()
        pairs = self.pairing_cost[self.pairs_of(a, b)].sum()
        return int(posts) + int(pairs) + self.fairness_weight * round(float(carried.max()))

    def in_order_of_file(self, posts: Numbers) -> list[int]:
        """One adviser a village, both by their places in the file."""
        told = np.empty(self.villages, np.int64)
        told[self.village_at] = self.adviser_at[posts]
        return [int(adviser) for adviser in told]
