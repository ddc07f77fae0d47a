"""An independent check of a bound: the file's own numbers and some prices, and nothing of how they were found.

Whoever has the file and an answer can say for themselves that no plan costs less. Each adviser's posts and demand, and
each institution's townships, are given a price; a township then takes the team of institutions that can do its posts at
the least cost. Prices that are not negative, demand's adding up to no more than fairness weighs, make that sum a lower
bound on every plan (weak duality). Where a proof asks whether an institution serves a township, each of the two answers
has prices of its own, and the teams that go with it. Here it is added up town by town, each team from all the twos in
it; the search does it otherwise (`relaxation`, `teams`, `narrowing`), so that an error in one is not one in both.

Nothing is rounded on the way: everything is added up in whole numbers, prices in ten millionths. Where prices are finer
than that, or so large that such a sum might overflow, it is done more slowly, with numbers of any length.
"""

import itertools
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

KINDS = {"a": "cap_a", "b": "cap_b", "demand": "cap_a"}  # prices for each adviser, as long as these lists of the file
PARTS = {"yes": True, "no": False}  # of a split: the plans that have the pair, and those that do not
MOST_TEAMS = 200_000  # to look at one after the other
MOST_SPLITS = 400  # one below the other
TABLES = ("cost_a", "cost_b"), ("pairing_cost",)
COARSE, FINE = 10**7, 10**15  # parts of a unit of cost in which prices are counted: a table's numbers, or of any length
HARDLY = 1e-3  # of a part: 0.0003 is a little less than 3,000 of them, as a computer writes it, and means 3,000
LARGEST = 2**62  # a sum that a table's numbers hold, and one more of its kind
EXCESS = 1e-6  # by which prices of demand that floats add up to the weight of fairness may be above it
FORBIDDEN = 10**7  # as dear as no plan is: where an adviser may not be, or has no room
Table = NDArray[Any]  # of int64, or of numbers of any length
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
    if lowest == math.inf:
        raise NoProof("照结果里说的分法，一个方案也没有，下界说明不了什么。")
    return math.ceil(lowest)  # costs are whole numbers


def _least(district: "_District", proof: Mapping[str, Any], given: Given) -> Fraction | float:
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
        self.houses = sorted(set(told["institution_of"]))
        self.of_house = [np.array([of == house for of in told["institution_of"]]) for house in self.houses]
        self.towns = {town: np.array(told["township_of"]) == town for town in sorted(set(told["township_of"]))}
        self.teams = _teams(told, self.houses)
        room = [[int(np.array(told[f"cap_{kind}"])[mine].sum()) for mine in self.of_house] for kind in ("a", "b")]
        self.rooms = [np.array(room)[:, team].sum(axis=2).min(axis=0) for team in self.teams]
        self.costs = cache(self._costs)

    def _costs(self, grid: int) -> tuple[Table, Table, Table]:
        """Of pairs, A-posts and B-posts, in parts of the grid."""
        found = []
        for name in ("pairing_cost", "cost_a", "cost_b"):
            costs = np.array(self.told[name], np.int64 if grid == COARSE else object)
            if name != "pairing_cost":
                for adviser, village in self.told["forbidden"]:
                    costs[adviser, village] = FORBIDDEN
                costs[np.array(self.told[name.replace("cost", "cap")]) <= 0] = FORBIDDEN
            found.append(costs * grid)
        return found[0], found[1], found[2]

    def least(self, said: Mapping[str, Sequence[float]], given: Given) -> Fraction | float:
        """What these prices prove for the plans with these pairs, and without those; without end where there are none."""
        told, full = self.told, _full(self.told, given)
        price = {kind: _prices(said, kind, len(told[of])) for kind, of in KINDS.items()}
        price["townships"] = _prices(said, "townships", len(told["pairing_cost"]))
        grid = COARSE if _is_coarse(told, price) else FINE
        price = {kind: _in_parts(row, grid) for kind, row in price.items()}
        free = _weight_left(told, price["demand"], grid)
        pairing, posts_a, posts_b = self.costs(grid)
        posts_a = posts_a + price["a"][:, None] + np.outer(price["demand"], told["demand"])
        posts_b, pairing = posts_b + price["b"][:, None], pairing + price["townships"][:, None]
        lowest = free * _least_peak(told)
        for town, here in self.towns.items():
            houses = np.array([pairing[house, town] for house in self.houses])
            wanted = np.array([_wanted(given, full, house, town) for house in self.houses])
            least = self._town(posts_a[:, here], posts_b[:, here], houses, wanted, 2 * FORBIDDEN * grid)
            if least is None:
                return math.inf
            lowest += least
        for kind in ("a", "b"):
            lowest -= sum(int(one) * cap for one, cap in zip(price[kind], told[f"cap_{kind}"], strict=True))
        lowest -= told["most_townships_per_institution"] * sum(map(int, price["townships"]))
        return Fraction(lowest, grid)

    def _town(self, posts_a: Table, posts_b: Table, price: Table, wanted: NDArray[np.int64], never: int) -> int | None:
        """The least that the posts of one township can cost with its pairs: 1 is wanted among them, -1 is not.

        `never` is as dear as no two people are. None where no team has all that is wanted.
        """
        best_a = [posts_a[mine].min(axis=0) for mine in self.of_house]
        best_b = [posts_b[mine].min(axis=0) for mine in self.of_house]
        two = np.empty((len(self.houses), len(self.houses), posts_a.shape[1]), posts_a.dtype)
        for one, other in itertools.combinations(range(len(self.houses)), 2):
            two[one, other] = np.minimum(best_a[one] + best_b[other], best_a[other] + best_b[one])
        for one, mine in enumerate(self.of_house):
            two[one, one] = _alone(posts_a[mine], posts_b[mine], never)
        costs = []
        for team, room in zip(self.teams, self.rooms, strict=True):
            may = (room >= posts_a.shape[1]) & (wanted[team] >= 0).all(axis=1)
            may &= (wanted[team] > 0).sum(axis=1) == (wanted > 0).sum()
            if may.any():
                some = team[may]
                inside = itertools.combinations_with_replacement(some.T, 2)
                posts = np.minimum.reduce([two[one, other] for one, other in inside]).sum(axis=1)
                costs.append(int((posts + price[some].sum(axis=1)).min()))
        return min(costs, default=None)


