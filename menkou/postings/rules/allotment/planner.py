"""Solve a posting problem within its seconds: a plan, and a bound that no plan of this district can undercut.

A relaxation prices the limits, a greedy start gives pairs, a walk over pairs betters them while a second process lifts
the bound, and exchanges even out the demand. The same seed walks the same way as far as the clock does not cut it.
"""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from itertools import islice
from typing import Any

from menkou.postings.rules.allotment import clashes
from menkou.postings.rules.allotment.answering import Answer, posts_of, proof_of, told_of
from menkou.postings.rules.allotment.bounding import Bounder
from menkou.postings.rules.allotment.branching import Tree
from menkou.postings.rules.allotment.exact import Exact
from menkou.postings.rules.allotment.pairing import divided
from menkou.postings.rules.allotment.posting import Posting
from menkou.postings.rules.allotment.problem import Flags, Infeasible, Numbers, Problem, Undecided
from menkou.postings.rules.allotment.proving import Proof, Split, foremost, rounded_up
from menkou.postings.rules.allotment.refining import refined
from menkou.postings.rules.allotment.relaxation import Point, Relaxation, ascend
from menkou.postings.rules.allotment.settling import by_least_cost, settled
from menkou.postings.rules.allotment.wandering import Walk, first_pairs

SMALL = 1500  # advisers times villages: up to here the exact programme is the quickest
FIRST_STEPS, STEPS = 40, 150  # of the relaxation, before the first plan and before the walk
FIRST_WALK = 400  # steps to the first pairs that fill every post
CYCLE = 70.0  # seconds: with more time left than for one and a half, there are several walks
WALK, SETTLING = 0.6, 0.35  # of a cycle; the rest evens out the demand
LEADERS = 6  # pairs with which that is tried
WORTH_SETTLING, LEAST_SETTLING = 8.0, 1.0  # seconds of a cycle, and of pairs; with less, HiGHS would hardly get going
LEADERS_TO_SETTLE, LOOKING = 25, 0.35  # pairs that are looked at, as long as that takes no more of the settling
SECONDS_A_PAIRING = 4.0  # for whole numbers: what HiGHS finds later is hardly better
WORTH_A_PROCESS = 5.0  # seconds; with less, a second process would hardly get going
BUILDING = 8e-5  # seconds for each adviser and village: the exact programme takes so long to write down
PROVING = 2.0  # seconds; with less left, all of them go into looking for a plan
AT_LEAST = 0.8  # seconds for the first plan, even where the clock says less: a busy machine still gets one
BEGINNING = 0.3  # seconds that a search has in any case, however slowly the command started
RESERVE = 0.15  # seconds for handing over
MOST_STEPS = 10**9  # of a walk that the clock ends
STEPS_A_ROUND, STEPS_A_LEADER = 1000, 200  # with a number of steps: for a round of evening out; for pairs to settle
BOUNDS_A_STEP = 1  # of the other process
Tell = Callable[[float, float, float], None]  # seconds since the beginning, value and bound


def solve(
    problem: Problem,
    *,
    seconds: float = math.inf,
    steps: int | None = None,
    began: float | None = None,
    small: int = SMALL,
    before: Mapping[str, Any] | None = None,
    tell: Tell = lambda *_: None,
) -> Answer:
    """The best plan found within the seconds since `began`, or within the steps of a walk. Raises Infeasible or Undecided.

    With steps no clock is looked at, and the same problem gets the same answer. `before` is an earlier answer to go on
    from. `tell` hears each better plan and bound. Whoever interrupts gets the best plan so far, once there is one.
    """
    began = time.monotonic() if began is None else began
    if found := clashes.certain(problem):
        raise Infeasible(clashes.NO_PLAN + "".join(found[:5]))
    until = math.inf if steps else max(began + seconds - RESERVE, time.monotonic() + BEGINNING)
    search = Search(problem, until, steps, lambda value, bound: tell(time.monotonic() - began, value, bound))
    try:
        pairs = search.go_on(before) if before else search.begin()
        if pairs is None or problem.advisers * problem.villages <= small:
            search.exactly()
        else:
            search.better(pairs)
    except KeyboardInterrupt:
        if search.posts is None:
            raise
    return search.answer(began)


