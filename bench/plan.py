"""make bench-plan: posting problems, solved by `menkou plan --from` and by its rivals in the same run.

    python -m bench.plan --seeds 1-3 --seconds 30 --rivals --markdown

A gap is (value - bound) / value by the contender's own bound; behind a rival's, by the best bound of the row's seed.
Every answer is judged by the checker. Memory is the largest sum over the contender's process tree.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import trees
from bench.posting_districts import district
from menkou.postings.rules.allotment.checker import judged

OURS, RIVALS = "menkou plan", ("greedy", "cp-sat", "highs")
HEADS = ("seed", "contender", "value", "bound", "gap", "to the best bound", "seconds", "processor s", "memory MB")
GRACE = 60  # seconds that a contender may take beyond its own, for building its programme
LOOK = 0.05  # seconds between two looks at the process tree
console = Console(stderr=True)


@dataclass(frozen=True)
class Run:
    """What one contender did with one seed."""

    seed: int
    contender: str
    value: int | None
    bound: float | None
    broken: int
    seconds: float
    cpu_s: float
    memory_mb: float

    def row(self, best_bound: float | None) -> tuple[str, ...]:
        """Its words in the table."""
        value = (
            "none" if self.value is None else f"{self.value:,}" + f" ({self.broken} rules broken)" * bool(self.broken)
        )
        bound = "" if self.bound is None else f"{self.bound:,.0f}"
        gaps = (self._gap(self.bound), self._gap(best_bound))
        return (
            *(str(self.seed), self.contender, value, bound, *gaps),
            *(f"{self.seconds:.1f}", f"{self.cpu_s:.1f}", f"{self.memory_mb:.0f}"),
        )

    def _gap(self, bound: float | None) -> str:
        if self.value is None or bound is None or self.broken:
            return ""
        return f"{(self.value - bound) / self.value:.2%}"


def measured(command: list[str], patience_s: float) -> tuple[dict[str, Any], float, float, float]:
    """What a program prints as JSON, its seconds, its processor seconds and its largest memory in MB."""
    began, peak, cpu_ms = time.monotonic(), 0.0, 0.0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        while process.poll() is None:
            peak = max(peak, trees.memory(process.pid).rss)
            cpu_ms = max(cpu_ms, trees.cpu_ms(process.pid))
            if time.monotonic() - began > patience_s:
                process.kill()
            time.sleep(LOOK)
        seconds, said = time.monotonic() - began, process.stdout.read()
    return json.loads(said or "{}"), seconds, cpu_ms / 1000, peak


def contest(seed: int, seconds: float, rivals: bool, folder: Path) -> list[Run]:
    """One seed, everybody in turn."""
    told, file = district(seed), folder / f"{seed}.json"
    file.write_text(json.dumps(told))
    commands = {OURS: [sys.executable, "-m", "menkou.command.main", "plan", "--json"]}
    commands[OURS] += ["--from", str(file), "--seconds", f"{seconds:g}"]
    if rivals:
        commands |= {way: [sys.executable, "-m", "bench.rivals", way, str(file), f"{seconds:g}"] for way in RIVALS}
    runs = []
    for contender, command in commands.items():
        said, took, cpu_s, memory = measured(command, seconds + GRACE)
        value, broken = said.get("value"), said.get("broken", 0)
        if contender == OURS and value is not None:
            cost, rules = judged(told, said["a"], said["b"])
            broken = len(rules) + (cost != value)
        runs.append(Run(seed, contender, value, said.get("bound"), broken, took, cpu_s, memory))
    return runs


def rows(runs: list[Run]) -> list[tuple[str, ...]]:
    """The table's rows."""
    best: dict[int, float] = {}
    for run in runs:
        if run.bound is not None:
            best[run.seed] = max(run.bound, best.get(run.seed, run.bound))
    return [run.row(best.get(run.seed)) for run in runs]


def seeds(words: str) -> list[int]:
    """1-3,7 means 1, 2, 3 and 7."""
    found: list[int] = []
    for word in words.split(","):
        first, _, last = word.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


def main() -> int:
    """Run, print, and say whether every answer kept the rules."""
    parser = argparse.ArgumentParser(prog="python -m bench.plan")
    parser.add_argument("--seeds", type=seeds, default="1-20", help="as 1-20 or 1,5,9")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--rivals", action="store_true", help="also the greedy rule, CP-SAT and HiGHS")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    options = parser.parse_args()
    runs: list[Run] = []
    with tempfile.TemporaryDirectory() as folder, console.status("") as status:
        for seed in options.seeds:
            status.update(f"seed {seed}")
            runs += contest(seed, options.seconds, options.rivals, Path(folder))
    if options.markdown:
        lines = [HEADS, ("---",) * len(HEADS), *rows(runs)]
        sys.stdout.write("".join(f"| {' | '.join(line)} |\n" for line in lines))
    else:
        table = Table(*HEADS, title=f"{options.seconds:g} seconds each")
        for row in rows(runs):
            table.add_row(*row)
        Console(width=130).print(table)
    ours = [run for run in runs if run.contender == OURS]
    return int(any(run.value is None or run.broken for run in ours))


if __name__ == "__main__":
    sys.exit(main())
