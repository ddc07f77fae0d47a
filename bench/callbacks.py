"""make bench-intake: how fast intake answers, while the platform that it would write to is silent and a worker works.

The load is open: calls are due at a fixed rate, whether or not those before have been answered, and each is counted from
when it was due (no coordinated omission). Messages are encrypted beforehand. In the same run stand, as ratios, a bare
WSGI application that says the same statements, and the same statements by psycopg without any server.
"""

import argparse
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count

from rich.console import Console
from rich.table import Table

from bench import trees
from bench.bare.callbacks import Beside, raw
from tests.callbacks.place import Place, kept_open, opened
from tests.callbacks.platform import TEXT

STEADY, PEAK = (50, 120.0), (500, 60.0)  # calls in a second, seconds
CLIENTS, CLOSED, TRIED_S = 64, 2000, 5.0
SHARES = (0.5, 0.99, 0.999, 1.0)
console = Console(width=None if sys.stdout.isatty() else 140)
numbers = count(1)


@dataclass
class Came:
    """What one load met. Latencies in milliseconds, from when each call was due."""

    what: str
    seconds: float = 0.0
    lost: int = 0  # not answered with success
    latencies: list[float] = field(default_factory=list)
    cpu_ms: float = 0.0  # of the servers' processes, for each call

    @property
    def rate(self) -> float:
        return len(self.latencies) / max(self.seconds, 0.001)

    def at(self, share: float) -> float:
        """The latency below which that share of the calls lies."""
        ordered = sorted(self.latencies) or [0.0]
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def calls(place: Place, number: int) -> list[tuple[str, bytes]]:
    """So many messages of different people, encrypted."""
    plain = (TEXT.format(words="邻居占地", sender=f"o-{n}", number=n, at=1800000000) for n in numbers)
    return [place.platform.sealed(next(plain)) for _ in range(number)]


def open_loop(what: str, place: Place, rate: int, seconds: float) -> Came:
    """Calls at a fixed rate over both ports, each on a connection that its client keeps."""
    came, due = Came(what), calls(place, int(rate * seconds))
    own = threading.local()
    began, used = time.monotonic() + 0.5, _used(place)

    def one(number: int) -> None:
        at = began + number / rate
        time.sleep(max(0.0, at - time.monotonic()))
        port = place.ports[number % 2]
        connection = own.__dict__.setdefault(str(port), kept_open(port))
        query, body = due[number]
        try:
            connection.request("POST", f"{place.platform.path}?{query}", body)
            answer = connection.getresponse()
            came.lost += (answer.status, answer.read()) != (200, b"success")
        except OSError:
            connection.close()
            came.lost += 1
        came.latencies.append((time.monotonic() - at) * 1000)

    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(one, range(len(due))))
    came.seconds = time.monotonic() - began
    came.cpu_ms = (_used(place) - used) / max(1, len(due))
    return came


def closed_loop(what: str, send: Callable[[tuple[str, bytes]], None], due: list, used: Callable[[], float]) -> Came:
    """One call after the other, for processor time beside the contenders'."""
    came, before, began = Came(what), used(), time.monotonic()
    for one in due:
        at = time.monotonic()
        send(one)
        came.latencies.append((time.monotonic() - at) * 1000)
    came.seconds, came.cpu_ms = time.monotonic() - began, (used() - before) / len(due)
    return came


def measure(seconds: float | None) -> list[Came]:
    """All loads in one installation. `seconds` instead of each load's own, to see that it runs."""
    with opened() as installation:
        place = Place(installation)
        steady = open_loop(f"{STEADY[0]}/s", place, STEADY[0], seconds or STEADY[1])
        peak = open_loop(f"{PEAK[0]}/s", place, PEAK[0], seconds or PEAK[1])
        number = 200 if seconds else CLOSED
        connection = kept_open(place.ports[0])

        def send(one: tuple[str, bytes], to=connection) -> None:
            to.request("POST", f"{place.platform.path}?{one[0]}", one[1])
            if (said := to.getresponse().read()) not in (b"success", b"done"):
                raise SystemExit(f"answered {said!r}")

        came = [steady, peak, closed_loop("intake, one client", send, calls(place, number), lambda: _used(place))]
        with Beside(installation) as bare:
            other = kept_open(bare.port)
            due = [("", b"")] * number
            came.append(closed_loop("bare WSGI, same statements", lambda one: send(one, other), due, bare.used))
        with raw(installation) as (keep, used):
            came.append(closed_loop("psycopg, same statements", lambda _: keep(), due, used))
    return came


def _used(place: Place) -> float:
    """Processor time of both intake servers and of PostgreSQL until now, in ms."""
    roots = [*place.installation.noted["intake"], place.installation.postmaster]
    return sum(trees.cpu_ms(pid) for pid in roots)


def show(came: list[Came]) -> None:
    """A table, and what intake costs beside the others."""
    table = Table("load", "calls", "calls/s", "lost", "p50 ms", "p99", "p99.9", "max", "CPU ms a call")
    for one in came:
        figures = [f"{one.at(share):.1f}" for share in SHARES]
        table.add_row(
            one.what, str(len(one.latencies)), f"{one.rate:.0f}", str(one.lost), *figures, f"{one.cpu_ms:.2f}"
        )
    console.print(table)
    intake, *others = came[2:]
    for other in others:
        console.print(
            f"intake ÷ {other.what}: calls per second {intake.rate / other.rate:.2f}, "
            f"CPU {intake.cpu_ms / max(other.cpu_ms, 0.001):.1f} ×"
        )


def main() -> int:
    """Measure and say what was found; 1 where a callback was lost."""
    parser = argparse.ArgumentParser(prog="python -m bench.callbacks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{TRIED_S:g} s of each load: to see that it runs")
    came = measure(TRIED_S if parser.parse_args().quick else None)
    show(came)
    return int(any(one.lost for one in came))


if __name__ == "__main__":
    sys.exit(main())
