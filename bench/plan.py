"""make bench-plan: how good plans are, how fast, and in how much memory, on this machine.

    python -m bench.plan                                    Yanzhou, one absence repaired, districts of seeds 1 to 20
    python -m bench.plan --only seeds --seeds 1-3 --rivals  the same districts by a greedy rule, CP-SAT and HiGHS too
    python -m bench.plan --only course --seeds 1-5          how their gaps close with time, drawn in docs
    python -m bench.plan --only assignments                 OR-Library's assignments, ours beside HiGHS
    python -m bench.plan --times 100 --seconds 3            so many districts, two side by side
    python -m bench.plan --counties 30 --resume FILE        real counties; stop it when you like, and say it again

`--markdown` also writes the figures into docs/benchmarks-plans.md. A gap is (value - bound) / value by the contender's
own bound. Every answer is judged by a checker; memory is the largest sum over a process tree.
"""

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import contest, course, journal, region, repairs, sections, times
from bench.assignments import contest as assigning
from bench.contest import OURS, Run
from bench.counties import counties
from bench.drawing import YANZHOU

PARTS = ("yanzhou", "absence", "seeds")  # unless others are asked for
KNOWN = (*PARTS, "course", "assignments")
INTERRUPTED = 130
WIDTH = 150  # where there is no terminal
console = Console(stderr=True)
Rows = list[tuple[str, ...]]


def seeds(words: str) -> list[int]:
    """1-3,7 means 1, 2, 3 and 7."""
    found: list[int] = []
    for word in words.split(","):
        first, _, last = word.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


def parts(words: str) -> list[str]:
    """yanzhou,seeds"""
    found = words.split(",")
    if strangers := set(found) - set(KNOWN):
        raise argparse.ArgumentTypeError(f"{', '.join(sorted(strangers))}: known are {', '.join(KNOWN)}")
    return found


class Bench:
    """What was asked for, and where its figures go."""

    def __init__(self, options: argparse.Namespace, words: Sequence[str]) -> None:
        self.options, self.seconds = options, options.seconds
        self.command = f'make bench-plan ARGS="{" ".join(words)}"'
        self.is_good = True

    def show(self, block: str, *tables: tuple[str, tuple[str, ...], Rows]) -> None:
        """Print tables, and write them where that is wanted."""
        printed = Console(width=None if sys.stdout.isatty() else WIDTH)
        for title, heads, rows in tables:
            table = Table(*heads, title=title)
            for row in rows:
                table.add_row(*row)
            printed.print(table)
        if self.options.markdown:
            sections.write(block, self.command, *(sections.markdown(heads, rows) for _, heads, rows in tables))

    def yanzhou(self, tell: Callable[[str], None]) -> None:
        """The demo's district."""
        tell("Yanzhou")
        done = region.drawn(YANZHOU, self.seconds)
        found = {"county": "兖州区", "townships": 10, "villages": 440} | done.said
        found |= {"seconds": done.seconds, "memory_mb": round(done.memory_mb)}
        self.is_good &= region.all_good([found], 1)
        self.show("yanzhou", (f"Yanzhou, {self.seconds:g} seconds", region.HEADS, [region.row(found)]))

    def absence(self, tell: Callable[[str], None]) -> None:
        """One adviser away."""
        tell("one absence repaired")
        found = repairs.contest(self.options.absences, self.seconds)
        self.is_good &= found[0].is_good
        self.show("absence", ("one absence repaired", repairs.HEADS, [one.row for one in found]))

    def seeds(self, tell: Callable[[str], None]) -> None:
        """Invented districts."""
        runs: list[Run] = []
        with tempfile.TemporaryDirectory() as folder:
            for seed in self.options.seeds:
                tell(f"seed {seed}")
                if self.options.rivals:
                    runs += contest.contest(seed, self.seconds, Path(folder))
                else:
                    runs.append(contest.ours(seed, self.seconds, Path(folder)))
        self.is_good &= all(run.is_good for run in runs if run.contender == OURS)
        title, mine = f"{self.seconds:g} seconds each", [run for run in runs if run.contender == OURS]
        self.show("seeds", (title, contest.HEADS, contest.rows(mine)))
        if self.options.rivals:
            self.show("rivals", (f"{title}, beside rivals", contest.HEADS, contest.rows(runs)))

    def course(self, tell: Callable[[str], None]) -> None:
        """How far invented districts are at which time."""
        found = []
        with tempfile.TemporaryDirectory() as folder:
            for seed in self.options.seeds:
                tell(f"seed {seed}")
                found.append(course.followed(seed, self.seconds, Path(folder)))
        if self.options.markdown:
            course.PICTURE.write_text(course.drawn(found, self.seconds))
        self.show("course", (f"by time, {self.seconds:g} seconds", course.HEADS, [one.row() for one in found]))

    def assignments(self, tell: Callable[[str], None]) -> None:
        """OR-Library's generalised assignments of type D."""
        tell("assignments")
        runs = assigning.contest(self.seconds)
        self.is_good &= all(run.is_good for run in runs if run.contender == assigning.OURS)
        title = f"assignments of type D, {self.seconds:g} seconds each"
        self.show("assignments", (title, assigning.HEADS, [run.row for run in runs]))

    def times(self, tell: Callable[[str], None]) -> None:
        """One district, then many."""
        count = self.options.times
        tell("one district alone")
        alone = times.solved([1], self.seconds, lambda run: None)
        tell(f"1 of {count} districts")
        many = times.solved(range(1, count + 1), self.seconds, lambda run: tell(f"{run.seed} of {count} districts"))
        self.is_good &= all(run.is_good for run in many.runs)
        each = (f"{self.seconds:g} seconds each", contest.HEADS, contest.rows(many.runs))
        both = (f"{count} districts beside one", times.HEADS, [alone.row(alone), many.row(alone)])
        self.show(f"times {count}", both, each)

    def counties(self, tell: Callable[[str], None]) -> None:
        """A region, county by county."""
        with ExitStack() as stack:
            file = self.options.resume or Path(stack.enter_context(tempfile.TemporaryDirectory())) / "counties.jsonl"
            found = stack.enter_context(journal.opened(file, region.about(self.seconds)))
            count = self.options.counties
            try:
                region.planned(count, self.seconds, found, tell)
            except KeyboardInterrupt:
                console.print(f"stopped after {len(found.found)} of {count} counties")
                if self.options.resume:
                    console.print(f"the same command goes on where this one stopped: {self.command}")
                raise
            wanted = {one.code for one in counties()[:count]}
            here = [one for one in found.found if one["county"] in wanted]
        self.is_good &= region.all_good(here, count)
        self.show(
            "counties", (f"{count} counties, {self.seconds:g} seconds each", region.HEADS, region.rows(here, count))
        )


