"""Small districts for tests: drawn from a seed, or by hypothesis."""

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations, product

from menkou.postings.rules.checker import broken_rules
from menkou.postings.rules.district import Adviser, Caps, District, Institution, Village, Wish
from menkou.postings.rules.frame import Frame
from menkou.postings.rules.substitutes import KINDS, rule

SKILLS = ("land", "family", "debt")
Posts = dict[str, tuple[str, str]]


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


def with_facts(world: District, seed: int, *, unable: float = 0.1, locks: int = 0) -> District:
    """The same district with whatever else the planner may be told, at random."""
    dice = random.Random(f"facts {seed}")
    some = lambda: frozenset(one for one in SKILLS if dice.random() < 0.4)  # noqa: E731
    villages = tuple(replace(one, needs=some(), one_team=dice.random() < 0.2) for one in world.villages)
    advisers = tuple(
        replace(one, skills=some(), unable=dice.choice(("licence", "away")) if dice.random() < unable else "")
        for one in world.advisers
    )
    institutions = tuple(
        replace(
            one,
            headcount=dice.choice((0, 1, 9)),
            share=dice.choice((None, None, 0.3)),
        )
        for one in world.institutions
    )
    posts = [(one.key, post) for one in villages for post in ("A", "B")]
    who = [one.key for one in advisers]
    if not who:
        return replace(world, villages=villages)
    return replace(
        world,
        villages=villages,
        advisers=advisers,
        institutions=institutions,
        incumbents={one: dice.choice([*who, "gone"]) for one in posts if dice.random() < 0.6},
        locked={one: dice.choice(who) for one in dice.sample(posts, min(locks, len(posts)))},
        wishes=tuple(_wish(dice, villages, who, institutions) for _ in range(dice.randint(0, 2 * len(villages)))),
    )


def with_substitutes(world: District, seed: int) -> District:
    """The same with people of several kinds, and any rule on who can act for whom."""
    dice = random.Random(f"kinds {seed}")
    advisers = tuple(replace(one, kind=dice.choice(("lawyer", *KINDS))) for one in world.advisers)
    numbers = {"b_kinds": dice.randint(0, 2), "b_shares_speciality": dice.randint(0, 2)}
    return replace(world, advisers=advisers, stand_in=rule(numbers))


def _wish(dice, villages, who, institutions) -> Wish:
    village, weight = dice.choice(villages).key, dice.choice((-2.0, -1.0, 0.5, 1.0, 2.0))
    if dice.random() < 0.5:
        return Wish(village, adviser=dice.choice([*who, "gone"]), weight=weight)
    return Wish(village, institution=dice.choice(institutions).key, weight=weight)


def indexed(world: District, posts: Posts) -> dict[int, tuple[int, int]]:
    """Posts by position, as the frame counts them."""
    who = {one.key: index for index, one in enumerate(world.advisers)}
    return {index: (who[posts[one.key][0]], who[posts[one.key][1]]) for index, one in enumerate(world.villages)}


def named(world: District, plan: dict[int, tuple[int, int]]) -> Posts:
    """A plan by position as posts by key."""
    people = world.advisers
    return {world.villages[village].key: (people[a].key, people[b].key) for village, (a, b) in plan.items()}


def value(world: District, posts: Posts) -> float:
    """What a whole plan costs."""
    return Frame(world).value(indexed(world, posts))


def serving(world: District, posts: Posts) -> set[tuple[str, str]]:
    """(township, institution) wherever an institution holds a post."""
    house = {one.key: one.institution for one in world.advisers}
    township = {one.key: one.township for one in world.villages}
    return {(township[village], house[who]) for village, both in posts.items() for who in both}


def lawful(world: District) -> Iterator[Posts]:
    """Every plan that breaks no rule: for a handful of villages and people."""
    pairs = list(permutations([one.key for one in world.advisers], 2))
    for chosen in product(pairs, repeat=len(world.villages)):
        posts = dict(zip((one.key for one in world.villages), chosen, strict=True))
        if not broken_rules(world, posts):
            yield posts
