"""Bundles: sets of jobs that an agent could carry. Those near enough to the best are listed, and disjoint ones joined.

A bundle's lag is by how much it falls short of its agent's largest profit at the prices of the bound. A whole answer
lies above the bound by the sum of its bundles' lags, so where it is to be bettered, none may lag more than it does.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.assignments.pricing import NEVER, Floats, Prices
from bench.assignments.reading import Assignment, Numbers

Sets = NDArray[np.uint64]  # a bit for each job
BITS = 64
ROUNDING = 1e-6


@dataclass(frozen=True, eq=False)
class Listed:
    """Bundles of one agent, the least lag first."""

    sets: Sets
    lags: Floats


def listed(problem: Assignment, prices: Prices, budget: float, most: int) -> list[Listed]:
    """Each agent's bundles that lag no more than the budget; of too many, those that lag least."""
    profit, load = prices.job - problem.cost, problem.load
    order = np.argsort(-profit / np.maximum(load, 0.5), axis=1, kind="stable")
    profit, load = np.take_along_axis(profit, order, 1), np.take_along_axis(load, order, 1)
    reach = _reach(profit, load, int(problem.room.max()) + 1)
    bit = np.uint64(1) << order.astype(np.uint64)
    sets, gain, whose = _grown(profit, load, bit, reach, problem.room, prices.most - budget - ROUNDING, most)
    found = []
    for agent in range(problem.agents):
        mine = np.nonzero(whose == agent)[0]
        lags = prices.most[agent] - gain[mine]
        first = np.argsort(lags, kind="stable")[:most]
        found.append(Listed(sets[mine[first]], lags[first]))
    return found


def bits(jobs: int) -> Sets:
    """The bit of each job."""
    return np.uint64(1) << np.arange(jobs, dtype=np.uint64)


def _reach(profit: Floats, load: Numbers, width: int) -> Floats:
    """The most profit of the jobs from each place on, in each room: [place, agent, room]."""
    agents, jobs = profit.shape
    reach, rows, room = np.zeros((jobs + 1, agents, width)), np.arange(agents)[:, None], np.arange(width)
    for place in reversed(range(jobs)):
        left = room - load[:, place, None]
        with_it = reach[place + 1][rows, np.maximum(left, 0)] + profit[:, place, None]
        np.maximum(reach[place + 1], np.where(left >= 0, with_it, NEVER), out=reach[place])
    return reach


def _grown(
    profit: Floats, load: Numbers, bit: Sets, reach: Floats, room: Numbers, floor: Floats, most: int
) -> tuple[Sets, Floats, Numbers]:
    """All agents' bundles at once, job by job, as far as each can still come up to its agent's floor."""
    whose, left, gain = np.arange(len(room)), room, np.zeros(len(room))
    sets, many = np.zeros(len(room), np.uint64), 4 * most * len(room)
    for place in range(profit.shape[1]):
        takes = np.nonzero(left >= load[whose, place])[0]
        more, less = gain[takes] + profit[whose[takes], place], left[takes] - load[whose[takes], place]
        with_it = more + reach[place + 1, whose[takes], less] >= floor[whose[takes]]
        without = gain + reach[place + 1, whose, left] >= floor[whose]
        takes = takes[with_it]
        sets = np.concatenate([sets[without], sets[takes] | bit[whose[takes], place]])
        gain, left = np.concatenate([gain[without], more[with_it]]), np.concatenate([left[without], less[with_it]])
        whose = np.concatenate([whose[without], whose[takes]])
        if len(sets) > many:
            hope = gain + reach[place + 1, whose, left] - floor[whose]
            best = np.sort(np.argpartition(-hope, many // 2)[: many // 2])
            sets, gain, left, whose = sets[best], gain[best], left[best], whose[best]
    return sets, gain, whose


@dataclass(frozen=True, eq=False)
class Ways:
    """Ways to give each of several agents one bundle, all disjoint; `chosen` says which of the lists."""

    sets: Sets
    lags: Floats
    chosen: Numbers
    is_cut: bool


def ways(lists: list[Listed], budget: float, cap: int) -> Ways:
    """Agent by agent. Where more than the cap are open, those that lag least go on."""
    sets, lags, chosen, is_cut = np.zeros(1, np.uint64), np.zeros(1), np.zeros((1, 0), np.int64), False
    for one in lists:
        fits = (sets[:, None] & one.sets) == 0
        fits &= lags[:, None] + one.lags <= budget + ROUNDING
        way, which = np.nonzero(fits)
        total = lags[way] + one.lags[which]
        if len(way) > cap:
            is_cut, least = True, np.argpartition(total, cap)[:cap]
            way, which, total = way[least], which[least], total[least]
        sets, lags, chosen = sets[way] | one.sets[which], total, np.hstack([chosen[way], which[:, None]])
    return Ways(sets, lags, chosen, is_cut)


def pairs(one: Ways, other: Ways, everything: np.uint64) -> tuple[Numbers, Numbers]:
    """Which way of one half goes with which of the other so that every freed job is done exactly once."""
    wanted = everything ^ other.sets
    order = np.argsort(wanted, kind="stable")
    first = np.searchsorted(wanted[order], one.sets, "left")
    count = np.searchsorted(wanted[order], one.sets, "right") - first
    left = np.repeat(np.arange(len(count)), count)
    step = np.arange(len(left)) - np.repeat(np.cumsum(count) - count, count)
    return left, order[np.repeat(first, count) + step]
