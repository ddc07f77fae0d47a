"""People who ask while everything dies around them; each remembers what it sent and what it was told."""

import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import count

from tests.crash.doors import DOORS, ENDURES_S, NoAnswer, Refused
from tests.crash.seeded import VILLAGES

GIVES_UP, ASKS_AGAIN = 0.1, 0.1  # of those without an answer; of those with one
LONGEST_PAUSE_S, LONGEST_WAIT_S = 0.08, 0.5


@dataclass
class Sent:
    """One question as its asker knows it."""

    key: str
    village: str
    text: str
    code: str = ""  # empty: never answered
    tries: int = 0
    gave_up: bool = False


@dataclass
class Senders:
    """Threads that ask until told to stop; each finishes what it has begun."""

    port: int
    seed: int
    sent: list[Sent] = field(default_factory=list)
    without_answer: Counter = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.enough = threading.Event()
        self.threads = [threading.Thread(target=self._ask_on, args=[n], daemon=True) for n in range(len(DOORS))]

    def __enter__(self) -> "Senders":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop asking anew; wait for those who still want an answer."""
        self.enough.set()
        for thread in self.threads:
            thread.join(ENDURES_S + 30)

    @property
    def accepted(self) -> list[Sent]:
        return [one for one in self.sent if one.code]

    def _ask_on(self, number: int) -> None:
        chance, ask = random.Random(f"{self.seed}/{number}"), DOORS[number]
        for turn in count(1):
            if self.enough.is_set():
                return
            words = f"第 {number}-{turn} 个问题：邻居占地，怎么办？{chance.getrandbits(64):016x}"
            one = Sent(f"{chance.getrandbits(128):032x}", chance.choice(VILLAGES), words)
            self.sent.append(one)
            try:
                self._insist(one, ask, chance)
            except Refused as answer:
                self.wrong.append(f"{one.text}: {answer}")
            self.enough.wait(chance.uniform(0, LONGEST_PAUSE_S))

    def _insist(self, one: Sent, ask, chance: random.Random) -> None:
        """Ask with one key until there is an answer; some give up, and some who were answered ask once more."""
        deadline = time.monotonic() + ENDURES_S
        while time.monotonic() < deadline:
            one.tries += 1
            try:
                code = ask(self.port, key=one.key, village=one.village, text=one.text)
            except NoAnswer as reason:
                self.without_answer[str(reason)] += 1
                if not one.code and chance.random() < GIVES_UP:
                    one.gave_up = True
                    return
                time.sleep(chance.uniform(0.05, LONGEST_WAIT_S))
                continue
            if one.code and code != one.code:
                self.wrong.append(f"{one.text}: {one.code} became {code}")
            again, one.code = not one.code and chance.random() < ASKS_AGAIN, code
            if not again:
                return
