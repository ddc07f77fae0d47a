"""An independent check of a bound: the file's own numbers and some prices, and nothing of how they were found.

Whoever has the file and an answer can say for themselves that no plan costs less. Each adviser's posts and demand, and
each institution's townships, are given a price; a township then takes the team of institutions that can do its posts at
the least cost. Prices that are not negative, demand's adding up to no more than fairness weighs, make that sum a lower
bound on every plan (weak duality). Where a proof asks whether an institution serves a township, each of the two answers
has prices of its own, and the teams that go with it. Here it is added up town by town, each team from all the twos in
it; the search does it otherwise (`relaxation`, `teams`, `narrowing`), so that an error in one is not one in both.

Any prices prove something, so they are first brought to a grid of 1e-7, and everything is added up in whole numbers of
that grid: nothing is rounded on the way, and prices too large for that are refused.
"""

import itertools
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

KINDS = {"a": "cap_a", "b": "cap_b", "demand": "cap_a"}  # prices for each adviser, as long as these lists of the file
PARTS = {"yes": True, "no": False}  # of a split: the plans that have the pair, and those that do not
TOO_LARGE = "价格太大，加起来就不准了，这里核不了下界。"
MOST_TEAMS = 200_000  # to look at one after the other
MOST_SPLITS = 400  # one below the other
TABLES = ("cost_a", "cost_b"), ("pairing_cost",)
GRID = 10**7  # parts of a unit of cost
HARDLY = 1e-4  # of a part: 0.0003 is a little less than 3,000 of them, as a computer writes it, and means 3,000
NO_PLAN = 2**62  # more than any
LARGEST = 2**61  # whole numbers that can be added up without overflow
FORBIDDEN = 10**7 * GRID  # as dear as no plan is: where an adviser may not be, or has no room
Table = NDArray[np.int64]
Given = Mapping[tuple[int, int], bool]  # an institution and a township: whether they are a pair


class NoProof(Exception):
    """The proof proves nothing; the message says why, in Chinese."""