def _full(told: Mapping[str, Any], given: Given) -> set[int]:
    """The institutions that have all the townships they may have: each other pair of theirs is excluded."""
    served = Counter(house for (house, _), holds in given.items() if holds)
    return {house for house, many in served.items() if many >= told["most_townships_per_institution"]}


def _wanted(given: Given, full: set[int], house: int, town: int) -> int:
    """1 for a pair that is given, -1 for one that is excluded, 0 for any other."""
    holds = given.get((house, town), False if house in full else None)
    return 0 if holds is None else 1 if holds else -1


def _prices(prices: Mapping[str, Sequence[float]], kind: str, many: int) -> Table:
    row = np.asarray(prices.get(kind, ()), np.float64)
    if kind == "townships" and row.ndim == 1 and len(row) < many:  # the last institutions of a file may have nobody
        row = np.concatenate([row, np.zeros(many - len(row))])
    if row.shape != (many,) or not np.isfinite(row).all() or (row < 0).any():
        raise NoProof(f"价格 {kind} 应是 {many} 个不小于 0 的数。")
    return row


def _is_coarse(told: Mapping[str, Any], price: Mapping[str, Table]) -> bool:
    """Whether these prices have few decimals, and no sum of a township is too large for a table's numbers."""
    most = {kind: float(row.max(initial=0.0)) for kind, row in price.items()}
    costs, pairing = (max(abs(cost) for name in names for row in told[name] for cost in row) for names in TABLES)
    post = 2 * FORBIDDEN + costs + most["a"] + most["b"] + most["demand"] * max(told["demand"])
    pairs = len(told["pairing_cost"]) * (pairing + most["townships"])
    villages = max(Counter(told["township_of"]).values())
    if 2 * villages * post + pairs > LARGEST / (2 * COARSE):
        return False
    return all(bool((np.abs(row * COARSE - np.rint(row * COARSE)) < HARDLY).all()) for row in price.values())


def _in_parts(row: Table, grid: int) -> Table:
    """Prices in parts of the grid."""
    if grid == COARSE:
        return np.rint(row * grid).astype(np.int64)
    return np.array([math.floor(Fraction(float(price)) * grid) for price in row], object)


def _weight_left(told: Mapping[str, Any], demand: Table, grid: int) -> int:
    """What of fairness's weight the prices of demand leave; a trifle above it is taken off them. Raises NoProof."""
    weight = told["fairness_weight"]
    over = sum(map(int, demand)) - weight * grid
    if over > EXCESS * grid:
        raise NoProof(f"需求的价格加起来是 {weight + over / grid:g}，不能超过公平的权重 {weight}。")
    for who in np.argsort(-demand.astype(np.float64)):
        off = min(int(demand[who]), max(over, 0))
        demand[who] -= off
        over -= off
    return -over


def _least_peak(told: Mapping[str, Any]) -> int:
    """A demand that some adviser carries in any plan."""
    able = max(1, sum(cap > 0 for cap in told["cap_a"]))
    return max(max(told["demand"]), math.ceil(sum(told["demand"]) / able))


def _alone(a: Table, b: Table, never: int) -> Table:
    """Two different people of one institution, for each village."""
    found = np.full(a.shape[1], never, a.dtype)
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
