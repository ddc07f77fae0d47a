"""The demo's places: real names and codes of Yanzhou, invented positions and numbers of residents.

    townships()        the 10 townships with their judicial offices (phones that cannot exist)
    villages(440)      the villages of a demo of that size, in the order of their codes

Up to 440 they are real villages; beyond, more are invented, named 演示第…村. Kilometres are counted from the middle of
the district, east and north.
"""

import csv
import math
import random
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "yanzhou"
DISTRICT_CODE = "370812"
DISTRICT_NAME = "兖州区"
DISTRICT_SLUG = "yanzhou"
SEAT = "370812001"  # 鼓楼街道, where the law firms are
WALK_VILLAGE = "370812001200"  # 鼓楼街道北关村, where the first walk begins

MIDDLE = (116.75, 35.58)
KM_PER_DEGREE = (90.5, 111.0)
KM2_PER_VILLAGE, KM2_IN_TOWN = 1.47, 0.4
IN_TOWN = {"370812001", "370812003", "370812006"}
REAL = 440
FIRST_INVENTED = 600  # serial within a township; the real ones stay below
SMALL_DEMO = ("370812001", "370812110")  # the townships a demo of a few villages begins with


@dataclass(frozen=True)
class DemoTownship:
    """镇街 with its 司法所. `kind` is town or subdistrict, as in places.Township."""

    code: str
    name: str
    kind: str
    x_km: float
    y_km: float
    office_name: str
    office_phone: str
    office_address: str


@dataclass(frozen=True)
class DemoVillage:
    """村居. `kind` is village or community, as in places.Village. Position and residents are invented."""

    code: str
    name: str
    township: str
    kind: str
    x_km: float
    y_km: float
    residents: int


@cache
def townships() -> tuple[DemoTownship, ...]:
    """The 10 townships, in the order of their codes."""
    found = []
    for number, row in enumerate(rows("townships.csv"), 1):
        x, y = ((float(row[key]) - MIDDLE[i]) * KM_PER_DEGREE[i] for i, key in enumerate(("lon", "lat")))
        short = row["name"].removesuffix("街道").removesuffix("镇")
        found.append(
            DemoTownship(
                code=row["code"],
                name=row["name"],
                kind="subdistrict" if row["name"].endswith("街道") else "town",
                x_km=round(x, 2),
                y_km=round(y, 2),
                office_name=f"{short}司法所（演示）",
                office_phone=f"0537-0000{number:03}",
                office_address=f"{row['name']}演示路{number}号（演示）",
            )
        )
    return tuple(found)


def located(town: DemoTownship) -> tuple[float, float]:
    """Longitude and latitude of a township's centre."""
    x, y = (middle + km / per for middle, km, per in zip(MIDDLE, (town.x_km, town.y_km), KM_PER_DEGREE, strict=True))
    return x, y


@cache
def villages(count: int = REAL) -> tuple[DemoVillage, ...]:
    """The villages of a demo with `count` of them, at least 2; the walk's village is always among them."""
    if count < 2:
        raise ValueError("a demo has at least two villages")
    real = defaultdict(list)
    for row in rows("villages.csv"):
        real[row["township_code"]].append((row["code"], row["name"]))
    if count < REAL:
        chosen = _slice(real, count)
    else:
        chosen = [(town, *one) for town, some in real.items() for one in some]
        chosen += _invented(count - REAL)
    return tuple(sorted((_village(*one) for one in chosen), key=lambda village: village.code))


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _slice(real: dict[str, list[tuple[str, str]]], count: int) -> list[tuple[str, str, str]]:
    """A few whole-looking townships: about 44 villages each, two townships at the least, the walk's village first."""
    order = [*SMALL_DEMO, *(town for town in real if town not in SMALL_DEMO)]
    taken = order[: max(2, math.ceil(count / 40))]
    while sum(len(real[town]) for town in taken) < count:
        taken.append(order[len(taken)])
    chosen: list[tuple[str, str, str]] = []
    queues = {town: sorted(real[town], key=lambda one: one[0] != WALK_VILLAGE) for town in taken}
    while len(chosen) < count:
        for town in taken:
            if queues[town] and len(chosen) < count:
                chosen.append((town, *queues[town].pop(0)))
    return chosen


def _invented(count: int) -> list[tuple[str, str, str]]:
    codes = [one.code for one in townships()]
    return [
        (town, f"{town}{FIRST_INVENTED + number // len(codes):03}", f"演示第{number + 1}村村委会")
        for number, town in enumerate((codes * (count // len(codes) + 1))[:count])
    ]


def _village(town: str, code: str, name: str) -> DemoVillage:
    """Put a village somewhere around its township's centre, the same place in every demo."""
    centre = next(one for one in townships() if one.code == town)
    dice = random.Random(f"place {code}")  # noqa: S311 - invented positions, no secret
    around = 24 if town in IN_TOWN else 50
    area = KM2_IN_TOWN if town in IN_TOWN else KM2_PER_VILLAGE
    distance = math.sqrt(dice.random() * around * area / math.pi)
    angle = dice.uniform(0, 2 * math.pi)
    return DemoVillage(
        code=code,
        name=name,
        township=town,
        kind="community" if name.endswith("居委会") or "社区" in name else "village",
        x_km=round(centre.x_km + distance * math.cos(angle), 2),
        y_km=round(centre.y_km + distance * math.sin(angle), 2),
        residents=int(dice.triangular(400, 3600, 1100)),
    )
