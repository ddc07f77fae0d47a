"""The same rows three times: a table for the terminal, JSON for machines, Markdown for the repository."""

import json
import sys
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.idle import Idle
from bench.rounds import Entry, Peak
from bench.targets import Target

HERE = Path(__file__).resolve().parent
BY_HAND = "## By other commands"
LATEST, DOCUMENT = HERE / "results" / "latest.json", HERE.parent / "docs" / "benchmarks.md"
FIGURES = ("contender", "clients", "stored", "web ms", "database ms", "per second", "p50 ms", "p99 ms", "web RSS MB")
WIDTH = 130  # where there is no terminal
TARGETS = ("what", "measured", "target", "")
ABOUT = """\
Every contender stands once in every round, on one machine and one embedded PostgreSQL server, all behind granian with
the options that `menkou serve` gives it. A figure is the least of the rounds. `web ms` and `database ms` are processor
time of one operation in the two process trees; the load's own processes are not counted, but share the cores, so rates
and latencies are those of a machine that also carries the load. No worker runs beside the rounds.

* **pgbench**: the rows of one question in one transaction, through the application's role, with `set local`.
* **one insert**: a bare Django view, no middleware, that adds the consultation's row alone. The floor.
* **same statements**: a bare Django view that says to PostgreSQL, word for word, all that a question says.
* **question**: the product's form, from a phone with a device cookie, 60 characters, sealed, with its audit line, its
  notice to the adviser and its job.
* **question (API)**: the same through `POST /api/villages/{code}/consultations`, from a program without a device.
* **bare list**: an indexed list of consultations through the ORM and a template of four lines, with as many rows as the
  page beside it lists. Open work is the same in both databases; closed consultations make the difference.
"""


@dataclass
class Report:
    """All that one run found."""

    machine: dict[str, str]
    rounds: int
    first_start_s: float
    second_start_s: float
    idle: Idle
    entries: list[Entry]
    peak: Peak
    statements: list[str]
    targets: list[Target]

    @property
    def figures(self) -> list[tuple[str, ...]]:
        return [_row(entry) for entry in self.entries]

    @property
    def verdicts(self) -> list[tuple[str, ...]]:
        return [(one.what, one.measured, one.promised, _word(one.is_met)) for one in self.targets]

    @property
    def facts(self) -> list[tuple[str, ...]]:
        """What stands once for the whole run."""
        idle = self.idle
        return [
            ("first start, from an empty home", f"{self.first_start_s:.1f} s"),
            ("second start", f"{self.second_start_s:.1f} s"),
            (f"web and worker after {idle.seconds:g} s idle", _memory(idle.rss, idle.pss)),
            ("of these, RSS", f"web {idle.web_rss:.0f} MB, worker {idle.worker_rss:.0f} MB"),
            ("PostgreSQL idle", _memory(idle.database_rss, idle.database_pss)),
            ("PostgreSQL at its largest", _memory(self.peak.rss_mb, self.peak.pss_mb)),
            ("statements of one question", str(len(self.statements))),
        ]

    def show(self) -> None:
        """Print it."""
        console = Console(width=None if sys.stdout.isatty() else WIDTH)
        for title, heads, rows in (
            (f"the least of {self.rounds} rounds", FIGURES, self.figures),
            ("once", ("what", "measured"), self.facts),
            ("targets", TARGETS, self.verdicts),
        ):
            table = Table(*heads, title=title)
            for row in rows:
                table.add_row(*row)
            console.print(table)

    def keep(self) -> None:
        """Write the JSON that git does not follow."""
        held = asdict(self) | {"on": f"{date.today():%F}"}
        LATEST.parent.mkdir(exist_ok=True)
        LATEST.write_text(json.dumps(held, ensure_ascii=False, indent=1))

    def write(self, command: str) -> None:
        """Write docs/benchmarks.md."""
        parts: list[Any] = ["# Benchmarks\n", f"Measured on {date.today():%F} with `{command}`.\n", ABOUT]
        parts += ["## The machine\n", _table(("", ""), list(self.machine.items()))]
        parts += ["## Targets\n", _table(TARGETS, self.verdicts)]
        parts += [f"## Figures: the least of {self.rounds} rounds\n", _table(FIGURES, self.figures)]
        parts += ["## Starts and memory\n", _table(("what", "measured"), self.facts)]
        parts += [
            "## What one question says to PostgreSQL\n",
            *(f"{n}. {one}" for n, one in enumerate(self.statements, 1)),
        ]
        DOCUMENT.write_text("\n".join(parts) + "\n" + measured_by_hand(DOCUMENT.read_text()))


def measured_by_hand(document: str) -> str:
    """The part of the document that this program does not write: figures of other commands, which it leaves alone."""
    return document[at:] if (at := document.find(f"\n{BY_HAND}\n")) >= 0 else ""


def _row(entry: Entry) -> tuple[str, ...]:
    least = entry.least
    web, rss = (f"{least.web_ms:.2f}", f"{entry.rss_mb:.0f}") if entry.rss_mb else ("", "")
    times = (f"{least.database_ms:.2f}", f"{least.rate:.0f}", f"{least.p50_ms:.1f}", f"{least.p99_ms:.1f}")
    return (entry.name, str(entry.clients), f"{entry.stored:,}", web, *times, rss)


def _memory(rss: float, pss: float | None) -> str:
    return f"RSS {rss:.0f} MB" + (f", PSS {pss:.0f} MB" if pss else "")


def _word(is_met: bool | None) -> str:
    return "" if is_met is None else "met" if is_met else "not met"


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
