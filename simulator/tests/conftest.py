"""A simulator in this process, and a caller that speaks JSON with it."""

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from simulator.server import Simulator
from simulator.world import World


class Caller:
    """Asks the simulator as a client would. Answers what it answers, as JSON."""

    def __init__(self, world: World) -> None:
        self.world = world

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> bytes:
        asked = urllib.request.Request(self.world.address + path, body, headers, method=method)
        with urllib.request.urlopen(asked, timeout=10) as answered:
            return answered.read()

    def status(self, method: str, path: str, body: bytes | None = None, **headers: str) -> int:
        try:
            self.ask(method, path, body, **headers)
        except urllib.error.HTTPError as no:
            no.close()
            return no.code
        return 200  # or any other 2xx

    def get(self, path: str) -> Any:
        return json.loads(self.ask("GET", path))

    def post(self, path: str, **facts: Any) -> Any:
        return json.loads(self.ask("POST", path, json.dumps(facts, ensure_ascii=False).encode()))


def wait_for(true: Callable[[], object], seconds: float = 20.0) -> None:
    """Until it is so; the test fails where it never is."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.002)


@pytest.fixture(scope="session")
def simulator() -> Iterator[Simulator]:
    server = Simulator(World())
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def world(simulator: Simulator) -> World:
    """A world with nothing in it."""
    simulator.world.reset(1)
    return simulator.world


@pytest.fixture
def caller(world: World) -> Caller:
    return Caller(world)
