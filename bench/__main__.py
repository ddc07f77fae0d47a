"""make bench: measure Menkou beside the least that the same work could cost. `--quick` for half a minute's look."""

import argparse
import http.client
import signal
import sys
from contextlib import ExitStack
from dataclasses import dataclass

from rich.console import Console

from bench import contenders, idle, machine, rounds, targets
from bench.contenders import Contender, Servers
from bench.installation import HOST, LARGE, PORT, SMALL, Failure, Installation, Served
from bench.load import Refused
from bench.report import Report
from bench.script import Script, outline
from bench.seed import SLUG

console = Console(stderr=True)


@dataclass(frozen=True)
class Sizes:
    """How much of everything."""

    rounds: int
    questions: int  # of each writing contender in a round
    pages: int  # of each reading contender in a round
    small: int  # consultations stored
    large: int
    rest_s: float

    @property
    def stored(self) -> tuple[int, int]:
        return self.small, self.large


FULL = Sizes(rounds=3, questions=480, pages=200, small=1_000, large=100_000, rest_s=10)
QUICK = Sizes(rounds=1, questions=32, pages=10, small=1_000, large=5_000, rest_s=2)


def measure(sizes: Sizes) -> Report:
    """One installation from its first start to its end."""
    with Installation() as place, console.status("first start") as status:
        first_s = idle.first_start(place)
        status.update("second start, and a rest")
        place.server.start()
        script = _stock(place, sizes, status.update)
        place.server.stop()
        served, resting = idle.second_start(place, sizes.rest_s)
        place.server.start()
        with ExitStack() as stack:
            field = _field(place, served, script, sizes, stack)
            entries, peak = rounds.run(place, field, sizes.rounds, status.update)
        return Report(
            machine=machine.describe(place),
            rounds=sizes.rounds,
            first_start_s=first_s,
            second_start_s=served.seconds,
            idle=resting,
            entries=entries,
            peak=peak,
            statements=[outline(one) for one in script.all],
            targets=targets.judge(entries, sizes.stored, resting.pss or resting.rss),
        )


def _stock(place: Installation, sizes: Sizes, tell) -> Script:
    """Two databases alike but for the number of closed consultations."""
    tell("seeding the district")
    facts = place.run("bench.seed", "base")
    place.run("bench.take_down", facts)
    place.server.stop()  # a template must have no visitors
    place.server.start()
    with place.as_owner("postgres") as connection:
        connection.execute(f"create database {SMALL} template {LARGE}")
    for database, total in ((SMALL, sizes.small), (LARGE, sizes.large)):
        tell(f"storing {total:,} consultations")
        place.run("bench.seed", "fill", str(total), database=database)
        with place.as_owner(database) as connection:
            connection.execute("vacuum (analyze)")  # as autovacuum would in its time
    return Script.load(place.environment["MENKOU_BENCH"])


def _field(place: Installation, served: Served, script: Script, sizes: Sizes, stack: ExitStack) -> list[Contender]:
    """Start a product and a bare server on each database; return who runs."""
    field, port = [], PORT
    for database, stored in ((SMALL, sizes.small), (LARGE, sizes.large)):
        trees = {
            port: stack.enter_context(place.web(served, port, database)),
            port + 1: stack.enter_context(place.web(served, port + 1, database, bare=True)),
        }
        servers = Servers(port, port + 1, trees)
        rows = {page: _rows_of(port, path, script) for page, path in contenders.paths(script).items()}
        field += contenders.reading(place, script, servers, stored, sizes.pages, rows)
        if database == LARGE:
            field += contenders.writing(place, script, servers, stored, sizes.questions)
        port += 2
    return field


def _rows_of(port: int, path: str, script: Script) -> int:
    """How many rows a page lists."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    connection.request("GET", path, headers={"Cookie": f"sessionid={script.session}"})
    answer = connection.getresponse()
    page = answer.read()
    connection.close()
    if answer.status != 200:
        raise Failure(f"{path} of {SLUG}: {answer.status}")
    return max(1, page.count(b"<li"))


def main() -> int:
    """Read the command line, measure, and say what was found."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, one round: to see that it runs")
    parser.add_argument("--markdown", action="store_true", help="also write docs/benchmarks.md")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        report = measure(QUICK if options.quick else FULL)
    except (Failure, Refused) as fault:
        console.print(f"[red]{fault}")
        return 1
    report.show()
    report.keep()
    if options.markdown:
        words = " --quick" if options.quick else ""
        report.write(f"make bench ARGS='--markdown{words}'")
    return 0


if __name__ == "__main__":
    sys.exit(main())
