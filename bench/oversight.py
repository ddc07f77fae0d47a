"""The big demo under the load of a bureau's morning: pages, searches, a ledger to Excel, memory, and slow statements.

    python -m bench.oversight [--scale big|tenth|hundredth] [--seconds 60] [--districts 100]

prints JSON, on an installation of its own: medians of server time with little stored, with the scale stored and with
other districts beside; then the pages at 30 requests a second, each sent at its moment whether or not the ones before
were answered, and its time counted from that moment. PostgreSQL notes every statement over 100 ms with its plan.
"""

import argparse
import http.client
import json
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import quote

import psycopg

from bench import trees
from bench.installation import HOST, PORT, Installation
from menkou.command.home import CHECKOUT

RATE, SLOW_MS, WARM = 30, 100, 5
LOOKS_S, RESTING_MS, MOST_REST_S = 3, 100, 300  # a worker that rests uses less than 100 ms of a second
PROMISED = {"p95_ms": 300, "excel_s": 20, "memory_mb": 1536, "list_ms": 6, "desk_ms": 15, "growth": 1.2}
NOTED = re.compile(r"duration: ([\d.]+) ms  plan:\n((?:[^\n]*\n?)+?)(?=\n?\d{4}-\d\d-\d\d |\Z)")
BEFORE, RARE, COMMON = "hundredth", "水窖修复", "土地"
LOADED = {  # who opens what, and how often in a hundred
    "sifaju": {"desk/": 8, "desk/villages": 8, "desk/advisers": 6, "desk/ledger": 8, f"worklogs/search?q={COMMON}": 4},
    "sifasuo": {"desk/": 8, "worklogs/": 10, "desk/ledger": 6, f"worklogs/search?q={RARE}": 4},
    "guwen-a": {"consultations/": 20, "worklogs/mine": 8},
    "jigou": {"desk/": 4},
    "shenji": {"desk/": 3, "desk/ledger": 3},
}


def loaded(session: dict[str, str], seconds: float) -> dict[str, list[float]]:
    """Milliseconds of each page, at the rate."""
    turns = [(who, page) for who, pages in LOADED.items() for page, times in pages.items() for _ in range(times)]
    turns = [turns[n * 37 % len(turns)] for n in range(int(RATE * seconds))]  # one kind never comes in a row
    found: dict[str, list[float]] = {}
    began = time.perf_counter() + 1

    def send(n: int, who: str, page: str) -> tuple[str, float]:
        due = began + n / RATE
        time.sleep(max(0.0, due - time.perf_counter()))
        connection = http.client.HTTPConnection(HOST, PORT, timeout=60)
        connection.request(
            "GET", f"/yanzhou/{quote(page, safe='/?=&')}", headers={"Cookie": f"sessionid={session[who]}"}
        )
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status != 200:
            raise SystemExit(f"{who} {page}: {answer.status}")
        return f"{who} {page}", (time.perf_counter() - due) * 1000

    with ThreadPoolExecutor(200) as senders:
        for name, ms in senders.map(lambda one: send(one[0], *one[1]), enumerate(turns)):
            found.setdefault(name, []).append(ms)
    return found


def figures(found: dict[str, list[float]]) -> dict[str, Any]:
    """By page and of all together."""
    every = [one for some in found.values() for one in some]

    def said(some: list[float]) -> dict[str, float]:
        at_most = quantiles(some * 2, n=20, method="inclusive")[-1]  # one alone is its own
        return {"n": len(some), "p50_ms": round(median(some), 1), "p95_ms": round(at_most, 1)}

    return {"all": said(every), **{name: said(some) for name, some in sorted(found.items())}}


