"""Pushes to a callback, as the platforms make them: cut after 5 seconds, tried again a few times, then given up."""

import http.client
import ipaddress
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any
from urllib.parse import urlencode, urlsplit

from .exchanges import Wrong
from .world import World

PATIENCE = 30  # seconds that a connection is left open where the retry runs beside it
LARGEST = 65_536  # bytes of an answer that are read


@dataclass
class Call:
    """What one attempt sends. `nonce` names the attempt in the record."""

    method: str
    query: dict[str, str]
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    nonce: str = ""


@dataclass
class Options:
    """How a push goes. Seconds are real ones, but for `delay` and `again`, which follow the virtual clock."""

    attempts: int = 3  # 3 or 4: the documentation can be read either way
    retry: str = "same"  # "same" or "new" timestamp, nonce and random bytes
    cut: float = 5.0
    pause: float | None = None  # between a failure and the next attempt; null: attempts begin `cut` after each other
    parallel: bool = False  # leave the first running and start the next beside it
    delay: float = 0.0  # arrives so much later, past whatever is written meanwhile
    again: float = 0.0  # comes once more so much later, although it was answered
    jitter: float = 0.0  # waits up to so much, so that people overtake each other
    order: str = "user"  # "user": one person's pushes begin in order; "any": they need not

    @classmethod
    def of(cls, *layers: dict[str, Any]) -> "Options":
        """From facts, later layers over earlier ones. Raises Wrong for an option that there is not."""
        facts = {name: value for layer in layers for name, value in layer.items()}
        if unknown := set(facts) - {one.name for one in fields(cls)}:
            raise Wrong(f"no such option of a push: {sorted(unknown)}")
        return cls(**facts)


@dataclass
class Push:
    """One thing to be pushed. `compose(fresh)` makes an attempt; `judge(status, body)` says "acked" or what was wrong.

    A judgement that begins with "lost" is not tried again.
    """

    id: str
    account: str
    user: str
    kind: str
    addresses: list[str]
    compose: Callable[[bool], Call]
    judge: Callable[[int, bytes], str]
    options: Options
    facts: dict[str, Any] = field(default_factory=dict)
    ended: Callable[["Push"], None] = lambda push: None
    state: str = "waiting"  # then "sending", and at the end "acked" or "given up"
    attempts: list[dict[str, Any]] = field(default_factory=list)
    released: bool = False
    turn: int = 0

    def public(self) -> dict[str, Any]:
        """What the control API says of it."""
        names = ("id", "account", "user", "kind", "state", "attempts")
        return {**{name: getattr(self, name) for name in names}, **self.facts}