def certified(told: Mapping[str, Any], proof: Mapping[str, Any]) -> int:
    """What every plan of this file costs at least, by this proof.

    A proof is prices, four lists in the order of the file: `a`, `b` and `demand` of each adviser, `townships` of each
    institution. Or it is a `pair` of an institution and a township, with a proof for all plans that have the pair
    (`yes`) and one for all that do not (`no`): every plan is among one or the other. Raises NoProof where it is
    neither, or where the teams of institutions are too many to look at.
    """
    lowest = _least(_District(told), proof, {})
    if lowest == NO_PLAN:
        raise NoProof("照结果里说的分法，一个方案也没有，下界说明不了什么。")
    return -(-lowest // GRID)  # costs are whole numbers


def _least(district: "_District", proof: Mapping[str, Any], given: Given) -> int:
    """The same for the plans with these pairs, and without those; without end where there are no such plans."""
    if "pair" not in proof:
        return district.least(proof, given)
    pair = _pair(district.told, proof["pair"])
    if pair in given or len(given) >= MOST_SPLITS or any(not isinstance(proof.get(part), Mapping) for part in PARTS):
        raise NoProof("分情形的下界不完整：每一对都要有“结”和“不结”两种情形，各只分一次。")
    return min(_least(district, proof[part], {**given, pair: holds}) for part, holds in PARTS.items())


def _pair(told: Mapping[str, Any], pair: Any) -> tuple[int, int]:
    is_pair = isinstance(pair, list | tuple) and len(pair) == 2 and all(type(one) is int for one in pair)
    if not is_pair or not (0 <= pair[0] < len(told["pairing_cost"]) and 0 <= pair[1] < len(told["pairing_cost"][0])):
        raise NoProof("分情形的下界里有一对不是机构和镇街。")
    return pair[0], pair[1]


class _District:
    """What of a file is the same for all prices."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self.told = told
        self.pairing = np.array(told["pairing_cost"], np.int64) * GRID
        self.houses = sorted(set(told["institution_of"]))
        self.of_house = [np.array([of == house for of in told["institution_of"]]) for house in self.houses]
        self.posts_a, self.posts_b = _posts(told, "a"), _posts(told, "b")
        self.towns = {town: np.array(told["township_of"]) == town for town in sorted(set(told["township_of"]))}
        self.teams = _teams(told, self.houses)
        room = [[int(np.array(told[f"cap_{kind}"])[mine].sum()) for mine in self.of_house] for kind in ("a", "b")]
        self.rooms = [np.array(room)[:, team].sum(axis=2).min(axis=0) for team in self.teams]

    def least(self, prices: Mapping[str, Sequence[float]], given: Given) -> int:
        """What these prices prove for the plans with these pairs, and without those."""
        told, full = self.told, _full(self.told, given)
        price = {kind: _prices(prices, kind, len(told[of])) for kind, of in KINDS.items()}
        joining = _prices(prices, "townships", len(told["pairing_cost"]))
        free = told["fairness_weight"] * GRID - sum(map(int, price["demand"]))
        if free < 0:
            said = told["fairness_weight"] - free / GRID
            raise NoProof(f"需求的价格加起来是 {said:g}，不能超过公平的权重 {told['fairness_weight']}。")
        _demand_small(told, price, joining)
        posts_a = self.posts_a + price["a"][:, None] + np.outer(price["demand"], told["demand"])
        posts_b = self.posts_b + price["b"][:, None]
        lowest = 0
        for town, here in self.towns.items():
            houses = [(self.pairing + joining[:, None])[house, town] for house in self.houses]
            wanted = [_wanted(given, full, house, town) for house in self.houses]
            least = self._town(posts_a[:, here], posts_b[:, here], np.array(houses), np.array(wanted))
            if least == NO_PLAN:
                return NO_PLAN
            lowest += least
        for kind in ("a", "b"):
            lowest -= sum(int(one) * cap for one, cap in zip(price[kind], told[f"cap_{kind}"], strict=True))
        lowest -= told["most_townships_per_institution"] * sum(map(int, joining))
        return lowest + free * _least_peak(told)

    def _town(self, posts_a: Table, posts_b: Table, price: Table, wanted: NDArray[np.int64]) -> int:
        """The least that the posts of one township can cost with its pairs: 1 is wanted among them, -1 is not."""
        best_a = [posts_a[mine].min(axis=0) for mine in self.of_house]
        best_b = [posts_b[mine].min(axis=0) for mine in self.of_house]
        two = np.empty((len(self.houses), len(self.houses), posts_a.shape[1]), np.int64)
        for one, other in itertools.combinations(range(len(self.houses)), 2):
            two[one, other] = np.minimum(best_a[one] + best_b[other], best_a[other] + best_b[one])
        for one, mine in enumerate(self.of_house):
            two[one, one] = _alone(posts_a[mine], posts_b[mine])
        least = NO_PLAN
        for team, room in zip(self.teams, self.rooms, strict=True):
            may = (room >= posts_a.shape[1]) & (wanted[team] >= 0).all(axis=1)
            may &= (wanted[team] > 0).sum(axis=1) == (wanted > 0).sum()
            if may.any():
                some = team[may]
                inside = itertools.combinations_with_replacement(some.T, 2)
                posts = np.minimum.reduce([two[one, other] for one, other in inside]).sum(axis=1)
                least = min(least, int((posts + price[some].sum(axis=1)).min()))
        return least


def _full(told: Mapping[str, Any], given: Given) -> set[int]:
    """The institutions that have all the townships they may have: each other pair of theirs is excluded."""
    served = Counter(house for (house, _), holds in given.items() if holds)
    return {house for house, many in served.items() if many >= told["most_townships_per_institution"]}


def _wanted(given: Given, full: set[int], house: int, town: int) -> int:
    """1 for a pair that is given, -1 for one that is excluded, 0 for any other."""
    holds = given.get((house, town), False if house in full else None)
    return 0 if holds is None else 1 if holds else -1


def _prices(prices: Mapping[str, Sequence[float]], kind: str, many: int) -> Table:
    """Prices in parts of the grid, rounded down."""
    row = np.asarray(prices.get(kind, ()), np.float64)
    if kind == "townships" and row.ndim == 1 and len(row) < many:  # the last institutions of a file may have nobody
        row = np.concatenate([row, np.zeros(many - len(row))])
    if row.shape != (many,) or not np.isfinite(row).all() or (row < 0).any():
        raise NoProof(f"价格 {kind} 应是 {many} 个不小于 0 的数。")
    if row.max(initial=0.0) > LARGEST / GRID:
        raise NoProof(TOO_LARGE)
    return np.floor(row * GRID + HARDLY).astype(np.int64)


def _demand_small(told: Mapping[str, Any], price: Mapping[str, Table], joining: Table) -> None:
    """Refuse prices with which the sum of a township might overflow. Raises NoProof."""
    most = {kind: int(row.max(initial=0)) for kind, row in price.items()}
    costs, pairing = (max(abs(cost) for name in names for row in told[name] for cost in row) for names in TABLES)
    post = 2 * FORBIDDEN + costs * GRID + most["a"] + most["b"] + most["demand"] * max(told["demand"])
    pairs = len(told["pairing_cost"]) * (pairing * GRID + int(joining.max(initial=0)))
    if 2 * len(told["township_of"]) * post + pairs > LARGEST:
        raise NoProof(TOO_LARGE)


def _posts(told: Mapping[str, Any], kind: str) -> Table:
    costs = np.array(told[f"cost_{kind}"], np.int64) * GRID
    for adviser, village in told["forbidden"]:
        costs[adviser, village] = FORBIDDEN
    costs[np.array(told[f"cap_{kind}"]) <= 0] = FORBIDDEN
    return costs


def _least_peak(told: Mapping[str, Any]) -> int:
    """A demand that some adviser carries in any plan."""
    able = max(1, sum(cap > 0 for cap in told["cap_a"]))
    return max(max(told["demand"]), math.ceil(sum(told["demand"]) / able))


def _alone(a: Table, b: Table) -> Table:
    """Two different people of one institution, for each village."""
    found = np.full(a.shape[1], 2 * FORBIDDEN, np.int64)
    for who, row in enumerate(a):
        others = np.delete(b, who, axis=0)
        if len(others):
            found = np.minimum(found, row + others.min(axis=0))
    return found


def _teams(told: Mapping[str, Any], houses: Sequence[int]) -> list[NDArray[np.int64]]:
    """All teams of each size, as places in the list of institutions; of smaller ones with room, larger ones as well."""
    most = min(told["most_institutions_per_township"], len(houses))
    if sum(math.comb(len(houses), size) for size in range(1, most + 1)) > MOST_TEAMS:
        raise NoProof("机构的组合太多，这里核不了下界。")
    everyone = range(len(houses))
    return [np.array(list(itertools.combinations(everyone, size)), np.int64) for size in range(1, most + 1)]