class Notes:
    """What PostgreSQL notes of slow statements, from now on."""

    def __init__(self, place: Installation) -> None:
        self.place = place
        state = place.server.home.state
        url = place.server.url("owner")
        launcher = url.replace(
            f"menkou_owner:{state.passwords['owner']}", f"menkou_launcher:{state.passwords['launcher']}"
        )
        with psycopg.connect(launcher, autocommit=True) as connection:
            for order in ("session_preload_libraries = 'auto_explain'", f"auto_explain.log_min_duration = {SLOW_MS}"):
                connection.execute(f"alter role menkou_app set {order}")
        self.begun = {log: log.stat().st_size for log in self._logs()}

    def _logs(self) -> list[Path]:
        return list((self.place.server.home.place / "log").glob("*.log"))

    def slow(self) -> list[dict[str, Any]]:
        """Each statement that was noted, its longest time and how often; the longest first."""
        said = "".join(log.read_text(errors="replace")[self.begun.get(log, 0) :] for log in self._logs())
        held: dict[str, list[float]] = {}
        for ms, plan in NOTED.findall(said):
            held.setdefault(plan.strip()[:600], []).append(float(ms))
        rows = [{"ms": max(all_ms), "times": len(all_ms), "statement": plan} for plan, all_ms in held.items()]
        return sorted(rows, key=lambda row: -row["ms"])


def run(scale: str, seconds: float, districts: int) -> dict[str, Any]:
    """All of it, on one installation."""
    with Installation() as place:
        place.environment |= {"MENKOU_MODE": "demo", "MENKOU_HOSTS": HOST, "MENKOU_WEB_PROCESSES": "2"}
        told: dict[str, Any] = {"scale": scale}
        command(place, "demo", "--scale", BEFORE)
        place.server.start()
        told["little"] = inside(place, "medians")
        began = time.monotonic()
        place.run("menkou.command.enlarging", scale)
        told["made_s"] = round(time.monotonic() - began, 1)
        with place.as_owner("menkou") as connection:
            connection.execute("vacuum (analyze)")
        told["much"], told["files"] = inside(place, "medians"), inside(place, "files")
        notes = Notes(place)
        told |= under_load(place, seconds, notes)
        sys.stderr.write(f"{json.dumps(told, ensure_ascii=False)}\n")  # what is known, should the rest break
        if districts:
            place.server.start()  # whoever served took it down
            told["alone"] = inside(place, "medians")  # the worker has put on lists what had come due
            inside(place, "districts", str(districts - 1))
            with place.as_owner("menkou") as connection:
                connection.execute("vacuum (analyze)")
            told["beside"] = inside(place, "medians")
        return told | {"promised": PROMISED}


def under_load(place: Installation, seconds: float, notes: Notes) -> dict[str, Any]:
    """The pages at the rate, the memory of all processes at its largest, and what was slow."""
    sessions = inside(place, "sessions")
    with place.served() as served:
        rested_s = rest(served.worker)
        loaded(sessions, WARM)
        with ThreadPoolExecutor(1) as one:
            loading, peak = one.submit(loaded, sessions, seconds), 0.0
            while not loading.done():
                pids = (served.web, served.worker, place.postmaster())
                with suppress(OSError):
                    peak = max(peak, sum(trees.memory(pid).pss or 0 for pid in pids))
                time.sleep(LOOKS_S)  # to look costs the kernel some time as well
            found = loading.result()
    return {"pages": figures(found), "memory_mb": round(peak), "worker_rested_s": rested_s, "slow": notes.slow()[:20]}


def rest(worker: int) -> float:
    """Wait until the worker has sent and put right what a demo that was just made holds; how long that took, in seconds."""
    began, used = time.monotonic(), float("inf")
    while used > RESTING_MS * LOOKS_S and time.monotonic() - began < MOST_REST_S:
        before = trees.cpu_ms(worker)
        time.sleep(LOOKS_S)
        used = trees.cpu_ms(worker) - before
    return round(time.monotonic() - began, 1)


def command(place: Installation, *words: str) -> None:
    """`menkou WORDS` on the installation."""
    done = subprocess.run(
        [sys.executable, "-m", "menkou.command.main", *words],
        env=place.environment,
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])


def inside(place: Installation, *words: str) -> Any:
    """A step in a process that knows Django."""
    return json.loads(place.run("bench.overseen", *words))


def main() -> None:
    """Print one."""
    parser = argparse.ArgumentParser(prog="python -m bench.oversight", description=__doc__)
    parser.add_argument("--scale", choices=("big", "tenth", "hundredth"), default="big")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--districts", type=int, default=100, help="0: none beside")
    options = parser.parse_args()
    sys.stdout.write(
        json.dumps(run(options.scale, options.seconds, options.districts), ensure_ascii=False, indent=1) + "\n"
    )


if __name__ == "__main__":
    main()
