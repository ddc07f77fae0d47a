"""The relaxation with only the teams that still matter: the same bound as long as the best teams are among them, sooner.

Of near twenty thousand teams of a district a few hundred are within one part in two hundred of their township's best.
What is found with them is reckoned again with all of them before anybody relies on it.
"""

import itertools
from dataclasses import dataclass

import numpy as np

from menkou.postings.rules.allotment.problem import Flags, Floats, Numbers
from menkou.postings.rules.allotment.relaxation import Prices, Relaxation
from menkou.postings.rules.allotment.teams import Best, Teams

FORGETTING = 0.93  # of the average over earlier steps that is kept with each step


@dataclass(frozen=True, eq=False)
class Climb:
    """Where an ascent has come to, and how often each pair was in the chosen teams on the way, from 0 to 1."""

    bound: float
    row: Floats
    often: Floats


class Narrow:
    """Some teams of each township, one after the other in order of township."""

    def __init__(self, relaxation: Relaxation, keep: Flags) -> None:
        assert relaxation.teams is not None
        problem, teams = relaxation.problem, relaxation.teams
        self.relaxation, self.problem, self.units = relaxation, problem, relaxation.units
        self.town, self.team = np.nonzero(keep.T)
        self.joined = teams.joined[self.team]
        self._one, self._other = teams.doubles.T
        self._pairing = teams.pairing[self.team, self.town]
        many = problem.villages_in[self.town]
        self._begins = np.concatenate([[0], np.cumsum(many)[:-1]])
        entry = np.repeat(np.arange(len(many)), many)
        village = np.arange(len(entry)) - self._begins[entry] + problem.first_village[self.town[entry]]
        self._cells = [row[self.team[entry]] * problem.villages + village for row in sides(teams)]
        self._first = np.searchsorted(self.town, np.arange(problem.townships))
        self._twos = np.empty((len(self._one) + problem.institutions, problem.villages))

    def costs(self, best: Best, townships: Floats) -> Floats:
        """What each team costs its township, its pairing included."""
        doubles, one, other = self._twos[: len(self._one)], self._one, self._other
        np.minimum(best.a[one] + best.b[other], best.a[other] + best.b[one], out=doubles)
        np.minimum(doubles, best.alone[one], out=doubles)
        np.minimum(doubles, best.alone[other], out=doubles)
        self._twos[len(one) :] = best.alone
        flat = self._twos.ravel()
        lowest = flat[self._cells[0]]
        for cells in self._cells[1:]:
            np.minimum(lowest, flat[cells], out=lowest)
        return np.add.reduceat(lowest, self._begins) + self._pairing + self.joined @ townships

    def at(self, row: Floats, open_to: Flags) -> tuple[float, Floats, Floats]:
        """The bound at these prices with the teams that are open, by how much limits are broken, and the chosen pairs."""
        problem, prices = self.problem, self.relaxation.prices(row)
        a = problem.open_a + prices.a[:, None] + prices.demand[:, None] * problem.demand
        b = problem.open_b + prices.b[:, None]
        costs = np.where(open_to, self.costs(Best(problem, a, b), prices.townships), np.inf)
        lowest = np.minimum.reduceat(costs, self._first)
        ends = np.append(self._first[1:], len(costs))
        pick = [first + int(costs[first:end].argmin()) for first, end in zip(self._first, ends, strict=True)]
        chosen = self.joined[pick].T
        bound = float(lowest.sum()) + limits(self.relaxation, prices)
        return bound, self.relaxation.excess(chosen, a, b), chosen

    def climb(self, row: Floats, open_to: Flags, stride: float, steps: int, patience: int) -> Climb:
        """Better prices in so many steps; `stride` is how far above the bound they aim at first."""
        here = self.at(row, open_to)
        best, best_row, now, often = here[0], row, row, here[2]
        heading, failed = np.zeros(len(row)), 0
        for _ in range(steps):
            slope, scaled = here[1] * self.units, now / self.units
            slope[(scaled <= 0) & (slope < 0)] = 0.0
            heading = slope + 0.6 * heading
            length = float(heading @ heading)
            if length == 0.0 or not np.isfinite(best):
                break
            now = self.relaxation.prices((scaled + (best + stride - here[0]) / length * heading) * self.units).row
            here = self.at(now, open_to)
            often = FORGETTING * often + (1 - FORGETTING) * here[2]
            failed = 0 if here[0] > best + 0.02 * stride else failed + 1
            if here[0] > best:
                best, best_row = here[0], now
            if failed >= patience:
                stride, failed, now, heading = stride * 0.6, 0, best_row, np.zeros(len(row))
                here = self.at(now, open_to)
        return Climb(best, best_row, often)


def sides(teams: Teams) -> Numbers:
    """The twos inside each team, as rows of all doubles followed by everyone alone; smaller teams repeat some."""
    problem, most = teams.problem, len(teams.of_size)
    number = np.zeros((problem.institutions,) * 2, np.int64)
    one, other = teams.doubles.T
    number[one, other] = number[other, one] = np.arange(len(one))
    np.fill_diagonal(number, len(one) + np.arange(problem.institutions))
    members = np.array([(*team, *[team[-1]] * most)[:most] for team in teams.members])
    twos = list(itertools.combinations(range(most), 2)) or [(0, 0)]
    return np.array([number[members[:, x], members[:, y]] for x, y in twos])


def costs_of_all(relaxation: Relaxation, prices: Prices) -> Floats:
    """What each of all teams costs each township at these prices."""
    assert relaxation.teams is not None
    problem = relaxation.problem
    a = problem.open_a + prices.a[:, None] + prices.demand[:, None] * problem.demand
    best = Best(problem, a, problem.open_b + prices.b[:, None])
    return relaxation.teams.costs(best) + (relaxation.teams.joined @ prices.townships)[:, None]


def limits(relaxation: Relaxation, prices: Prices) -> float:
    """What the priced limits are paid for."""
    problem = relaxation.problem
    paid = -prices.a @ problem.cap_a - prices.b @ problem.cap_b - problem.most_townships * prices.townships.sum()
    return float(paid + (problem.fairness_weight - prices.demand.sum()) * problem.least_peak)
