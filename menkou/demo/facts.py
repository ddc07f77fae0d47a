"""What the demo's plan rests on: invented, the same in every demo of one size.

    facts(villages, institutions, advisers)   headcounts, specialities, bases, demand, avoidances, wishes

The keys are those of the people and places: a village's code, a licence number, a credit code.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from menkou.demo.people import DemoAdviser, DemoInstitution
from menkou.demo.places import WALK_VILLAGE, DemoVillage, townships
from menkou.places.rules.topics import TOPICS

SOURCE = "演示数据，纯属虚构"
CITY = (116.59, 35.41)  # who lives in 济宁 comes from there
FROM_THE_CITY = 3
ENDING_DAYS = (25, 50, 100, 170, 260)  # days until some licences end; all others reach beyond the year after next
ENDING_EVERY = 19
VILLAGES_TO_AN_AVOIDANCE, VILLAGES_TO_A_WISH, VILLAGES_TO_A_TEAM = 36, 11, 60
REASONS = ("kinship", "dispute", "other_side", "request")
ROAD, FAR_KM, BUSY = 1.35, 7, 45


@dataclass(frozen=True)
class DemoDemand:
    """村居需求, as in places.Demand."""

    population: int
    consultations: int
    remoteness: int
    grade: str
    needs: tuple[str, ...]
    one_team: bool


@dataclass(frozen=True)
class DemoWish:
    """双向选择: exactly one of adviser (licence number) and institution (credit code)."""

    village: str
    side: str
    weight: int
    adviser: str | None = None
    institution: str | None = None


@dataclass(frozen=True)
class DemoFacts:
    """`bases` lead to a township's code, or to nothing for who lives in the city."""

    headcounts: dict[str, int]
    shares: dict[str, int]
    skills: dict[str, tuple[str, ...]]
    bases: dict[str, str | None]
    demands: dict[str, DemoDemand]
    avoidances: tuple[tuple[str, str, str], ...]  # village, licence number, reason
    wishes: tuple[DemoWish, ...]


def facts(
    villages: Sequence[DemoVillage], offered: Sequence[DemoInstitution], advisers: Sequence[DemoAdviser]
) -> DemoFacts:
    """All of them for these places and people."""
    people = sum(one.size for one in offered)
    return DemoFacts(
        headcounts={one.credit_code: math.ceil(1.8 * one.size) for one in offered},
        shares={one.credit_code: round(1000 * one.size / people) for one in offered},
        skills={one.licence_no: _skills(one) for one in advisers},
        bases=_bases(villages, offered, advisers),
        demands={one.code: _demand(one, number) for number, one in enumerate(villages)},
        avoidances=_avoidances(villages, offered, advisers),
        wishes=_wishes(villages, offered, advisers),
    )


def licence_ends(number: int, today: date) -> date:
    """When the licence of the so-many-th adviser ends."""
    turn, rest = divmod(number, ENDING_EVERY)
    if rest == ENDING_EVERY - 1 and turn < len(ENDING_DAYS):
        return today + timedelta(days=ENDING_DAYS[turn])
    return date(today.year + 2, 6, 1)


def _dice(what: str) -> random.Random:
    return random.Random(f"facts {what}")  # noqa: S311 - invented facts


def _skills(one: DemoAdviser) -> tuple[str, ...]:
    dice = _dice(one.licence_no)
    return tuple(sorted(dice.sample(list(TOPICS), dice.choice((2, 3, 3, 4)))))


def _bases(
    villages: Sequence[DemoVillage], offered: Sequence[DemoInstitution], advisers: Sequence[DemoAdviser]
) -> dict[str, str | None]:
    """The township whose centre is nearest to where somebody starts from; a few lawyers come from the city."""
    here = {one.township for one in villages}
    towns = [one for one in townships() if one.code in here]
    homes = {one.credit_code: one.home for one in offered}

    def nearest(one: DemoAdviser) -> str:
        return min(towns, key=lambda town: math.hypot(town.x_km - one.x_km, town.y_km - one.y_km)).code

    bases: dict[str, str | None] = {one.licence_no: homes[one.institution] or nearest(one) for one in advisers}
    lawyers = [one.licence_no for one in advisers if one.kind == "lawyer"]
    return bases | dict.fromkeys(lawyers[:: max(1, len(lawyers) // FROM_THE_CITY)][:FROM_THE_CITY])


def _demand(one: DemoVillage, number: int) -> DemoDemand:
    dice = _dice(one.code)
    centre = next(town for town in townships() if town.code == one.township)
    km = round(math.hypot(one.x_km - centre.x_km, one.y_km - centre.y_km) * ROAD)
    asked = round(one.residents / 60 * dice.uniform(0.4, 1.8))
    grade = "remote" if km >= FAR_KM else "busy" if asked >= BUSY else "ordinary"
    needs = tuple(sorted(dice.sample(list(TOPICS), dice.choice((1, 1, 2, 2, 3)))))
    one_team = number % VILLAGES_TO_A_TEAM == VILLAGES_TO_A_TEAM - 1
    return DemoDemand(one.residents, asked, km, grade, needs, one_team)


def _avoidances(
    villages: Sequence[DemoVillage], offered: Sequence[DemoInstitution], advisers: Sequence[DemoAdviser]
) -> tuple[tuple[str, str, str], ...]:
    """People of the office at home in the township, who would else be near at hand."""
    chosen = [one for one in villages if one.code != WALK_VILLAGE][::VILLAGES_TO_AN_AVOIDANCE]
    found = []
    for village in chosen:
        dice = _dice(f"avoidance {village.code}")
        found.append((village.code, dice.choice(_near(village, offered, advisers)).licence_no, dice.choice(REASONS)))
    return tuple(found)


def _wishes(
    villages: Sequence[DemoVillage], offered: Sequence[DemoInstitution], advisers: Sequence[DemoAdviser]
) -> tuple[DemoWish, ...]:
    """Of a village for somebody near or a firm, or of these for the village; one in six would rather not."""
    avoided = {code for code, *_ in _avoidances(villages, offered, advisers)}
    firms = [one.credit_code for one in offered if one.kind == "law_firm"]
    found = []
    for village in [one for one in villages if one.code not in avoided][::VILLAGES_TO_A_WISH]:
        dice = _dice(f"wish {village.code}")
        side, weight = dice.choice(("village", "village", "other")), dice.choice((1, 1, 1, 3, 3, -1))
        if dice.random() < 0.3:
            found.append(DemoWish(village.code, side, weight, institution=dice.choice(firms)))
        else:
            near = dice.choice(_near(village, offered, advisers))
            found.append(DemoWish(village.code, side, weight, adviser=near.licence_no))
    return tuple(found)


def _near(
    village: DemoVillage, offered: Sequence[DemoInstitution], advisers: Sequence[DemoAdviser]
) -> list[DemoAdviser]:
    homes = {one.credit_code for one in offered if one.home == village.township}
    return [one for one in advisers if one.institution in homes]
