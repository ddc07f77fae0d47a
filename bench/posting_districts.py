"""Invented districts that are realistic posting problems: the same seed gives the same district on every machine.

    python -m bench.posting_districts SEED > district.json

Villages lie around the middles of their townships, law firms sit in the district's town and legal service offices in
townships of their own. Costs are whole numbers: the road, what the adviser knows, and whether they served last year.
"""

import argparse
import json
import sys
from dataclasses import dataclass
from typing import Any

import numpy as np

SUBJECTS = 8  # fields of law; a village needs one, an adviser knows two to four
ROAD = 1.35  # kilometres by road for one as the crow flies
KEPT = 0.8  # of last year's advisers are still there
CONFLICTS = 0.02  # of all pairs of an adviser and a village
FEWEST = 9  # villages in a township, on the average; with fewer the draw would not come to an end


@dataclass(frozen=True)
class Size:
    """How large a district is."""

    townships: int = 13
    villages: int = 440
    firms: int = 9
    offices: int = 13
    advisers: int = 110

    def __post_init__(self) -> None:
        if min(self.townships, self.firms, self.offices) < 1:
            raise ValueError("a district has at least one township, one firm and one office")
        if self.villages < FEWEST * self.townships:
            raise ValueError(
                f"{self.villages} villages are too few for {self.townships} townships: "
                f"take {FEWEST * self.townships} or more, or fewer townships"
            )
        if self.advisers < 2 * self.institutions:
            raise ValueError(
                f"{self.advisers} advisers are too few for {self.institutions} institutions of two or more: "
                f"take {2 * self.institutions} or more, or fewer institutions"
            )

    @property
    def institutions(self) -> int:
        """Firms and offices together."""
        return self.firms + self.offices


def district(seed: int, size: Size | None = None) -> dict[str, Any]:
    """A whole problem. The order of the draws is part of it: it decides what a seed means."""
    size, random = size or Size(), np.random.default_rng(seed)
    middle = random.uniform([0, 0], [50, 40], (size.townships, 2))
    township_of = np.repeat(np.arange(size.townships), _villages_in(size, random))
    place = middle[township_of] + random.normal(0, 3.2, (size.villages, 2))
    residents = np.clip(random.lognormal(7.3, 0.5, size.villages), 200, 9000)
    wanted = random.integers(0, SUBJECTS, size.villages)
    seat, institution_of, home = _people(size, middle, random)
    cap = random.integers(4, 8, size.advisers)
    while cap.sum() < 1.2 * size.villages:
        cap[random.integers(size.advisers)] += 1
    knows = np.zeros((size.advisers, SUBJECTS), bool)
    for adviser in range(size.advisers):
        knows[adviser, random.choice(SUBJECTS, random.integers(2, 5), replace=False)] = True
    km = np.linalg.norm(home[:, None] - place[None], axis=2) * ROAD
    cost = np.round(10 * km).astype(int) + np.where(knows[:, wanted], 0, 60)
    served = _served_last_year(km, cap, random)
    return {
        "seed": seed,
        "township_of": township_of.tolist(),
        "institution_of": institution_of.tolist(),
        "cap_a": cap.tolist(),
        "cap_b": (cap + 2).tolist(),
        "cost_a": (cost - 80 * served + 100).tolist(),
        "cost_b": (np.round(0.3 * cost).astype(int) + 30).tolist(),
        "forbidden": np.argwhere(random.random(cost.shape) < CONFLICTS).tolist(),
        "pairing_cost": np.round(15 * np.linalg.norm(seat[:, None] - middle[None], axis=2) + 150).astype(int).tolist(),
        "most_institutions_per_township": 3,
        "most_townships_per_institution": 3,
        "demand": np.round(residents / 100).astype(int).tolist(),
        "fairness_weight": 20,
    }


def _villages_in(size: Size, random: np.random.Generator) -> np.ndarray:
    """Uneven townships of eight villages or more, near enough, that sum to the district."""
    shares = random.dirichlet(np.full(size.townships, 8))
    count = np.maximum(8, np.round(shares * size.villages).astype(int))
    while count.sum() != size.villages:
        too_many = -1 if count.max() > 9 else 0
        count[random.integers(size.townships)] += 1 if count.sum() < size.villages else too_many
    return count


def _people(size: Size, middle: np.ndarray, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where institutions sit, whose each adviser is, and where each lives. Every institution has two or more."""
    firms = np.array([25, 20]) + random.normal(0, 2.0, (size.firms, 2))
    offices = middle[np.arange(size.offices) % size.townships] + random.normal(0, 0.5, (size.offices, 2))
    seat = np.vstack([firms, offices])
    shares = np.r_[np.full(size.firms, 0.6 / size.firms), np.full(size.offices, 0.4 / size.offices)]
    all_of_them = np.arange(size.institutions)
    others = random.choice(size.institutions, size.advisers - 2 * size.institutions, p=shares)
    institution_of = np.sort(np.concatenate([all_of_them, all_of_them, others]))
    return seat, institution_of, seat[institution_of] + random.normal(0, 1.0, (size.advisers, 2))


def _served_last_year(km: np.ndarray, cap: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Who served which village last year, and may go on: near ones, mostly, within their caps."""
    advisers, villages = km.shape
    last, load = np.full(villages, -1), np.zeros(advisers, int)
    for village in random.permutation(villages):
        by_road = np.argsort(km[:, village] + random.exponential(8, advisers))
        free = by_road[load[by_road] < cap[by_road]]
        if len(free):
            last[village] = free[0]
            load[free[0]] += 1
    last[random.random(villages) >= KEPT] = -1
    served = np.zeros((advisers, villages), int)
    kept = np.nonzero(last >= 0)[0]
    served[last[kept], kept] = 1
    return served


def main() -> None:
    """Print one district."""
    parser = argparse.ArgumentParser(prog="python -m bench.posting_districts")
    parser.add_argument("seed", type=int)
    json.dump(district(parser.parse_args().seed), sys.stdout)


if __name__ == "__main__":
    main()
