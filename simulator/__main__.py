"""python -m simulator --port 8090 --seed 1 --history FILE --accounts FILE"""

import argparse
import ctypes
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from .control import open_account
from .server import Simulator
from .world import World

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def end_with_parent() -> None:
    """Ask Linux for SIGTERM when the parent dies; elsewhere nothing happens."""
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died meanwhile
            os._exit(0)


def leave(number: int, frame: Any) -> None:
    """Every line of the history was flushed as it was written, so there is nothing to finish."""
    os._exit(0)


def run() -> None:
    parser = argparse.ArgumentParser(prog="simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=8090, help="0 takes a free one")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--history", type=Path, help="append everything that happens to this file, a JSON line each")
    parser.add_argument("--accounts", type=Path, help="a JSON list of accounts to begin with")
    parser.add_argument("--clock", type=Path, help="keep in this file how far the time was moved, and go on from it")
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    end_with_parent()
    world = World(chosen.seed, chosen.history)
    if chosen.clock:
        world.clock.keep(chosen.clock)
    server = Simulator(world, chosen.port)
    for facts in json.loads(chosen.accounts.read_text("utf-8")) if chosen.accounts else []:
        open_account(world, facts)
    sys.stdout.write(f"simulator is ready: {world.address}\n")
    sys.stdout.flush()
    server.serve_forever(poll_interval=0.1)


if __name__ == "__main__":
    run()
