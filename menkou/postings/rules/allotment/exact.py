"""The whole problem as one programme for CP-SAT: exact for small districts, and the judge of whether rules clash."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from menkou.postings.rules.allotment.problem import Numbers, Problem

Rule = Literal["cap_a", "cap_b", "forbidden", "apart", "institutions", "townships"]
RULES: tuple[Rule, ...] = ("cap_a", "cap_b", "forbidden", "apart", "institutions", "townships")
MARGIN = 1e-6


@dataclass(frozen=True, eq=False)
class Verdict:
    """What CP-SAT found: posts where it has any, and a bound on all plans."""

    status: Literal["solved", "infeasible", "out_of_time"]
    bound: float
    a: Numbers | None = None
    b: Numbers | None = None


class Exact:
    """The programme, with all the rules or only some of them."""

    def __init__(self, problem: Problem, rules: Iterable[Rule] = RULES) -> None:
        from ortools.sat.python import cp_model

        self.problem, self.rules = problem, set(rules)
        self._kit, self.model = cp_model, cp_model.CpModel()
        self.pairs = {
            (i, t): self.model.new_bool_var("") for i in range(problem.institutions) for t in range(problem.townships)
        }
        self.a = self._posts("cap_a", problem.cap_a)
        self.b = self._posts("cap_b", problem.cap_b)
        if "apart" in self.rules:
            for key in self.a.keys() & self.b.keys():
                self.model.add_at_most_one(self.a[key], self.b[key])
        self._pairing()

    def _posts(self, rule: Rule, cap: Numbers) -> dict[tuple[int, int], Any]:
        problem, model = self.problem, self.model
        posts, at, of = {}, defaultdict(list), defaultdict(list)
        open_to = problem.allowed if "forbidden" in self.rules else np.ones_like(problem.allowed)
        for adviser, village in zip(*np.nonzero(open_to), strict=True):
            post = posts[int(adviser), int(village)] = model.new_bool_var("")
            at[int(village)].append(post)
            of[int(adviser)].append(post)
            pair = int(problem.institution_of[adviser]), int(problem.township_of[village])
            model.add_implication(post, self.pairs[pair])
        for village in range(problem.villages):
            model.add_exactly_one(at[village]) if at[village] else model.add_bool_or([])
        if rule in self.rules:
            for adviser, held in of.items():
                model.add(sum(held) <= int(cap[adviser]))
        return posts

    def _pairing(self) -> None:
        problem, model = self.problem, self.model
        institutions, townships = range(problem.institutions), range(problem.townships)
        if "institutions" in self.rules:
            for t in townships:
                model.add(sum(self.pairs[i, t] for i in institutions) <= problem.most_institutions)
        if "townships" in self.rules:
            for i in institutions:
                model.add(sum(self.pairs[i, t] for t in townships) <= problem.most_townships)

    def priced(self) -> "Exact":
        """The programme with its costs, to be minimised."""
        problem, model = self.problem, self.model
        peak = model.new_int_var(0, int(problem.demand.sum()), "")
        carried = defaultdict(list)
        for (adviser, village), post in self.a.items():
            carried[adviser].append(int(problem.demand[village]) * post)
        for terms in carried.values():
            model.add(sum(terms) <= peak)
        terms = [(post, problem.cost_a[key]) for key, post in self.a.items()]
        terms += [(post, problem.cost_b[key]) for key, post in self.b.items()]
        for key, pair in self.pairs.items():
            # a pair that saves money counts only where a post uses it
            if problem.pairing_cost[key] < 0:
                model.add_bool_or([*self._using(*key), pair.negated()])
            terms.append((pair, problem.pairing_cost[key]))
        terms.append((peak, problem.fairness_weight))
        variables, costs = zip(*terms, strict=True)
        model.minimize(self._kit.LinearExpr.weighted_sum(variables, [int(cost) for cost in costs]))
        return self

    def _using(self, institution: int, township: int) -> list[Any]:
        problem = self.problem
        return [
            post
            for posts in (self.a, self.b)
            for (adviser, village), post in posts.items()
            if problem.institution_of[adviser] == institution and problem.township_of[village] == township
        ]

    def hint(self, a: Numbers, b: Numbers) -> None:
        """Tell the solver of a plan to start from."""
        for posts, taken in ((self.a, a), (self.b, b)):
            for (adviser, village), post in posts.items():
                self.model.add_hint(post, bool(taken[village] == adviser))
        used = self.problem.pairs_of(a, b)
        for key, pair in self.pairs.items():
            self.model.add_hint(pair, bool(used[key]))

    def solve(self, seconds: float, *, workers: int = 1, work: float = math.inf) -> Verdict:
        """The best plan within the seconds, or the proof that there is none; `work` is what CP-SAT calls deterministic time."""
        solver = self._kit.CpSolver()
        solver.parameters.max_time_in_seconds = max(0.05, seconds)
        solver.parameters.max_deterministic_time = work
        solver.parameters.num_workers = workers
        solver.parameters.random_seed = self.problem.seed % 2**31
        status = solver.solve(self.model)
        if status == self._kit.INFEASIBLE:
            return Verdict("infeasible", float("inf"))
        if status not in (self._kit.OPTIMAL, self._kit.FEASIBLE):
            is_bound = min(self.problem.cost_a.min(), self.problem.cost_b.min(), self.problem.pairing_cost.min()) >= 0
            # before it has come to any, it says nought
            return Verdict("out_of_time", solver.best_objective_bound if is_bound else -math.inf)
        a, b = (self._taken(solver, posts) for posts in (self.a, self.b))
        return Verdict("solved", float(np.ceil(solver.best_objective_bound - MARGIN)), a, b)

    def _taken(self, solver: Any, posts: dict[tuple[int, int], Any]) -> Numbers:
        taken = np.zeros(self.problem.villages, np.int64)
        for (adviser, village), post in posts.items():
            if solver.boolean_value(post):
                taken[village] = adviser
        return taken
