"""python -m bench.boards: 440 boards with their codes, beside the same drawing and codes set by bare typst in one run."""

import json
import resource
import shutil
import sys
import tempfile
import time
from dataclasses import replace

import typst
from rich.console import Console

from menkou.boards.carriers import setting
from menkou.boards.facts import CARRIERS, Paper
from menkou.boards.tests.printed import ORDINARY, paper, photo
from menkou.papers import typefaces

VILLAGES, TOWNSHIP, ROUNDS, MOST_RATIO = 440, 44, 1, 1.8
LIMITS = {("a3",): 6.0, ("a3", "square", "card"): 20.0}
MOST_MB = 400
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
console = Console()


def papers(carriers: tuple[str, ...]) -> list[Paper]:
    """A board of each carrier for every village; sixty advisers with a photo and sixty without."""
    faces = [photo(f"#{200 - place:02x}a0{place:02x}") for place in range(60)] + [None] * 60
    made: dict[str, list[Paper]] = {carrier: [] for carrier in carriers}
    for place in range(VILLAGES):
        a = replace(ORDINARY.a, name=f"陈{chr(0x4E00 + place % 120)}", photo=faces[place % 120])
        facts = replace(ORDINARY, village=f"红花{place}村", code=f"370812{place:06}", a=a)
        number = "".join(SIGNS[place // len(SIGNS) ** step % len(SIGNS)] for step in range(6))
        for carrier in carriers:
            made[carrier].append(paper(facts, carrier, number))
    return [one for found in made.values() for one in found]


def ours(chosen: list[Paper]) -> int:
    """Set them as the paper centre does: a file for each township and carrier, some at a time in a child; the bytes."""
    groups = [chosen[start : start + TOWNSHIP] for start in range(0, len(chosen), TOWNSHIP)]
    size = 0
    for start in range(0, len(groups), setting.AT_A_TIME // TOWNSHIP):
        with setting.documents(groups[start : start + setting.AT_A_TIME // TOWNSHIP]) as made:
            size += sum(one.stat().st_size for one in made)
    return size


def bare(chosen: list[Paper]) -> int:
    """The same drawing and codes by nothing but typst: one document, every board at one size that nobody looked for."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(setting.HERE, folder, dirs_exist_ok=True)
        plain = [replace(one, facts=replace(one.facts, a=replace(one.facts.a, photo=None))) for one in chosen]
        fonts = [typefaces.found(setting.SONG), typefaces.found(setting.HEI)]
        inputs = {
            "papers": json.dumps([setting.told(one) for one in plain], ensure_ascii=False),
            "fonts": json.dumps(fonts),
            "scale": "1",
        }
        return len(typst.compile(f"{folder}/{setting.MAIN}", root=folder, sys_inputs=inputs, format="pdf"))


def measured(work, *of) -> tuple[float, float, int]:
    """Seconds on the clock and of the processor, and the bytes."""
    before, start = _cpu(), time.perf_counter()
    size = work(*of)
    return time.perf_counter() - start, _cpu() - before, size


def main() -> int:
    """Measure, say so, and fail where a limit is passed."""
    is_kept = True
    for carriers, limit in LIMITS.items():
        chosen = papers(carriers)
        clock, cpu, size = min(measured(ours, chosen) for _ in range(ROUNDS))
        names = "、".join(CARRIERS[one] for one in carriers)
        console.print(
            f"{len(chosen)} papers ({names}): {clock:.2f} s, {cpu:.2f} s of CPU (limit {limit}), {size >> 10} KB"
        )
        is_kept &= cpu <= limit
        if len(carriers) == 1:
            boards = cpu
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    console.print(f"most memory of a child: {memory:.0f} MB (limit {MOST_MB})")
    least = min(measured(bare, papers(("a3",)))[1] for _ in range(ROUNDS))
    console.print(
        f"bare typst, the same drawing and codes: {least:.2f} s of CPU; ours {boards / least:.2f} times (limit {MOST_RATIO})"
    )
    return 0 if is_kept and memory < MOST_MB and boards / least <= MOST_RATIO else 1


def _cpu() -> float:
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    sys.exit(main())
