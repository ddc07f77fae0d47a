"""One absence repaired, by the product and by plain HiGHS: see `bench.absences`, which does it."""

import statistics
import sys
from dataclasses import dataclass
from typing import Any

from bench.measuring import GRACE, measured

OURS, HIGHS = "repair", "highs"
TRIED_BY_HIGHS = 1  # absences; it takes the whole of its seconds
SOON = 1.0  # second
HEADS = (
    *("contender", "absences", "repaired", "within 1 s", "villages changed", "no fewer can", "proven", "rules broken"),
    *("seconds: first, with loading", "middle", "largest of the others", "memory MB"),
)


@dataclass(frozen=True)
class Repairs:
    """What one contender did, absence by absence."""

    contender: str
    found: list[dict[str, Any]]
    memory_mb: float

    @property
    def done(self) -> list[dict[str, Any]]:
        """The absences for which it found a plan."""
        return [one for one in self.found if one["changed"] is not None]

    @property
    def is_good(self) -> bool:
        """Whether every absence was repaired, by the rules."""
        return len(self.done) == len(self.found) > 0 and not sum(one["broken"] for one in self.done)

    @property
    def row(self) -> tuple[str, ...]:
        """Its words in the table."""
        took = [one["seconds"] for one in self.found]
        first, others = took[:1], took[1:]
        return (
            *(self.contender, str(len(self.found)), str(len(self.done))),
            str(sum(one["seconds"] <= SOON for one in self.done)),
            *(str(sum(one[key] for one in self.done)) for key in ("changed", "held", "proven", "broken")),
            "".join(f"{one:.2f}" for one in first),
            f"{statistics.median(others):.2f}" if others else "",
            f"{max(others):.2f}" if others else "",
            f"{self.memory_mb:.0f}",
        )


def contest(count: int, seconds: float) -> list[Repairs]:
    """Both in turn; HiGHS with the first absence only."""
    found = []
    for way, tried in ((OURS, count), (HIGHS, min(count, TRIED_BY_HIGHS))):
        command = [sys.executable, "-m", "bench.absences", way, str(tried), f"{seconds:g}"]
        done = measured(command, tried * seconds + GRACE)
        found.append(Repairs(way, done.said.get("repairs", []), done.memory_mb))
    return found
