"""A district as arrays: positions instead of keys, and what every choice costs in points.

One point is a hundred metres of road, once a round. What each term weighs is the district's own (`Weights`), shown
with every proposal as `terms`, so that a bureau can see what drove it:

    travel_a    road from where the adviser starts to the village, for the A-post
    travel_b    the same for the B-post, at its share: B comes when A cannot
    pairings    for each institution that is brought into a township: few institutions, clear responsibility
    fit         where a township is larger than its institution's share of the people, or far smaller (`suiting`)
    same_house  where A and B are of one institution and no team was wished for: nobody else could step in
    unfair      for work above an adviser's fair share with 15 % grace, for each average village too many
    change      where a post that has a holder goes to somebody new; half where the village's other holder takes it
    unskilled   half for each of the two who knows nothing of what the village needs most
    wishes      for each wish that is not honoured, by its weight

The planner adds up `cost_a`, `cost_b`, `together` and `pairing`; `terms` counts from the posts alone. Both agree on
every whole plan.
"""

from collections.abc import Mapping
from functools import cached_property

import numpy as np
import numpy.typing as npt

from menkou.postings.rules import suiting
from menkou.postings.rules.district import District, Post, Wish
from menkou.postings.rules.standing_in import StandingIn

ROAD_OVER_STRAIGHT_LINE = 1.35
WORK_A, WORK_B = 1.0, 0.3
GRACE = 1.15
NOBODY = -1

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Posts = Mapping[int, tuple[int, int]]
Held = Mapping[int, tuple[int | None, int | None]]


