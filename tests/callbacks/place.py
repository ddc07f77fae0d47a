"""An installation that platforms call, and everything that they ever sent it."""

import contextlib
import http.client
import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.callbacks import checker, seeded
from tests.callbacks.bound import first_of
from tests.callbacks.platform import Platform
from tests.callbacks.senders import PEOPLE, Senders, Sent, call, sender_of
from tests.crash.installation import SERVE, Installation
from tests.crash.killer import Killer, _children

UNTAKEN = "select count(*) from channels_incoming where taken_at is null and held_at is null"
UNDONE = "select 0"  # what is on record is what was promised; the worker may be thousands of messages behind
BACK_S = 60
SLOWLY = 16.0  # messages a second of all together


@dataclass
class Place:
    """What is sent to it is remembered as long as it lives, so that a phantom is known whenever it appears."""

    installation: Installation
    platform: Platform = Platform(seeded.SLUG, seeded.ACCOUNT, seeded.APPID, seeded.TOKEN, seeded.AES_KEY)
    sent: list[Sent] = field(default_factory=list)

    @property
    def ports(self) -> list[int]:
        return self.installation.intake_ports

    def faults(self, senders: Senders) -> list[str]:
        """What is wrong after these have written and everything has come to rest."""
        self.installation.rest()
        self.sent += senders.sent
        return [*senders.wrong, *checker.faults(self.sent, self.stored())]

    def stored(self) -> checker.Stored:
        told = json.dumps([one.plain for one in self.sent])
        said = self.installation.run("tests.callbacks.stored", str(self.installation.district_id), told=told)
        return checker.Stored(**json.loads(said))

    def undergo(
        self, kills: int, seed: int, deck: tuple[str, ...], a_second: float = 200.0
    ) -> tuple[list[str], str, Senders]:
        """People write, processes die; what is wrong then, figures for whoever reads them, and who wrote."""
        senders, began = Senders(self.platform, self.ports, seed, a_second), time.monotonic()
        killer = Killer(self.installation, senders, seed)
        with senders:
            killer.kill(kills, deck)
        killed_s, found = time.monotonic() - began, self.faults(senders)
        figures = (
            f"seed {seed}; {len(senders.sent)} messages, {len(senders.accepted)} answered with success, "
            f"{len(senders.given_up)} given up; answers {dict(senders.answers)}; passed on {senders.proxy.passed_on}; "
            f"kills {dict(killer.killed)}; {killed_s:.0f} s of kills"
        )
        return found, figures, senders

    def undergo_to_the_end(self, kills: int, seed: int, deck: tuple[str, ...]) -> tuple[list[str], str, Senders]:
        """The same with people who have asked before, so slowly that all of it can be looked for in their matters."""
        first = [first_of(sender_of(seed, number)) for number in range(PEOPLE)]
        self.installation.run("tests.callbacks.bound", told=json.dumps([[one.plain for one in some] for some in first]))
        self.sent += [one for some in first for one in some]
        self.installation.undone, before = UNTAKEN, self.installation.undone
        try:
            return self.undergo(kills, seed, deck, SLOWLY)
        finally:
            self.installation.undone = before

    def kill_intake(self, number: int, whole: bool) -> None:
        """Kill one of the two, its server or only what serves; return when it answers again."""
        server = self.installation.noted["intake"][number]
        with contextlib.suppress(ProcessLookupError):
            os.kill(server if whole else _children(server, "granian")[0], signal.SIGKILL)
        deadline = time.monotonic() + BACK_S
        time.sleep(0.1)
        while not self.answers(number):
            assert time.monotonic() < deadline, self.installation.last_words
            time.sleep(0.05)

    def answers(self, number: int) -> bool:
        """Whether one of the two would answer a callback: it is asked with one that it must refuse."""
        return call(self.ports[number], f"/{seeded.SLUG}/callback/{seeded.ACCOUNT}", "", b"")[0] == 403


@contextlib.contextmanager
def opened(serve: str = SERVE) -> Iterator[Installation]:
    """It takes some seconds. The platform that it would write to takes connections, and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as hole:
        made = Installation(serve, seeded="tests.callbacks.seeded", undone=UNDONE, intakes=2)
        place = f"http://127.0.0.1:{hole.getsockname()[1]}"
        made.environment |= {"MENKOU_MODE": "demo", "MENKOU_SIMULATOR": place}  # only a demo calls a simulated platform
        with made as installation:
            yield installation


def kept_open(port: int) -> http.client.HTTPConnection:
    """A connection for many calls."""
    return http.client.HTTPConnection("127.0.0.1", port, timeout=10)
