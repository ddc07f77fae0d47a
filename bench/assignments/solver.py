"""Solve an assignment problem: an answer, and a bound that no answer undercuts.

Prices of jobs give the bound. Then, again and again, a few agents are freed who are near each other, and of their jobs
those that would lose least with another of them, which get prices of their own; all bundles that could better the answer
are listed, and two halves of the agents are joined: an exact search of a large neighbourhood as long as no list is cut.
With a number of steps and no clock the same seed gives the same answer.
"""

import math
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np

from bench.assignments.bundles import BITS, ROUNDING, Listed, bits, listed, pairs, ways
from bench.assignments.pricing import Floats, Prices, prices_of_room, raised
from bench.assignments.reading import Assignment, Numbers

STEPS = 600  # of the bound's ascent
NEAR = 8  # agents among whom the first answer is looked for
FIRST = 1.0  # CP-SAT's deterministic seconds for it
WARM, COLD = 0.5, 0.05  # by how much an answer may be worse, at first and at the end
ROUNDS = 2  # after each, every worker goes on from the best answer of all, as warm as at first
REPRICED, HASTE = 12, 3  # steps of a neighbourhood's own prices, and their patience
EXTRA = 3  # times the warmth: beyond that nothing is taken
CAP, MOST = 6000, 400  # ways of one half, and bundles of one agent
FEWEST, START, LARGEST = 2.5, 9.0, 20.0  # agents freed at a time
EACH = 3.5  # jobs that a freed agent gives up, on average
NEARNESS = 3.0  # a job that costs so much more with an agent ties the two by a third
DRAWN, LOOSE = 0.5, 0.5  # by how much chance has a say in who is freed, and which jobs
GROWTH, SHRINKAGE = 0.05, 0.1  # of that number, where nothing was cut and where something was


class Infeasible(Exception):
    """No way to give out all the jobs."""


@dataclass(frozen=True)
class Answer:
    """Who does each job, what that costs, what anything costs at least, and how many steps it took."""

    value: int
    bound: int
    taken: list[int]
    steps: int


