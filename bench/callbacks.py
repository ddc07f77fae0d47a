"""make bench-intake: how fast intake answers, while the platform that it would write to is silent and a worker works.

The load is open: calls are due at a fixed rate, whether or not those before have been answered, and each is counted from
when it was due (no coordinated omission). Messages are encrypted beforehand; a connection that the server has closed for being
idle is opened again, as a proxy does. In the same run stand, as ratios, a bare WSGI application that says the same
statements, and the same statements by psycopg without any server: from one client and from several, the worker held.
"""

import argparse
import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count

from rich.console import Console
from rich.table import Table

from bench import trees
from bench.bare.callbacks import Beside, raw
from bench.wire import Wire
from tests.callbacks.place import Place, opened
from tests.callbacks.platform import TEXT

STEADY, PEAK = (50, 120.0), (500, 60.0)  # calls in a second, seconds
CLIENTS, CLOSED, TRIED_S = 64, 2000, 5.0
AT_ONCE = 16  # clients that each wait for their answer
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
        came.lost += not _is_taken(own.__dict__, place, number % 2, due[number])
        came.latencies.append((time.monotonic() - at) * 1000)

    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(one, range(len(due))))
    came.seconds = time.monotonic() - began
    came.cpu_ms = (_used(place) - used) / max(1, len(due))
    return came


def _is_taken(held: dict[str, Wire], place: Place, which: int, one: tuple[str, bytes]) -> bool:
    """Whether a call was answered with success, on the connection that its client holds to this port, or on a new one."""
    for _ in range(2):
        wire = held.get(str(which)) or held.setdefault(str(which), Wire(place.ports[which]))
        try:
            return wire.send(f"{place.platform.path}?{one[0]}", one[1]) == b"success"
        except OSError:
            held.pop(str(which)).close()
    return False


def closed_loop(
    what: str, clients: int, open_one: Callable[[int], Callable], due: list, used: Callable[[], float]
) -> Came:
    """Clients that send one call after the other; `open_one` makes what a client of this number sends them by."""
    came, own, numbered = Came(f"{what}, {clients} at once"), threading.local(), count()

    def one(call: tuple[str, bytes]) -> None:
        if not hasattr(own, "send"):
            own.send = open_one(next(numbered))
        at = time.monotonic()
        own.send(call)
        came.latencies.append((time.monotonic() - at) * 1000)

    with ThreadPoolExecutor(clients) as all_of_them:
        list(all_of_them.map(one, due[: 4 * clients]))  # connections, and what PostgreSQL plans once
        came.latencies.clear()
        before, began = used(), time.monotonic()
        list(all_of_them.map(one, due[4 * clients :]))
        came.seconds, came.cpu_ms = time.monotonic() - began, (used() - before) / len(due[4 * clients :])
    return came


def caller(port: int, path: str) -> Callable[[tuple[str, bytes]], None]:
    """What sends calls to a port on one connection, and expects each to be taken."""
    wire = Wire(port)

    def send(one: tuple[str, bytes]) -> None:
        if (said := wire.send(f"{path}?{one[0]}", one[1])) not in (b"success", b"done"):
            raise SystemExit(f"answered {said!r}")

    return send


@contextlib.contextmanager
def worker_held(place: Place) -> Iterator[None]:
    """The worker does nothing meanwhile: what PostgreSQL does for it is not what a call costs."""
    os.kill(place.installation.noted["worker"], signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(place.installation.noted["worker"], signal.SIGCONT)


def measure(seconds: float | None) -> list[Came]:
    """All loads in one installation. `seconds` instead of each load's own, to see that it runs."""
    with opened() as installation:
        place = Place(installation)
        steady = open_loop(f"{STEADY[0]}/s", place, STEADY[0], seconds or STEADY[1])
        peak = open_loop(f"{PEAK[0]}/s", place, PEAK[0], seconds or PEAK[1])
        came, number = [steady, peak], 200 if seconds else CLOSED
        with worker_held(place), Beside(installation) as bare:
            for clients in (1, AT_ONCE):
                due, nothing = calls(place, number), [("", b"")] * number
                ours, theirs = place.ports, [bare.port]
                came.append(closed_loop("intake", clients, _over(ours, place.platform.path), due, lambda: _used(place)))
                came.append(closed_loop("bare WSGI", clients, _over(theirs, "/"), nothing, bare.used))
                with raw(installation) as (open_one, used):
                    came.append(closed_loop("psycopg", clients, open_one, nothing, used))
    return came


def _over(ports: list[int], path: str) -> Callable[[int], Callable]:
    """Clients by turns over the ports; one client by itself has one port."""
    return lambda number: caller(ports[number % len(ports)], path)


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
    for intake, *others in (came[2:5], came[5:8]):
        for other in others:
            console.print(
                f"{intake.what} ÷ {other.what}: calls per second {intake.rate / other.rate:.2f}, "
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
