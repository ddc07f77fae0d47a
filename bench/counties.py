"""Real counties with invented people: townships by name and number of villages, everything else made up.

Advisers and institutions are in Yanzhou's ratios: 95 advisers for 440 villages, 9 law firms and 13 legal service offices
for 10 townships, each of two people or more. The same county is the same problem on every machine.
"""

import csv
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from menkou.demo.people import CAP_A, CAP_ALL
from menkou.postings.rules.district import (
    LAW_FIRM,
    LEGAL_SERVICE_OFFICE,
    Adviser,
    Caps,
    District,
    Institution,
    InstitutionKind,
    Village,
)

FILE = Path(__file__).with_suffix(".csv")
ADVISERS = 95 / 440  # for a village
FIRMS, OFFICES = 9 / 10, 13 / 10  # for a township
FIRMS_PART = 9 / 22  # of the institutions, where there are too few people for as many
KM2 = 65  # of a township
RADIUS_KM = math.sqrt(KM2 / math.pi)
WORKS_FOR: dict[InstitutionKind, str] = {LAW_FIRM: "lawyer", LEGAL_SERVICE_OFFICE: "legal_service_worker"}

Place = tuple[float, float]


@dataclass(frozen=True)
class Township:
    """镇街: code, name, and how many villages it has."""

    code: str
    name: str
    villages: int


@dataclass(frozen=True)
class County:
    """区县 by its code of six digits; the list that we have says no name."""

    code: str
    townships: tuple[Township, ...]

    @property
    def villages(self) -> int:
        """How many villages it has."""
        return sum(one.villages for one in self.townships)


@cache
def counties() -> tuple[County, ...]:
    """Those that are shipped, in the order in which they were drawn."""
    with FILE.open(encoding="utf-8", newline="") as text:
        towns = [Township(row["township"], row["name"], int(row["villages"])) for row in csv.DictReader(text)]
    return tuple(County(code, tuple(here)) for code, here in groupby(towns, lambda one: one.code[:6]))


def county(code: str) -> County:
    """The county with this code."""
    return next(one for one in counties() if one.code == code)


def district(told: County) -> District:
    """What the planner is told."""
    dice = random.Random(f"county {told.code}")  # noqa: S311 - invented positions, no secret
    side = math.sqrt(KM2 * len(told.townships))
    middle = {one.code: (dice.uniform(0, side), dice.uniform(0, side)) for one in told.townships}
    villages = [
        Village(f"{town.code}{number:03}", town.code, *_near(middle[town.code], RADIUS_KM / 2, dice), _demand(dice))
        for town in told.townships
        for number in range(1, town.villages + 1)
    ]
    houses = institutions(told)
    return District(
        villages=tuple(villages),
        advisers=tuple(_people(houses, advisers(told), middle, dice)),
        institutions=tuple(houses),
        caps=Caps(a=CAP_A, all=CAP_ALL),
        names=tuple((one.code, one.name) for one in told.townships),
    )


def advisers(told: County) -> int:
    """How many advisers it has."""
    return max(4, math.ceil(told.villages * ADVISERS))


def institutions(told: County) -> list[Institution]:
    """Its firms, and offices in the townships with the most villages, a second one where there are more offices."""
    firms, offices = (max(1, round(part * len(told.townships))) for part in (FIRMS, OFFICES))
    most = advisers(told) // 2
    if firms + offices > most:
        firms = max(1, round(most * FIRMS_PART))
        offices = most - firms
    largest = sorted(told.townships, key=lambda one: (-one.villages, one.code))
    homes = [largest[number % len(largest)].code for number in range(offices)]
    return [
        *(Institution(f"firm {number}", LAW_FIRM) for number in range(1, firms + 1)),
        *(Institution(f"office {number}", LEGAL_SERVICE_OFFICE, home) for number, home in enumerate(homes, 1)),
    ]


def _people(houses: Sequence[Institution], count: int, middle: dict[str, Place], dice: random.Random) -> list[Adviser]:
    """In turn one more for each institution; firms are in the first township, offices at home."""
    found = []
    seat = next(iter(middle.values()))
    for number in range(count):
        house = houses[number % len(houses)]
        x, y = _near(middle[house.home] if house.home else seat, 1.5 if house.home else 3.0, dice)
        kind = WORKS_FOR[house.kind]
        found.append(Adviser(f"adviser {number + 1}", house.key, x, y, kind, cap_a=CAP_A, cap_all=CAP_ALL))
    return found


def _near(place: Place, spread_km: float, dice: random.Random) -> Place:
    return round(dice.gauss(place[0], spread_km), 2), round(dice.gauss(place[1], spread_km), 2)


def _demand(dice: random.Random) -> float:
    return round(dice.triangular(4, 36, 11), 1)  # residents in hundreds, as in the demo
