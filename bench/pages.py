"""Pages for everybody over all of China: python -m bench.pages VILLAGES.csv.xz [--markdown]

The file has a line `code,name` for each village. Each county becomes a district of one installation, in one table; the
county with the most villages and some drawn by lot get advisers, and their pages and searches are asked through the
whole product, one after the other, in one process: what is measured is server time, without a network.
"""

import argparse
import json
import lzma
import os
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import report, sections
from bench.installation import Failure, Installation

PROMISED_MS = 60
COUNTIES, VILLAGES_OF_EACH = 20, 10
LONG_AGO = date(2020, 1, 1)
HEADS = ("what", "asked", "p50 ms", "p95 ms", "longest ms", "of it in our process, p95 ms", "promised", "")
COUNTY, TOWN = 6, 9  # digits of a code
Ms = tuple[float, float]  # by the clock, and of our own process


def rows(path: Path) -> Iterator[tuple[str, str]]:
    """Code and name of each village."""
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as file:
        next(file)
        for line in file:
            code, _, name = line.strip().partition(",")
            yield code, name


def load(path: Path) -> None:
    """Put every village on record, a district at a time."""
    from menkou.core.scope import within
    from menkou.places.models import District, Township, Village

    counties: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for code, name in rows(path):
        counties[code[:COUNTY]].append((code, name))
    for county, found in counties.items():
        district = District.objects.create(slug=f"c{county}", name=f"第{county}区", code=county)
        with within(district.pk):
            towns = {code[:TOWN]: None for code, _ in found}
            made = [Township(code=town, name=f"第{town}镇", kind="town") for town in towns]
            towns |= {one.code: one for one in Township.objects.bulk_create(made)}
            facts = {"kind": "village", "valid_from": LONG_AGO}
            villages = [Village(code=code, name=name, township=towns[code[:TOWN]], **facts) for code, name in found]
            Village.objects.bulk_create(villages, batch_size=2000)


def measure() -> dict[str, list[Ms]]:
    """What each kind of request took."""
    from django.test import Client

    from menkou.core.scope import within
    from menkou.places.models import District

    districts = list(District.objects.order_by("code"))
    sizes = {one: _size(one) for one in districts}
    dice = random.Random(5)  # noqa: S311 - which counties, no secret
    largest = max(districts, key=sizes.__getitem__)
    others = [one for one in districts if one != largest]
    client, took = Client(), defaultdict(list)
    for district in [largest, *dice.sample(others, min(COUNTIES, len(others)))]:
        with within(district.pk):
            asked = list(_asked(district.slug, dice))
        client.get(asked[0][1])  # what a process has in memory is there
        for kind, path in asked:
            began, worked = time.perf_counter(), time.process_time()
            reply = client.get(path)
            ms = (1000 * (time.perf_counter() - began), 1000 * (time.process_time() - worked))
            if reply.status_code != 200:
                raise SystemExit(f"{path}: {reply.status_code}")
            took[kind].append(ms)
            if district == largest:
                took[f"{kind}, the county of {sizes[largest]:,}"].append(ms)
    return took


def _size(district) -> int:
    from menkou.core.scope import within
    from menkou.places.models import Village

    with within(district.pk):
        return Village.objects.count()


def _asked(slug: str, dice: random.Random) -> Iterator[tuple[str, str]]:
    """The requests of one county, whose villages get two advisers first."""
    from menkou.advisers.models import Adviser, Institution, Registration
    from menkou.places.models import Village
    from menkou.postings.models import Posting

    contact = {"phone": "0537-0000002", "address": "测速路2号"}
    firm = Institution.objects.create(
        name=f"{slug}律师事务所", kind="law_firm", credit_code=f"31{slug:0>16}", **contact
    )
    people = [Adviser.objects.create(name=f"顾问{n}", kind="lawyer", licence_no=f"{slug}{n}") for n in range(2)]
    facts = {"institution": firm, "phone": "10000000001", "valid_from": LONG_AGO}
    roster = [Registration.objects.create(adviser=one, **facts) for one in people]
    found = list(Village.objects.all())
    for one in dice.sample(found, min(VILLAGES_OF_EACH, len(found))):
        for post, who in zip("AB", roster, strict=True):
            Posting.objects.create(village=one, post=post, registration=who, valid_from=LONG_AGO)
        syllables = one.sound.split("/")[0].split()
        yield "village page", f"/{slug}/v/{one.code}/"
        yield "township page", f"/{slug}/t/{one.code[:TOWN]}/"
        yield "district page", f"/{slug}/"
        for typed in (
            one.short_name,
            one.name[:2],
            "".join(syllables),
            "".join(part[0] for part in syllables),
            one.code,
        ):
            yield "search", f"/{slug}/?q={typed}"
        for typed in ("村", "c", one.code[:4], "没有这个"):
            yield "search that finds much, or nothing", f"/{slug}/?q={typed}"


def figures(took: dict[str, list[Ms]]) -> list[tuple[str, ...]]:
    """A row for each kind of request."""
    found = []
    for kind, both in took.items():
        ms, worked = zip(*both, strict=True)
        at_most = _p95(ms)
        said = (statistics.median(ms), at_most, max(ms), _p95(worked))
        is_met = "met" if at_most < PROMISED_MS else "not met"
        found.append((kind, str(len(ms)), *(f"{one:.1f}" for one in said), f"< {PROMISED_MS} ms", is_met))
    return found


def _p95(all_ms: Iterable[float]) -> float:
    return statistics.quantiles(all_ms, n=20, method="inclusive")[-1]


def run(path: Path) -> tuple[int, float, dict[str, list[Ms]]]:
    """An installation of its own, from its first start to its end: villages, seconds of loading, milliseconds."""
    with Installation() as place:
        with place.served():
            pass  # the first start makes the tables
        place.server.start()
        began = time.monotonic()
        count = int(place.run("bench.pages", "load", str(path.resolve())))
        seconds = time.monotonic() - began
        with place.as_owner("menkou") as connection:
            connection.execute("vacuum (analyze)")  # as autovacuum would in its time
        return count, seconds, json.loads(place.run("bench.pages", "measure"))


def main() -> int:
    """Read the command line, measure, and say what was found."""
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument("path", type=Path, help="code,name of every village; may be compressed with xz")
    parser.add_argument("--markdown", action="store_true", help="also write docs/benchmarks.md")
    options = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else report.WIDTH)
    try:
        count, seconds, took = run(options.path)
    except Failure as fault:
        console.print(f"[red]{fault}")
        return 1
    found, title = figures(took), f"{count:,} villages in one table, loaded in {seconds:.0f} s"
    table = Table(*HEADS, title=title)
    for row in found:
        table.add_row(*row)
    console.print(table)
    if options.markdown:
        words = f"{title}.\n"
        sections.write(
            "pages", "python -m bench.pages VILLAGES", words, sections.markdown(HEADS, found), document=report.DOCUMENT
        )
    return 0 if all(row[-1] == "met" for row in found) else 1


def inside(what: str, *words: str) -> None:
    """A step within the installation: `load PATH` or `measure`."""
    import django

    os.environ["DJANGO_ALLOWED_HOSTS"] = "testserver"
    django.setup()
    if what == "load":
        path = Path(words[0])
        load(path)
        sys.stdout.write(str(Counter(True for _ in rows(path))[True]))
    else:
        from django.test.utils import setup_test_environment

        setup_test_environment()  # the test client's own host is let in
        json.dump(measure(), sys.stdout)


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in ("load", "measure"):
        inside(*sys.argv[1:])
    else:
        sys.exit(main())
