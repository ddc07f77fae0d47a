"""The load, in processes of its own: clients that each keep a connection and send the next request after the answer.

Reads a plan from stdin, writes {"seconds": …, "latencies_ms": […]} to stdout. Sends only to this machine, and never
more than the plan's number of requests or for longer than its time.
"""

import http.client
import json
import multiprocessing
import secrets
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

MOST_PROCESSES, MOST_REQUESTS, LONGEST_S = 4, 20_000, 180


@dataclass(frozen=True)
class Plan:
    """What to send. In path, headers and body, {fresh} is new in each request, {code} and {device} are the next village's."""

    host: str
    port: int
    path: str
    status: int
    clients: int = 1
    requests: int = 1
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    codes: tuple[str, ...] = ("",)
    devices: tuple[str, ...] = ("",)

    def dump(self) -> str:
        return json.dumps(asdict(self))


class Refused(RuntimeError):
    """The server answered something else; a fast error is no figure."""


def filler(plan: Plan, n: int) -> Callable[[str], str]:
    """What completes the texts of one request."""
    fresh, code, device = secrets.token_hex(16), plan.codes[n % len(plan.codes)], plan.devices[n % len(plan.devices)]
    return lambda text: text.replace("{fresh}", fresh).replace("{code}", code).replace("{device}", device)


def client(plan: Plan, share: int, latencies: list[float], deadline: float) -> None:
    """One client's requests, one after the other, on one connection."""
    connection = http.client.HTTPConnection(plan.host, plan.port, timeout=30)
    for n in range(share):
        settled = filler(plan, n)
        headers = {name: settled(value) for name, value in plan.headers.items()}
        body, path = settled(plan.body).encode(), settled(plan.path)
        began = time.perf_counter()
        connection.request(plan.method, path, body or None, headers)
        answer = connection.getresponse()
        said = answer.read()
        latencies.append((time.perf_counter() - began) * 1000)
        if answer.status != plan.status:
            raise Refused(f"{plan.method} {plan.path}: {answer.status} {said[:300].decode(errors='replace')}")
        if time.monotonic() > deadline:
            raise Refused(f"{plan.path}: more than {LONGEST_S} s")
    connection.close()


def crew(plan: Plan, shares: list[int], start, results) -> None:
    """One process's clients, each in a thread."""
    latencies: list[float] = []
    faults: list[str] = []
    deadline = time.monotonic() + LONGEST_S

    def guarded(share: int) -> None:
        try:
            client(plan, share, latencies, deadline)
        except (Refused, OSError, http.client.HTTPException) as fault:
            faults.append(str(fault) or type(fault).__name__)

    threads = [threading.Thread(target=guarded, args=[share]) for share in shares]
    start.wait()
    began = time.time()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results.put((began, time.time(), latencies, faults))


def run(plan: Plan) -> dict:
    """Send the plan's requests and tell how long each took. Raises Refused."""
    total = min(plan.requests, MOST_REQUESTS)
    shares = [total // plan.clients + (n < total % plan.clients) for n in range(plan.clients)]
    processes = min(plan.clients, MOST_PROCESSES)
    start = multiprocessing.Barrier(processes)
    results: multiprocessing.Queue = multiprocessing.Queue()
    crews = [
        multiprocessing.Process(target=crew, args=(plan, shares[n::processes], start, results), daemon=True)
        for n in range(processes)
    ]
    for one in crews:
        one.start()
    said = [results.get(timeout=LONGEST_S + 30) for _ in crews]
    for one in crews:
        one.join()
    if faults := [fault for *_, faults in said for fault in faults]:
        raise Refused(f"{len(faults)} of {plan.clients} clients gave up, the first over: {faults[0]}")
    seconds = max(end for _, end, _, _ in said) - min(began for began, *_ in said)
    return {"seconds": seconds, "latencies_ms": [one for _, _, latencies, _ in said for one in latencies]}


if __name__ == "__main__":
    held = json.load(sys.stdin)
    try:
        sys.stdout.write(json.dumps(run(Plan(**held))))
    except Refused as refused:
        sys.exit(str(refused))
