"""Small districts for tests: drawn from a seed, or by hypothesis."""

import random

from menkou.postings.rules.district import Adviser, Caps, District, Institution, Village


def district(
    seed: int = 1,
    *,
    villages: int = 20,
    townships: int = 2,
    firms: int = 2,
    offices: int = 2,
    advisers_each: int = 3,
    caps: Caps | None = None,
    forbidden: float = 0.0,
) -> District:
    """A district of the given sizes; offices are at home in the townships in turn."""
    dice = random.Random(seed)
    towns = [f"t{n}" for n in range(townships)]
    centre = {town: (dice.uniform(0, 30), dice.uniform(0, 30)) for town in towns}
    places = []
    for n in range(villages):
        town = towns[n % townships]
        x, y = (one + dice.gauss(0, 3) for one in centre[town])
        places.append(Village(f"v{n}", town, x, y, dice.randint(1, 5), f"第{n}村"))
    houses = [Institution(f"f{n}", "law_firm", name=f"第{n}律师事务所") for n in range(firms)]
    for n in range(offices):
        houses.append(Institution(f"o{n}", "legal_service_office", towns[n % townships], f"第{n}法律服务所"))
    people = []
    for house in houses:
        x, y = centre[house.home] if house.home else (15.0, 15.0)
        for n in range(advisers_each):
            people.append(Adviser(f"{house.key}-{n}", house.key, x + dice.gauss(0, 2), y + dice.gauss(0, 2)))
    away = frozenset((one.key, village.key) for one in people for village in places if dice.random() < forbidden)
    names = tuple((town, f"第{n}镇") for n, town in enumerate(towns))
    return District(tuple(places), tuple(people), tuple(houses), caps or Caps(6, 12), away, names)
