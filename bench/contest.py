"""One invented district, solved by `menkou plan --from` and by its rivals in turn, every answer judged by the checker."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.measuring import GRACE, measured
from bench.posting_districts import district
from menkou.postings.rules.allotment.certifying import certified
from menkou.postings.rules.allotment.checker import judged

OURS, RIVALS = "menkou plan", ("greedy", "cp-sat", "highs")
HEADS = ("seed", "contender", "value", "bound", "gap", "to the best bound", "seconds", "processor s", "memory MB")


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

    @property
    def is_good(self) -> bool:
        """Whether it is a plan that keeps every rule."""
        return self.value is not None and not self.broken

    def gap(self, bound: float | None) -> float | None:
        """How far above a bound it may be, as a part of its value."""
        if self.value is None or bound is None or self.broken:
            return None
        return (self.value - bound) / self.value if self.value else 0.0

    def row(self, best_bound: float | None) -> tuple[str, ...]:
        """Its words in the table."""
        value = (
            "none" if self.value is None else f"{self.value:,}" + f" ({self.broken} rules broken)" * bool(self.broken)
        )
        bound = "" if self.bound is None else f"{self.bound:,.0f}"
        gaps = (percent(self.gap(self.bound)), percent(self.gap(best_bound)))
        return (
            *(str(self.seed), self.contender, value, bound, *gaps),
            *(f"{self.seconds:.2f}", f"{self.cpu_s:.1f}", f"{self.memory_mb:.0f}"),
        )


def percent(part: float | None) -> str:
    """0.0123 as people read it."""
    return "" if part is None else f"{part:.2%}"


def ours(seed: int, seconds: float, folder: Path) -> Run:
    """What `menkou plan --from` makes of a seed."""
    told, file = _written(seed, folder)
    return _run(seed, OURS, told, _command(file, seconds), seconds)


def contest(seed: int, seconds: float, folder: Path) -> list[Run]:
    """One seed, everybody in turn."""
    told, file = _written(seed, folder)
    commands = {OURS: _command(file, seconds)}
    commands |= {way: [sys.executable, "-m", "bench.rivals", way, str(file), f"{seconds:g}"] for way in RIVALS}
    return [_run(seed, contender, told, command, seconds) for contender, command in commands.items()]


def _written(seed: int, folder: Path) -> tuple[dict[str, Any], Path]:
    told, file = district(seed), folder / f"{seed}.json"
    file.write_text(json.dumps(told))
    return told, file


def _command(file: Path, seconds: float) -> list[str]:
    command = [sys.executable, "-m", "menkou.command.main", "plan", "--json"]
    return [*command, "--from", str(file), "--seconds", f"{seconds:g}"]


def _run(seed: int, contender: str, told: dict[str, Any], command: list[str], seconds: float) -> Run:
    done = measured(command, seconds + GRACE)
    value, broken = done.said.get("value"), done.said.get("broken", 0)
    if contender == OURS and value is not None:
        cost, rules = judged(told, done.said["a"], done.said["b"])
        broken = len(rules) + (cost != value) + (certified(told, done.said["prices"]) < done.said["bound"])
    return Run(seed, contender, value, done.said.get("bound"), broken, done.seconds, done.cpu_s, done.memory_mb)


def rows(runs: list[Run]) -> list[tuple[str, ...]]:
    """The table's rows; behind a rival's own gap stands that to the best bound of its seed."""
    best: dict[int, float] = {}
    for run in runs:
        if run.bound is not None:
            best[run.seed] = max(run.bound, best.get(run.seed, run.bound))
    return [run.row(best.get(run.seed)) for run in runs]