class Frame:
    """One district as arrays; indexes run in the district's own order."""

    def __init__(self, district: District) -> None:
        self.district, self.weights = district, district.weights
        institution = {one.key: index for index, one in enumerate(district.institutions)}
        township = {key: index for index, key in enumerate(district.townships)}
        self.village_at = {one.key: index for index, one in enumerate(district.villages)}
        self.adviser_at = {one.key: index for index, one in enumerate(district.advisers)}
        self.villages, self.advisers = len(district.villages), len(district.advisers)
        self.townships, self.institutions = len(township), len(institution)
        self.institution_of: Ints = np.array([institution[one.institution] for one in district.advisers], np.int64)
        self.township_of: Ints = np.array([township[one.township] for one in district.villages], np.int64)
        self.cap_a: Ints = np.array([district.cap_a(one) for one in district.advisers], np.int64)
        self.cap_all: Ints = np.array([district.cap_all(one) for one in district.advisers], np.int64)
        self.demand: Floats = np.array([one.demand for one in district.villages], float)
        self.home = {
            (index, township[one.home])
            for index, one in enumerate(district.institutions)
            if one.kind == "legal_service_office" and one.home in township
        }
        self.of_kind = {
            kind: [index for index, one in enumerate(district.institutions) if one.kind == kind]
            for kind in ("law_firm", "legal_service_office")
        }
        self.members = [np.flatnonzero(self.institution_of == index) for index in range(self.institutions)]
        self.villages_of = [np.flatnonzero(self.township_of == index) for index in range(self.townships)]
        self.one_team: Bools = np.array([one.one_team for one in district.villages], bool)
        self.wishes = [(wish, self.village_at[wish.village]) for wish in district.wishes if self._is_here(wish)]

    def _is_here(self, wish: Wish) -> bool:
        return wish.village in self.village_at and wish.weight != 0

    @cached_property
    def km(self) -> Floats:
        """Road from each adviser to each village."""
        here = np.array([(one.x_km, one.y_km) for one in self.district.advisers], float).reshape(-1, 1, 2)
        there = np.array([(one.x_km, one.y_km) for one in self.district.villages], float).reshape(1, -1, 2)
        return np.asarray(np.hypot(*np.moveaxis(here - there, 2, 0)) * ROAD_OVER_STRAIGHT_LINE)

    @cached_property
    def is_known(self) -> Bools:
        """Whether it is known of both where they are; else the distance is not told, for it is only taken for one."""
        here = np.array([one.is_mapped for one in self.district.advisers], bool).reshape(-1, 1)
        return here & np.array([one.is_mapped for one in self.district.villages], bool).reshape(1, -1)

    @cached_property
    def travel_a(self) -> Floats:
        return np.round(self.km * self.weights.per_km)

    @cached_property
    def travel_b(self) -> Floats:
        return np.round(self.km * self.weights.per_km * self.weights.b_share)

    def _holders(self, posts: Mapping[tuple[str, Post], str], post: Post) -> Ints:
        """Who holds, or must hold, this post of each village; NOBODY where nobody here does."""
        keys = (posts.get((one.key, post)) for one in self.district.villages)
        return np.array([self.adviser_at.get(key or "", NOBODY) for key in keys], np.int64)

    @property
    def today(self) -> dict[str, tuple[str | None, str | None]]:
        """Who holds the two posts of each village today, by key."""
        told = self.district.incumbents
        return {one.key: (told.get((one.key, "A")), told.get((one.key, "B"))) for one in self.district.villages}

    @cached_property
    def change_a(self) -> Floats:
        """What it costs that somebody new takes the A-post."""
        told = self.district.incumbents
        return self._change(self._holders(told, "A"), self._holders(told, "B"), self.weights.change_a)

    @cached_property
    def change_b(self) -> Floats:
        told = self.district.incumbents
        return self._change(self._holders(told, "B"), self._holders(told, "A"), self.weights.change_b)

    def _change(self, mine: Ints, other: Ints, weight: float) -> Floats:
        cost = np.zeros((self.advisers, self.villages))
        held = np.flatnonzero(mine != NOBODY)
        cost[:, held] = weight
        across = held[other[held] != NOBODY]
        cost[other[across], across] = weight / 2
        cost[mine[held], held] = 0
        return cost

    @cached_property
    def unskilled(self) -> Floats:
        """Half the weight for whoever knows nothing of what the village needs: the same on either post."""
        cost = np.zeros((self.advisers, self.villages))
        needs = [one.needs for one in self.district.villages]
        for some in set(needs) - {frozenset()}:
            ignorant = np.array([not one.skills & some for one in self.district.advisers], bool)
            needing = np.array([one == some for one in needs], bool)
            cost[np.ix_(ignorant, needing)] = self.weights.unskilled / 2
        return cost

    def wished(self, wish: Wish) -> Ints:
        """Whoever honours this wish by holding a post of the village."""
        if wish.adviser is not None:
            return np.array([self.adviser_at[wish.adviser]] if wish.adviser in self.adviser_at else [], np.int64)
        keys = [one.key for one in self.district.institutions]
        return self.members[keys.index(wish.institution)] if wish.institution in keys else np.array([], np.int64)

    @cached_property
    def _wishing(self) -> tuple[Floats, Floats, Floats]:
        """What wishes add to cost_a, to cost_b, and where one institution holds both posts."""
        a, b = np.zeros((2, self.advisers, self.villages))
        both = np.zeros((self.institutions, self.villages))
        for wish, village in self.wishes:
            cost, who = self.weights.wish * wish.weight, self.wished(wish)
            a[:, village] += max(0.0, cost)  # nobody honours it yet
            a[who, village] -= cost
            b[who, village] -= cost
            if wish.adviser is None and len(who):
                both[self.institution_of[who[0]], village] += cost  # honoured once, not twice
        a[:, self.one_team] += self.weights.wish
        both[:, self.one_team] -= self.weights.wish
        return a, b, both

    @cached_property
    def cost_a(self) -> Floats:
        """All that the A-post of a village costs with each adviser, but for work, pairs and one institution on both."""
        return self.travel_a + self.change_a + self.unskilled + self._wishing[0]

    @cached_property
    def cost_b(self) -> Floats:
        return self.travel_b + self.change_b + self.unskilled + self._wishing[1]

    @cached_property
    def together(self) -> Floats:
        """What it costs that an institution holds both posts of a village; below zero where a team is wished for."""
        return np.where(self.one_team, 0.0, self.weights.same_house)[np.newaxis, :] + self._wishing[2]

    @cached_property
    def fit(self) -> Floats:
        return suiting.fit(self.district)

    @cached_property
    def pairing(self) -> Floats:
        """What it costs to bring each institution into each township."""
        return self.weights.pairing + self.fit

    @cached_property
    def allowed(self) -> Bools:
        """Which adviser may stand at which village: not who is unable, and not where a conflict forbids it."""
        allowed = np.ones((self.advisers, self.villages), bool)
        for who, where in self.district.forbidden:
            if who in self.adviser_at and where in self.village_at:
                allowed[self.adviser_at[who], self.village_at[where]] = False
        allowed[[bool(one.unable) for one in self.district.advisers], :] = False
        return allowed

    @cached_property
    def allowed_a(self) -> Bools:
        """Who may hold the A-post of each village: only whom a lock names, where one does."""
        return self._may("A", "B", self.cap_a)

    @cached_property
    def allowed_b(self) -> Bools:
        may = self._may("B", "A", self.cap_all)
        return may & self.standing_in.able_b if self.standing_in.is_on else may

    @cached_property
    def standing_in(self) -> StandingIn:
        """Whether whoever is on B can act for whoever is on A."""
        return StandingIn(self.district)

    def _may(self, post: Post, other: Post, cap: Ints) -> Bools:
        may = self.allowed & (cap > 0)[:, np.newaxis]
        for (village, where), key in self.district.locked.items():
            at, who = self.village_at.get(village), self.adviser_at.get(key)
            if at is not None and where == post:
                may[[one != who for one in range(self.advisers)], at] = False
            elif at is not None and who is not None and where == other:
                may[who, at] = False
        return may

    @cached_property
    def sure(self) -> set[tuple[int, int]]:
        """Pairs (institution, township) that every plan has: offices at home, and whoever a lock puts there."""
        locked = {
            (int(self.institution_of[self.adviser_at[who]]), int(self.township_of[self.village_at[village]]))
            for (village, _), who in self.district.locked.items()
            if who in self.adviser_at and village in self.village_at
        }
        return self.home | locked

    @property
    def mean_demand(self) -> float:
        return float(self.demand.mean()) or 1.0

    @cached_property
    def fair_share(self) -> Floats:
        """The work, in demand, that each adviser may carry before it counts as unfair."""
        total = (WORK_A + WORK_B) * self.demand.sum()
        return GRACE * total * self.cap_a / max(1, self.cap_a.sum())

    def is_unmet(self, wish: Wish, both: tuple[int | None, int | None]) -> bool:
        """Whether these two leave the wish unhonoured."""
        held = any(who is not None and who in both for who in self.wished(wish).tolist())
        return held if wish.weight < 0 else not held

    def terms(self, posts: Held) -> dict[str, float]:
        """What a plan costs, term by term: added up from the posts alone. None is a vacant post, which costs nothing."""
        work = np.zeros(self.advisers)
        pairs: set[tuple[int, int]] = set()
        sums = dict.fromkeys(("travel_a", "travel_b", "change", "unskilled"), 0.0)
        same = apart = 0
        for village, both in posts.items():
            houses = [int(self.institution_of[who]) for who in both if who is not None]
            pairs |= {(house, int(self.township_of[village])) for house in houses}
            team = len(houses) == len(both) and houses[0] == houses[1]
            same += team and not self.one_team[village]
            apart += not team and bool(self.one_team[village])
            for who, travel, change, name, weight in (
                (both[0], self.travel_a, self.change_a, "travel_a", WORK_A),
                (both[1], self.travel_b, self.change_b, "travel_b", WORK_B),
            ):
                if who is not None:
                    work[who] += weight * self.demand[village]
                    sums[name] += float(travel[who, village])
                    sums["change"] += float(change[who, village])
                    sums["unskilled"] += float(self.unskilled[who, village])
        above = float(np.maximum(0, work - self.fair_share).sum() / self.mean_demand)
        unmet = sum(abs(wish.weight) for wish, at in self.wishes if self.is_unmet(wish, posts.get(at, (None, None))))
        return {
            "travel_a": sums["travel_a"],
            "travel_b": sums["travel_b"],
            "pairings": self.weights.pairing * len(pairs),
            "fit": sum(float(self.fit[pair]) for pair in sorted(pairs)),
            "same_house": self.weights.same_house * same,
            "unfair": round(self.weights.unfair * above, 3),
            "change": sums["change"],
            "unskilled": sums["unskilled"],
            "wishes": self.weights.wish * (unmet + apart),
        }

    def value(self, posts: Held) -> float:
        """The sum of the terms."""
        return sum(self.terms(posts).values())
