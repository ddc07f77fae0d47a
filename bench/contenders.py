"""Who runs against whom. A contender is one kind of request, to one server, from so many clients at once."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from bench import inserts, load
from bench.installation import HOST, Installation
from bench.script import Script
from bench.seed import SLUG, TEXT

CLIENTS = (1, 8, 16)
RAW, FLOOR, SAME, QUESTION, API = "pgbench", "one insert", "same statements", "question", "question (API)"
PAGES = {"village": "village page", "today": "adviser's list", "consultation": "consultation"}


@dataclass(frozen=True)
class Servers:
    """The ports and process trees of the web servers of one database."""

    product: int
    bare: int
    trees: dict[int, int]  # port: process


@dataclass(frozen=True)
class Contender:
    """One entry of the table."""

    name: str
    clients: int
    stored: int
    tree: int | None  # the web server's process; None for pgbench
    run: Callable[[int], dict]  # so many operations: seconds and latencies
    requests: int


def writing(place: Installation, script: Script, servers: Servers, stored: int, requests: int) -> list[Contender]:
    """Whoever adds a question's rows."""
    ask = {
        "path": f"/{SLUG}/v/{{code}}/ask",
        "status": 302,
        "body": urlencode({"text": TEXT, "form": "FRESH", "may_hand_over": "on"}).replace("FRESH", "{fresh}"),
        "headers": {"Content-Type": "application/x-www-form-urlencoded", "Cookie": "{device}"},
    }
    program = {
        "path": f"/{SLUG}/api/villages/{{code}}/consultations",
        "status": 201,
        "body": json.dumps({"text": TEXT, "may_hand_over": True}, ensure_ascii=False),
        "headers": {"Content-Type": "application/json", "Idempotency-Key": "{fresh}"},
    }
    doors = {
        FLOOR: (servers.bare, ask | {"path": "/one", "status": 201}),
        SAME: (servers.bare, ask | {"path": "/same", "status": 201}),
        QUESTION: (servers.product, ask),
        API: (servers.product, program),
    }
    found = []
    for clients in CLIENTS:
        raw = _raw(place, script, clients)
        found.append(Contender(RAW, clients, stored, None, raw, requests * 4))  # so that connecting weighs little
        for name, (port, sent) in doors.items():
            plan = {"port": port, "method": "POST", "codes": tuple(script.asked_at), **sent}
            plan["devices"] = tuple(script.devices)
            run = _sender(place, plan, clients)
            found.append(Contender(name, clients, stored, servers.trees[port], run, requests))
    return found


def reading(
    place: Installation, script: Script, servers: Servers, stored: int, requests: int, rows: dict[str, int]
) -> list[Contender]:
    """Each page, and beside it a bare list of as many rows as the page lists."""
    signed_in = {"Cookie": f"sessionid={script.session}"}
    found = []
    for page, path in paths(script).items():
        sent = {"path": path, "headers": {} if page == "village" else signed_in}
        bare = {"path": f"/list/{rows[page]}"}
        for name, port, plan in ((bare_name(page), servers.bare, bare), (PAGES[page], servers.product, sent)):
            run = _sender(place, {"port": port, "status": 200, **plan}, 1)
            found.append(Contender(name, 1, stored, servers.trees[port], run, requests))
    return found


def paths(script: Script) -> dict[str, str]:
    """Where the pages are; all but the village's are an adviser's."""
    return {
        "village": f"/{SLUG}/v/{script.village}/",
        "today": f"/{SLUG}/consultations/",
        "consultation": f"/{SLUG}/consultations/{script.consultation}/",
    }


def bare_name(page: str) -> str:
    """The bare list with as many rows as a page."""
    return f"bare list / {PAGES[page]}"


def _raw(place: Installation, script: Script, clients: int) -> Callable[[int], dict]:
    return lambda requests: inserts.run(place, script, clients, requests)


def _sender(place: Installation, plan: dict, clients: int) -> Callable[[int], dict]:
    """The load is a process of its own, so that its time is not the server's."""

    def send(requests: int) -> dict:
        text = load.Plan(host=HOST, clients=clients, requests=requests, **plan).dump()
        return json.loads(place.run("bench.load", said=text))

    return send