class Search:
    """The best plan and the best bound so far, and the clock; with steps, time without end."""

    def __init__(
        self,
        problem: Problem,
        until: float,
        steps: int | None = None,
        tell: Callable[[float, int], None] = lambda *_: None,
    ) -> None:
        self.problem, self.until, self.steps, self.tell = problem, until, steps, tell
        self.began, self.told = time.monotonic(), (math.inf, -(10**18))
        self.bound = -math.inf
        self.proof: Proof | None = None  # what proves the bound, where it is prices that do
        self.value: float = math.inf
        self.posts: tuple[Numbers, Numbers] | None = None

    @property
    def left(self) -> float:
        """The seconds left."""
        return self.until - time.monotonic()

    @property
    def _work(self) -> float:
        """What CP-SAT may do where no clock runs: about as many of its seconds as a step of the walk has thousandths."""
        return math.inf if self.steps is None else max(1.0, self.steps / 100)

    @property
    def is_closed(self) -> bool:
        """Whether the plan is proven to be the best."""
        return self.value <= rounded_up(self.bound)

    def answer(self, began: float) -> Answer:
        """What has been found."""
        if self.posts is None:
            raise Undecided("时间到了，还没有找到方案，也没能证明没有方案。请用 --seconds 多给些时间。")
        a, b = (self.problem.in_order_of_file(posts) for posts in self.posts)
        value = int(self.value)
        bound = min(value, rounded_up(self.bound))
        prices = told_of(self.problem, self.proof) if self.proof else None
        return Answer(value, bound, round(time.monotonic() - began, 3), a, b, prices)

    def _keep(self, a: Numbers, b: Numbers) -> None:
        value = self.problem.cost(a, b)
        if value < self.value:
            self.value, self.posts = value, (a, b)
            self._tell(self.bound)

    def _lift(self, bound: float, proof: Proof | None) -> None:
        if bound > self.bound:
            self.bound, self.proof = bound, proof
            self._tell(bound)

    def _tell(self, bound: float) -> None:
        """News of a better plan, or of a better bound by a whole unit of cost."""
        best = max(rounded_up(bound), self.told[1])
        if self.posts is not None and (self.value, best) != self.told:
            self.told = (self.value, best)
            self.tell(*self.told)

    def begin(self) -> Flags | None:
        """The first prices, and pairs with which every post is filled; None where none were found."""
        self._relaxation = Relaxation(self.problem)
        self._ascent = ascend(self._relaxation, self._relaxation.start())
        self._point = self._ascend(FIRST_STEPS, self.began + (self.until - self.began) * 0.25)
        pairs = self._first_plan(first_pairs(self.problem, self._point.attraction))
        if pairs is not None:
            return pairs
        if self.left < PROVING and self.problem.advisers * self.problem.villages > SMALL:
            return None
        division = divided(self.problem, self.left * 0.6, self._work)
        if division.empty:
            raise Infeasible(clashes.NO_PLAN + clashes.undivided(self.problem, division.empty))
        return None if division.pairs is None else self._first_plan(division.pairs)

    def go_on(self, before: Mapping[str, Any]) -> Flags:
        """From the plan and the prices of an earlier answer to this problem, which a checker has found good."""
        self._relaxation = Relaxation(self.problem)
        told = before.get("prices")
        start = proof_of(self.problem, told) if told else self._relaxation.start()
        if isinstance(start, Split) and self._relaxation.teams is not None:
            tree = Tree(self._relaxation, start)
            self._lift(tree.bound, tree.root.proof(self._relaxation))
        self._ascent = ascend(self._relaxation, self._relaxation.prices(foremost(start).row))
        self._point = self._ascend(FIRST_STEPS, self.began + (self.until - self.began) * 0.1)
        a, b = posts_of(self.problem, before)
        self._keep(a, b)
        return self.problem.pairs_of(a, b)

    def exactly(self) -> None:
        """Ask the exact programme, which also knows whether there is any plan; if there is time to write it down."""
        if self.left < BUILDING * self.problem.advisers * self.problem.villages:
            return
        programme = Exact(self.problem).priced()
        if self.posts is not None:
            programme.hint(*self.posts)
        verdict = programme.solve(self.left * 0.8, work=self._work)
        if verdict.status == "infeasible":
            raise Infeasible(clashes.NO_PLAN + (clashes.proven(self.problem, max(1.0, self.left), self._work) or ""))
        self._lift(verdict.bound, None)
        if verdict.a is not None and verdict.b is not None:
            self._keep(verdict.a, verdict.b)

    def better(self, pairs: Flags) -> None:
        """Better prices, then better pairs, while another process lifts the bound."""
        bounder, is_done = None, False
        if self.left > WORTH_A_PROCESS:
            with suppress(OSError):  # no room for another process: the bound found so far will do
                start = self.proof or self._point.prices
                steps = self.steps and self.steps * BOUNDS_A_STEP
                bounder = Bounder(self._relaxation, start, self.bound, self.value, steps)
        try:
            self._point = self._ascend(STEPS - FIRST_STEPS, time.monotonic() + self.left * 0.25)
            self._walk(pairs, bounder)
            is_done = True
        finally:
            if bounder:
                with closing(bounder):
                    self._take_from(bounder, wait=is_done)

    def _take_from(self, bounder: Bounder, *, wait: bool = True) -> None:
        """What the other process has come to; or comes to yet, with steps."""
        if found := bounder.end(wait=wait):
            self._lift(*found)

    def _ascend(self, steps: int, until: float) -> Point:
        for point in islice(self._ascent, steps):
            self._lift(point.bound, point.prices)
            if time.monotonic() >= until:
                break
        return point

    def _first_plan(self, pairs: Flags) -> Flags | None:
        """Walk from these pairs until every post is filled."""
        posting = Posting(self.problem, self._point.prices.demand)
        walk = Walk(posting, self._point.attraction, pairs, self.problem.seed)
        posts = posting.fill(walk.pairs)
        if posts.empty:
            most = self.left * 0.4 if self.left > PROVING else max(self.left, AT_LEAST)
            walk.walk(time.monotonic() + most, steps=FIRST_WALK, stop=lambda posts: posts.empty == 0)
            posts = posting.fill(walk.pairs)
        if posts.empty:
            return None
        self._keep(posts.a, posts.b)
        return walk.pairs

    def _walk(self, pairs: Flags, bounder: Bounder | None) -> None:
        """Walk, and settle what was found; with much time again and again, each time from the best pairs so far."""
        posting, tried = Posting(self.problem, self._point.prices.demand), set[bytes]()
        for turn in range(cycles := 1 if self.steps else max(1, round(self.left / CYCLE))):
            share = self.left / (cycles - turn)
            settling = SETTLING if share > WORTH_SETTLING else 0.0
            until, enough = time.monotonic() + share, time.monotonic() + share * (1 - settling)
            walk = Walk(posting, self._point.attraction, pairs, self.problem.seed + turn)
            self._wander(walk, share * WALK, bounder)
            self._refine(walk, enough)
            if settling:
                many = min(LEADERS_TO_SETTLE, 1 + (self.steps or MOST_STEPS) // STEPS_A_LEADER)
                self._settle(walk.leaders(many), until, tried)
            if self.posts is not None:
                pairs = self.problem.pairs_of(*self.posts)

    def _wander(self, walk: Walk, seconds: float, bounder: Bounder | None) -> None:
        """With a clock the pairs of the other process are taken as they come, and with steps when it is done."""

        def look(pairs: Flags) -> None:
            posts = walk.posting.fill(pairs)
            if not posts.empty:
                self._keep(posts.a, posts.b)
            if bounder:
                self._tell(bounder.bound)
                for met in bounder.met() if self.steps is None else ():
                    walk.meet(met)

        walk.walk(time.monotonic() + seconds, steps=self.steps or MOST_STEPS, each=look)
        if bounder and self.steps:
            self._take_from(bounder)
        for met in bounder.met() if bounder else ():
            walk.meet(met)

    def _settle(self, leaders: Sequence[Flags], until: float, tried: set[bytes]) -> None:
        """All posts of the most promising pairs at once: first what each costs at least, then the least of these."""
        left = until - time.monotonic()
        new = [pairs for pairs in leaders if pairs.tobytes() not in tried]
        for found in by_least_cost(self.problem, new, time.monotonic() + left * LOOKING):
            left = until - time.monotonic()
            if left < LEAST_SETTLING or found.value >= self.value - 1:
                break
            tried.add(found.pairs.tobytes())
            if posts := settled(self.problem, found, min(left, SECONDS_A_PAIRING) if self.steps is None else math.inf):
                self._keep(*posts)

    def _refine(self, walk: Walk, until: float) -> None:
        """Even out what the best pairs carry, round by round; the weakest pairs fall out."""
        prices, rounds = self._point.prices, math.inf if self.steps is None else 1 + self.steps // STEPS_A_ROUND
        refining = [refined(self.problem, pairs, prices.demand, until) for pairs in walk.leaders(LEADERS)]
        best = {turn: math.inf for turn in range(len(refining))}
        while best and rounds > 0 and until - time.monotonic() > 0.1 and not self.is_closed:
            rounds -= 1
            for turn in list(best):
                if until - time.monotonic() < 0.1:
                    return
                plan = next(refining[turn], None)
                if plan is None:
                    del best[turn]
                    continue
                best[turn] = min(best[turn], plan[0])
                self._keep(plan[1], plan[2])
            if len(best) > 1:
                del best[max(best, key=best.__getitem__)]
