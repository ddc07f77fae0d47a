"""An independent check of a bound: the file's own numbers and some prices, and nothing of how they were found.

Whoever has the file and an answer can say for themselves that no plan costs less. Each adviser's posts and demand, and
each institution's townships, are given a price; a township then takes the team of institutions that can do its posts at
the least cost. Prices that are not negative, demand's adding up to no more than fairness weighs, make that sum a lower
bound on every plan (weak duality). Here it is added up team by team and town by town; the search does it otherwise
(`relaxation`, `teams`), so that an error in one is not one in both.
"""

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

KINDS = {"a": "cap_a", "b": "cap_b", "demand": "cap_a"}  # prices for each adviser, as long as these lists of the file
MOST_TEAMS = 200_000  # to look at one after the other
FORBIDDEN = 1e7  # as dear as no plan is: where an adviser may not be, or has no room
Table = NDArray[np.float64]


class NoProof(Exception):
    """The prices prove nothing; the message says why, in Chinese."""


def certified(told: Mapping[str, Any], prices: Mapping[str, Sequence[float]]) -> int:
    """What every plan of this file costs at least, by these prices: four lists, in the order of the file.

    `a`, `b` and `demand` of each adviser, `townships` of each institution. Raises NoProof where they are no prices, or
    where the teams of institutions are too many to look at.
    """
    price = {kind: _prices(prices, kind, len(told[of])) for kind, of in KINDS.items()}
    price["townships"] = _prices(prices, "townships", len(told["pairing_cost"]))
    if price["demand"].sum() > told["fairness_weight"] + 1e-6:
        raise NoProof(f"需求的价格加起来是 {price['demand'].sum():g}，不能超过公平的权重 {told['fairness_weight']}。")
    posts_a = _posts(told, "a") + price["a"][:, None] + np.outer(price["demand"], told["demand"])
    posts_b = _posts(told, "b") + price["b"][:, None]
    lowest = sum(_town(told, town, posts_a, posts_b, price["townships"]) for town in sorted(set(told["township_of"])))
    lowest -= float(price["a"] @ np.array(told["cap_a"]) + price["b"] @ np.array(told["cap_b"]))
    lowest -= told["most_townships_per_institution"] * float(price["townships"].sum())
    lowest += (told["fairness_weight"] - float(price["demand"].sum())) * _least_peak(told)
    return math.ceil(lowest - 1e-6 - 1e-9 * abs(lowest))  # costs are whole numbers; never up by the error of a float


def _prices(prices: Mapping[str, Sequence[float]], kind: str, many: int) -> Table:
    row = np.asarray(prices.get(kind, ()), np.float64)
    if kind == "townships" and row.ndim == 1 and len(row) < many:  # the last institutions of a file may have nobody
        row = np.concatenate([row, np.zeros(many - len(row))])
    if row.shape != (many,) or not np.isfinite(row).all() or (row < 0).any():
        raise NoProof(f"价格 {kind} 应是 {many} 个不小于 0 的数。")
    return row


def _posts(told: Mapping[str, Any], kind: str) -> Table:
    costs = np.array(told[f"cost_{kind}"], np.float64)
    for adviser, village in told["forbidden"]:
        costs[adviser, village] = FORBIDDEN
    costs[np.array(told[f"cap_{kind}"]) <= 0] = FORBIDDEN
    return costs


def _least_peak(told: Mapping[str, Any]) -> int:
    """A demand that some adviser carries in any plan."""
    able = max(1, sum(cap > 0 for cap in told["cap_a"]))
    return max(max(told["demand"]), math.ceil(sum(told["demand"]) / able))


def _town(told: Mapping[str, Any], town: int, posts_a: Table, posts_b: Table, joining: Table) -> float:
    """The least that the posts of one township can cost, with its pairs."""
    here = np.array(told["township_of"]) == town
    houses = sorted(set(told["institution_of"]))
    of_house = {house: np.array([of == house for of in told["institution_of"]]) for house in houses}
    best_a = {house: posts_a[np.ix_(mine, here)] for house, mine in of_house.items()}
    best_b = {house: posts_b[np.ix_(mine, here)] for house, mine in of_house.items()}
    two = {
        (one, other): np.minimum(
            best_a[one].min(axis=0) + best_b[other].min(axis=0), best_a[other].min(axis=0) + best_b[one].min(axis=0)
        )
        for one, other in itertools.combinations(houses, 2)
    } | {(one, one): _alone(best_a[one], best_b[one]) for one in houses}
    price = {house: told["pairing_cost"][house][town] + float(joining[house]) for house in houses}
    least = math.inf
    for team in _teams(told, houses, of_house, int(here.sum())):
        posts = np.min([two[pair] for pair in itertools.combinations_with_replacement(team, 2)], axis=0).sum()
        least = min(least, float(posts) + sum(price[house] for house in team))
    return least


def _alone(a: Table, b: Table) -> Table:
    """Two different people of one institution, for each village."""
    found = np.full(a.shape[1], 2 * FORBIDDEN)
    for who, row in enumerate(a):
        others = np.delete(b, who, axis=0)
        if len(others):
            found = np.minimum(found, row + others.min(axis=0))
    return found


def _teams(
    told: Mapping[str, Any], houses: Sequence[int], of_house: Mapping[int, NDArray[np.bool_]], villages: int
) -> Iterator[tuple[int, ...]]:
    """The teams with room for so many villages; of smaller ones that have it, larger ones are looked at as well."""
    most = min(told["most_institutions_per_township"], len(houses))
    if sum(math.comb(len(houses), size) for size in range(1, most + 1)) > MOST_TEAMS:
        raise NoProof("机构的组合太多，这里核不了下界。")
    room = {
        kind: {house: int(np.array(told[f"cap_{kind}"])[mine].sum()) for house, mine in of_house.items()}
        for kind in ("a", "b")
    }
    for size in range(1, most + 1):
        for team in itertools.combinations(houses, size):
            if all(sum(room[kind][house] for house in team) >= villages for kind in room):
                yield team
