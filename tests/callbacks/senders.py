"""A platform that calls while everything dies: it cuts, calls again, gives up, and remembers what it was told.

Times are scaled down: it cuts after CUT_S instead of 5 s, and calls three times in all. Between it and the two intake
processes stands a proxy as operations.md sets nginx up: where one does not answer, it asks the other.
"""

import http.client
import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count

from tests.callbacks.platform import TEXT, Platform

CUT_S, UPSTREAM_S, TRIES = 2.5, 1.2, 3
AGAIN_S, AT_ONCE, AFTERWARDS = 0.15, 0.1, 0.1  # pause between tries; share sent twice at once; share sent once more
PEOPLE = 4
SUCCESS, UNKNOWN = b"success", b""


def sender_of(seed: int, number: int) -> str:
    """What the platform calls one of the people."""
    return f"o-{seed}-{number}"


def call(
    port: int, path: str, query: str, body: bytes, within_s: float = CUT_S, method: str = "POST"
) -> tuple[int, bytes]:
    """One call of one process: status and body; status 0 where there is no answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=within_s)
    try:
        connection.request(method, f"{path}?{query}" if query else path, body, {"Content-Type": "text/xml"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        return 0, UNKNOWN
    finally:
        connection.close()


@dataclass
class Proxy:
    """proxy_next_upstream error timeout non_idempotent, over the ports."""

    ports: list[int]
    turn: count = field(default_factory=count)
    passed_on: int = 0

    def call(self, path: str, query: str, body: bytes) -> tuple[int, bytes]:
        first, began = next(self.turn), time.monotonic()
        for number in range(len(self.ports)):
            left = CUT_S - (time.monotonic() - began)
            said = call(
                self.ports[(first + number) % len(self.ports)], path, query, body, max(0.05, min(UPSTREAM_S, left))
            )
            if said[0]:
                return said
            self.passed_on += 1
        return 0, UNKNOWN


@dataclass
class Sent:
    """One message as the platform knows it."""

    sender: str
    words: str
    plain: str
    acked: bool = False
    is_asked: bool = True  # and no word to the machine itself: which village it is, whether it is to be sent
    tries: int = 0
    took_s: float = 0.0


@dataclass
class Senders:
    """People who write through the platform, each one thing after the other, until told to stop."""

    platform: Platform
    ports: list[int]
    seed: int
    a_second: float = 200.0  # of all together, at most
    sent: list[Sent] = field(default_factory=list)
    answers: Counter = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.proxy, self.enough = Proxy(self.ports), threading.Event()
        self.twins = ThreadPoolExecutor(PEOPLE)
        self.threads = [threading.Thread(target=self._write_on, args=[n], daemon=True) for n in range(PEOPLE)]

    def __enter__(self) -> "Senders":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Write nothing new; let every message come to its end."""
        self.enough.set()
        for thread in self.threads:
            thread.join(TRIES * CUT_S + 10)
        self.twins.shutdown()

    @property
    def accepted(self) -> list[Sent]:
        return [one for one in self.sent if one.acked]

    @property
    def given_up(self) -> list[Sent]:
        return [one for one in self.sent if one.tries == TRIES and not one.acked]

    def _write_on(self, number: int) -> None:
        chance, sender = random.Random(f"{self.seed}/{number}"), sender_of(self.seed, number)
        for turn in count(1):  # everybody counts alike, so that four people have the same MsgId all the time
            if self.enough.is_set():
                return
            words = f"第 {number}-{turn} 句：地界，怎么办？{chance.getrandbits(64):016x}"
            plain = TEXT.format(words=words, sender=sender, number=turn, at=int(time.time()))
            one = Sent(sender, words, plain)
            self.sent.append(one)
            began = time.monotonic()
            self._insist(one, chance)
            one.took_s = time.monotonic() - began
            self.enough.wait(PEOPLE / self.a_second * chance.uniform(0.5, 1.5))

    def _insist(self, one: Sent, chance: random.Random) -> None:
        """Up to three calls, the same or with new nonce and random bytes; some twice at once, some once too often."""
        same, call = chance.random() < 0.5, self.platform.sealed(one.plain)
        for _ in range(TRIES):
            one.tries += 1
            call = call if same else self.platform.sealed(one.plain)
            twin = (
                self.twins.submit(self._call, *self.platform.sealed(one.plain)) if chance.random() < AT_ONCE else None
            )
            good = self._call(*call)
            one.acked |= good | bool(twin and twin.result())
            if good:
                break
            time.sleep(AGAIN_S)
        if one.acked and chance.random() < AFTERWARDS:
            self._call(*self.platform.sealed(one.plain))

    def _call(self, query: str, body: bytes) -> bool:
        status, said = self.proxy.call(self.platform.path, query, body)
        self.answers[status] += 1
        if status not in (0, 200, 500) or (status == 200 and said != SUCCESS):
            self.wrong.append(f"{status} {said[:50]!r}")
        return status == 200