class Pushing:
    """All pushes of a world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.generation = world.generation
        self.all: dict[str, Push] = {}
        self.lanes: defaultdict[tuple[str, str], deque[Push]] = defaultdict(deque)

    def start(self, push: Push) -> Push:
        """Begin a push; it is known by its id from now on."""
        with self.world.lock:
            self.all[push.id] = push
            self.world.note("push", **{name: one for name, one in push.public().items() if name != "attempts"})
            if push.options.again:
                self.world.schedule.at(self.world.now() + push.options.again, lambda: self._repeat(push))
            if push.options.delay:
                self.world.schedule.at(self.world.now() + push.options.delay, lambda: self._attempt(push, 1))
            elif push.options.order == "user":
                lane = self.lanes[push.account, push.user]
                lane.append(push)
                if lane[0] is push:
                    self._begin(push)
            else:
                self._begin(push)
        return push

    def _begin(self, push: Push) -> None:
        wait = self.world.random.random() * push.options.jitter
        self.world.schedule.after(wait, lambda: self._attempt(push, 1))

    def _release(self, push: Push) -> None:
        """The first attempt is over: the person's next push may begin."""
        with self.world.lock:
            lane = self.lanes[push.account, push.user]
            if push.released or not lane or lane[0] is not push:
                return
            push.released = True
            lane.popleft()
            if lane:
                self._begin(lane[0])

    def _attempt(self, push: Push, number: int) -> None:
        options, schedule = push.options, self.world.schedule
        with self.world.lock:
            if push.state in ("acked", "given up") or self.generation != self.world.generation:
                return
            push.state = "sending"
            call, record = self._prepare(push, number)
        if options.parallel:
            schedule.after(options.cut, lambda: self._release(push))
            if number < options.attempts:
                schedule.after(options.cut, lambda: self._attempt(push, number + 1))
        self._send(push, call, record)
        self._release(push)
        with self.world.lock:
            if record["outcome"] == "acked":
                self._end(push, "acked")
            elif record["outcome"].startswith("lost") or self._tried(push) >= options.attempts:
                self._end(push, "given up")
            elif not options.parallel:
                rest = max(0.0, options.cut - record["seconds"]) if options.pause is None else options.pause
                schedule.after(rest, lambda: self._attempt(push, number + 1))

    def _repeat(self, push: Push) -> None:
        """The same thing once more, whatever became of it."""
        with self.world.lock:
            if self.generation != self.world.generation:
                return
            call, record = self._prepare(push, len(push.attempts) + 1)
            record["repeat"] = True
        self._send(push, call, record)

    def _prepare(self, push: Push, number: int) -> tuple[Call, dict[str, Any]]:
        call = push.compose(number > 1 and push.options.retry == "new")
        record = {"number": number, "at": self.world.now(), "nonce": call.nonce, "outcome": "running"}
        push.attempts.append(record)
        return call, record

    def _send(self, push: Push, call: Call, record: dict[str, Any]) -> None:
        """Send it to the first address that takes a connection, beginning with another one each time."""
        began, late = time.monotonic(), PATIENCE if push.options.parallel else push.options.cut
        push.turn += 1
        first = (int(push.id.rsplit("-", 1)[-1]) + push.turn) % len(push.addresses)
        outcome, status = "no connection", 0
        for address in push.addresses[first:] + push.addresses[:first]:
            outcome, status, body = exchange(address, call, late)
            if outcome != "no connection":
                record["address"] = address
                break
        seconds = time.monotonic() - began
        with self.world.lock:
            if outcome == "answered":
                outcome = "late" if seconds > push.options.cut else push.judge(status, body)
            record.update(outcome=outcome, status=status, seconds=round(seconds, 4))
            self.world.note("attempt", push=push.id, account=push.account, user=push.user, **_without_time(record))

    def _tried(self, push: Push) -> int:
        return sum(record["outcome"] != "running" and "repeat" not in record for record in push.attempts)

    def _end(self, push: Push, state: str) -> None:
        if push.state not in ("acked", "given up"):
            push.state = state
            self.world.note(state, push=push.id, account=push.account, user=push.user)
            push.ended(push)


def _without_time(record: dict[str, Any]) -> dict[str, Any]:
    """The history has a time of its own."""
    return {name: one for name, one in record.items() if name != "at"}


def exchange(address: str, call: Call, seconds: float) -> tuple[str, int, bytes]:
    """One HTTP exchange that is over after so many seconds.

    Returns "answered", "cut", "broken" or "no connection", with the status and the body where there are any.
    """
    parts, until = urlsplit(address), time.monotonic() + seconds
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=seconds)
    path = (parts.path or "/") + "?" + "&".join(filter(None, [parts.query, urlencode(call.query)]))
    try:
        try:
            connection.connect()
        except OSError:
            return "no connection", 0, b""
        connection.request(call.method, path, call.body or None, {"Connection": "close", **call.headers})
        response = connection.getresponse()
        body = b""
        while len(body) < LARGEST:
            left = until - time.monotonic()
            if left <= 0:
                return "cut", response.status, b""
            if connection.sock:
                connection.sock.settimeout(left)
            piece = response.read1(LARGEST)
            if not piece:
                break
            body += piece
        return "answered", response.status, body
    except TimeoutError:
        return "cut", 0, b""
    except (OSError, http.client.HTTPException):
        return "broken", 0, b""
    finally:
        connection.close()


def loopback(addresses: list[str]) -> list[str]:
    """The addresses, all of this machine. Raises Wrong for another: what is said here goes nowhere else."""
    for address in addresses:
        parts = urlsplit(address)
        try:
            ours = parts.hostname == "localhost" or ipaddress.ip_address(parts.hostname or "").is_loopback
        except ValueError:
            ours = False
        if not ours or parts.scheme != "http":
            raise Wrong(f"a callback is on the loopback: {address}")
    return list(addresses)
