"""Many districts of the generator's size, two side by side: what a village costs beside one district alone.

The same planner solves the first district alone and then all of them, with the same seconds each. A village's time must
not rise with the number of districts, nor may plans get worse.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench import contest, measuring
from bench.contest import Run, percent
from bench.measuring import own_peak
from bench.posting_districts import Size

SIDE_BY_SIDE = 2
VILLAGES = Size().villages
HEADS = (
    *("districts", "villages", "plans", "gap: least", "middle", "largest", "seconds in all", "a district: middle"),
    *("largest", "ms a village", "against one", "processor ms a village", "against one", "memory MB"),
)


@dataclass(frozen=True)
class Batch:
    """So many districts, and what they took together."""

    runs: list[Run]
    seconds: float
    memory_mb: float  # the largest sum over the bench and all it runs

    @property
    def villages(self) -> int:
        """In all districts."""
        return VILLAGES * len(self.runs)

    @property
    def ms_a_village(self) -> float:
        """By the clock."""
        return 1000 * self.seconds / self.villages

    @property
    def cpu_ms_a_village(self) -> float:
        """Of both processors."""
        return 1000 * sum(run.cpu_s for run in self.runs) / self.villages

    def row(self, alone: "Batch") -> tuple[str, ...]:
        """Its words in the table."""
        good = [run for run in self.runs if run.is_good]
        gaps = sorted(gap for run in good if (gap := run.gap(run.bound)) is not None)
        spread = (gaps[0], statistics.median(gaps), gaps[-1]) if gaps else (None,) * 3
        took = [run.seconds for run in self.runs]
        return (
            *(str(len(self.runs)), f"{self.villages:,}", str(len(good)), *map(percent, spread)),
            *(f"{self.seconds:.1f}", f"{statistics.median(took):.1f}", f"{max(took):.1f}"),
            *(f"{self.ms_a_village:.1f}", f"{self.ms_a_village / alone.ms_a_village:.2f}"),
            *(f"{self.cpu_ms_a_village:.1f}", f"{self.cpu_ms_a_village / alone.cpu_ms_a_village:.2f}"),
            f"{self.memory_mb:.0f}",
        )


def solved(seeds: Sequence[int], seconds: float, tell: Callable[[Run], None]) -> Batch:
    """The districts of these seeds. Whoever stops us stops those that are being solved, and starts no more."""
    runs: list[Run] = []
    with tempfile.TemporaryDirectory() as folder, own_peak() as peak:
        began = time.monotonic()
        for run in _side_by_side(seeds, lambda seed: contest.ours(seed, seconds, Path(folder))):
            runs.append(run)
            tell(run)
        return Batch(runs, time.monotonic() - began, peak.memory_mb)


def _side_by_side(seeds: Sequence[int], solve: Callable[[int], Run]) -> Iterator[Run]:
    """In the order of the seeds."""
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        try:
            yield from pool.map(solve, seeds)
        except BaseException:
            measuring.stopping.set()
            pool.shutdown(cancel_futures=True)
            raise