def read(words: Sequence[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.plan", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", type=parts, default=list(PARTS), help=f"of {','.join(KNOWN)}")
    parser.add_argument("--seeds", type=seeds, default="1-20", help="as 1-20 or 1,5,9")
    parser.add_argument("--seconds", type=float, default=30.0, help="for each plan")
    parser.add_argument("--rivals", action="store_true", help="also the greedy rule, CP-SAT and HiGHS")
    parser.add_argument("--absences", type=int, default=20, help="how many advisers are away, one at a time")
    many = parser.add_mutually_exclusive_group()
    many.add_argument("--times", type=int, metavar="N", help="N districts beside one, and nothing else")
    many.add_argument("--counties", type=int, metavar="N", help=f"N of {len(counties())} counties, and nothing else")
    parser.add_argument("--resume", type=Path, metavar="FILE", help="keep the counties' figures here, and go on")
    parser.add_argument("--markdown", action="store_true", help="also write docs/benchmarks-plans.md")
    options = parser.parse_args(words)
    if options.resume and not options.counties:
        parser.error("--resume goes with --counties")
    for name, most in (("times", 1000), ("counties", len(counties())), ("absences", 95)):
        asked = getattr(options, name)
        if asked is not None and not 1 <= asked <= most:
            parser.error(f"--{name} is a number from 1 to {most}")
    return options


def main() -> int:
    """Run, print, and say whether every answer kept the rules."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    options = read(sys.argv[1:])
    bench = Bench(options, sys.argv[1:])
    wanted = ["times"] if options.times else ["counties"] if options.counties else options.only
    try:
        with console.status("") as status:
            for part in wanted:
                getattr(bench, part)(status.update)
    except KeyboardInterrupt:
        return INTERRUPTED
    except journal.Unusable as why:
        console.print(f"[red]{options.resume}: {why}")
        return 1
    return int(not bench.is_good)


if __name__ == "__main__":
    sys.exit(main())
