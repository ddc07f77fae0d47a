"""The changes of the demo's places since 2016, as an officer would register them: to be looked at, confirmed, applied.

    changes(villages)     the lists of 2019 and 2023, cut to what a demo of these villages has

The lists are public facts. They do not say which village went into which: that is proposed by our rules and marked so.
"""

from collections.abc import Collection
from dataclasses import dataclass

from menkou.demo.places import REAL, DemoVillage, rows
from menkou.mergers.rules.succession import Place, compare

SOURCE = "国家统计局 {} 年统计用区划代码。名单是公开的；由哪个村承接，是按村名和代码推算的，没有核实过"
TITLES = {2019: "2019 年：兴隆庄撤镇设街道", 2023: "2023 年：村居合并"}


@dataclass(frozen=True)
class DemoChange:
    """A list of villages after a change, with the names of their townships."""

    title: str
    source: str
    after: list[Place]
    town_names: dict[str, str]


def changes(villages: Collection[DemoVillage]) -> list[DemoChange]:
    """In order; the second begins with what the first makes of these villages."""
    found = []
    before = {row["code"]: Place(row["code"], row["name"]) for row in rows("villages.csv")}
    here = {one.code: Place(one.code, one.name) for one in villages}
    for year, title in TITLES.items():
        lines = rows(f"villages_{year}.csv")
        after = {row["code"]: Place(row["code"], row["name"]) for row in lines}
        gone = before.keys() - after.keys()
        heirs = {one.successor for one in compare(before.values(), after.values()).ends if one.ended.code in here}
        stay = {code: after.get(code, place) for code, place in here.items() if code not in gone}
        begin = {code: after[code] for code in (after if len(villages) >= REAL else heirs)}
        here = stay | begin
        found.append(
            DemoChange(
                title=title,
                source=SOURCE.format(year),
                after=[here[code] for code in sorted(here)],
                town_names={row["township_code"]: row["township"] for row in lines},
            )
        )
        before = after
    return found