def solve(
    problem: Assignment, *, seconds: float = math.inf, steps: int = 10**9, seed: int = 0, workers: int = 1
) -> Answer:
    """The best answer within the seconds, and the steps of each worker. Raises Infeasible."""
    until = time.monotonic() + seconds
    room_prices = prices_of_room(problem)
    taken = first_answer(problem, room_prices, seed)
    start = (problem.cost + room_prices[:, None] * problem.load).min(axis=0)
    prices = raised(problem, start, problem.value(taken), STEPS)
    done = 0
    with ProcessPoolExecutor(workers, get_context("spawn")) if workers > 1 else nullcontext() as others:
        for turn in range(ROUNDS):
            left = (until - time.monotonic()) / (ROUNDS - turn)
            told = [(problem, prices, taken, seed + turn * workers + n, left, steps // ROUNDS) for n in range(workers)]
            found = list(others.map(_searched, told) if others else map(_searched, told))
            taken = min((one for one, _ in found), key=problem.value)
            done += sum(count for _, count in found)
    value = problem.value(taken)
    return Answer(value, min(value, math.ceil(prices.bound - ROUNDING)), taken.tolist(), done)


def _searched(told: tuple[Assignment, Prices, Numbers, int, float, int]) -> tuple[Numbers, int]:
    """One round of one worker: the best answer it came to, and its steps."""
    problem, prices, taken, seed, seconds, steps = told
    search = Search(problem, prices, taken, seed)
    search.run(time.monotonic() + seconds, steps)
    return search.best_taken, search.steps


def first_answer(problem: Assignment, room_prices: Floats, seed: int) -> Numbers:
    """An answer from CP-SAT, each job among its cheapest agents; among all of them where that fails."""
    rank = (problem.cost + room_prices[:, None] * problem.load).argsort(axis=0).argsort(axis=0)
    for near in (NEAR, problem.agents):
        taken = _asked(problem, rank < near, FIRST if near < problem.agents else math.inf, seed)
        if taken is not None:
            return taken
    raise Infeasible


def _asked(problem: Assignment, allowed: np.ndarray, patience: float, seed: int) -> Numbers | None:
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    gives = {(int(i), int(j)): model.new_bool_var("") for i, j in zip(*np.nonzero(allowed), strict=True)}
    for job in range(problem.jobs):
        model.add_exactly_one(give for (_, j), give in gives.items() if j == job)
    for agent in range(problem.agents):
        mine = [(give, int(problem.load[i, j])) for (i, j), give in gives.items() if i == agent]
        model.add(sum(give * load for give, load in mine) <= int(problem.room[agent]))
    model.minimize(sum(int(problem.cost[key]) * give for key, give in gives.items()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.random_seed = 1, seed % 2**31
    solver.parameters.stop_after_first_solution = patience == math.inf
    if patience < math.inf:
        solver.parameters.max_deterministic_time = patience
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    taken = np.zeros(problem.jobs, np.int64)
    for (agent, job), give in gives.items():
        if solver.boolean_value(give):
            taken[job] = agent
    return taken


class Search:
    """The answer at hand, the best so far, and how many agents to free."""

    def __init__(self, problem: Assignment, prices: Prices, taken: Numbers, seed: int) -> None:
        self.problem, self.prices, self.random = problem, prices, np.random.default_rng(seed)
        self.profit = prices.job - problem.cost
        self.taken, self.best_taken = taken.copy(), taken.copy()
        self.best, self.bound = problem.value(taken), math.ceil(prices.bound - ROUNDING)
        self.freed, self.steps = START, 0
        self.dear = problem.cost + prices_of_room(problem)[:, None] * problem.load
        self.tied = np.exp((self.dear.min(axis=0) - self.dear) / NEARNESS)

    def run(self, until: float, steps: int) -> None:
        """Until the clock or the steps say so, or the answer is proven."""
        began = time.monotonic()
        while self.steps < steps and self.best > self.bound and (now := time.monotonic()) < until:
            gone = max(self.steps / steps, (now - began) / (until - began))
            self.step(WARM * (COLD / WARM) ** gone)
            self.steps += 1

    def step(self, warmth: float) -> None:
        """Free a few agents, and give their jobs out anew."""
        agents, jobs, part = self._freed()
        now = np.searchsorted(agents, self.taken[jobs])
        value = part.value(now)
        prices = raised(part, self.prices.job[jobs], value, REPRICED, HASTE)
        budget = value - prices.bound + EXTRA * warmth
        found = listed(part, prices, budget, MOST)
        for agent, one in enumerate(found):
            mine = bits(len(jobs))[now == agent].sum(dtype=np.uint64)
            if mine not in one.sets:  # what is now is always one of the choices
                lag = prices.most[agent] - (prices.job - part.cost[agent])[now == agent].sum()
                found[agent] = Listed(np.append(one.sets, mine), np.append(one.lags, lag))
        self.taken[jobs] = agents[self._joined(found, now, budget, warmth)]
        if (total := self.problem.value(self.taken)) < self.best:
            self.best, self.best_taken = total, self.taken.copy()

    def _freed(self) -> tuple[Numbers, Numbers, Assignment]:
        """Agents drawn, those of their jobs that would lose least by a change, and the problem they make."""
        problem, here = self.problem, np.arange(self.problem.jobs)
        agents = self._drawn()
        jobs = self._loose(agents, np.nonzero(np.isin(self.taken, agents))[0])
        stays = np.setdiff1d(here, jobs)
        carried = np.bincount(self.taken[stays], problem.load[self.taken[stays], stays], problem.agents)
        room = (problem.room - carried.astype(np.int64))[agents]
        both = np.ix_(agents, jobs)
        return agents, jobs, Assignment(problem.cost[both], problem.load[both], room)

    def _drawn(self) -> Numbers:
        """A few agents: the likelier the more they lag, and the more jobs tie them to those already drawn."""
        problem, here = self.problem, np.arange(self.problem.jobs)
        lags = self.prices.most - np.bincount(self.taken, self.profit[self.taken, here], problem.agents)
        pull = np.log(np.maximum(lags, 0) + 0.5)
        ties = np.eye(problem.agents)[:, self.taken] @ self.tied.T
        ties, near = ties + ties.T, np.zeros(problem.agents)
        drawn = [int((pull + self.random.gumbel(size=problem.agents)).argmax())]
        for _ in range(min(problem.agents, int(self.freed + self.random.random())) - 1):
            near += ties[drawn[-1]]
            keys = 2 * np.log(near + ROUNDING) + pull + DRAWN * self.random.gumbel(size=problem.agents)
            keys[drawn] = -np.inf
            drawn.append(int(keys.argmax()))
        return np.sort(drawn)

    def _loose(self, agents: Numbers, jobs: Numbers) -> Numbers:
        """Of the jobs of these agents, those that would lose least with another of them."""
        dear, whose = self.dear[np.ix_(agents, jobs)], (np.searchsorted(agents, self.taken[jobs]), np.arange(len(jobs)))
        now = dear[whose]
        dear[whose] = np.inf
        loss = dear.min(axis=0) - now + LOOSE * self.random.gumbel(size=len(jobs))
        return np.sort(jobs[np.argsort(loss)[: min(BITS, int(EACH * len(agents)))]])

    def _joined(self, found: list[Listed], now: Numbers, budget: float, warmth: float) -> Numbers:
        """Join two halves of the agents, and take one of the best ways to give out all the jobs."""
        order = sorted(range(len(found)), key=lambda agent: len(found[agent].lags))
        halves = order[0::2], order[1::2]
        one, other = (ways([found[agent] for agent in half], budget, CAP) for half in halves)
        is_cut = one.is_cut or other.is_cut
        self.freed = max(FEWEST, self.freed - SHRINKAGE) if is_cut else min(LARGEST, self.freed + GROWTH)
        each = bits(len(now))
        left, right = pairs(one, other, each.sum(dtype=np.uint64))
        if not len(left):
            return now
        total = one.lags[left] + other.lags[right] - warmth * self.random.gumbel(size=len(left))
        best, given = int(total.argmin()), now.copy()
        for half, of, way in ((halves[0], one, left[best]), (halves[1], other, right[best])):
            for agent, which in zip(half, of.chosen[way], strict=True):
                given[(found[agent].sets[which] & each) > 0] = agent
        return given
