"""Where the processor time of one kind of request goes, inside one process: `python -m bench.profile [kind]`.

Kinds: question, village, today, consultation. A profile makes small functions look dear; the time without it is
printed first.
"""

import cProfile
import os
import pstats
import sys
import time
from collections.abc import Callable

from bench.installation import Failure, Installation
from bench.script import Script, outline
from bench.seed import SLUG

REQUESTS, SHOWN, KINDS = 300, 45, ("question", "village", "today", "consultation")


def outside(kind: str) -> str:
    """Make an installation, and look in a process of its own."""
    with Installation() as place:
        with place.served():
            pass
        place.server.start()
        facts = place.run("bench.seed", "base")
        place.run("bench.take_down", facts)
        place.run("bench.seed", "fill", "1000")
        return place.run("bench.profile", "inside", kind)


def inside(kind: str) -> None:
    """Send the requests to Django itself."""
    import django

    django.setup()
    send = sender(kind)
    for _ in range(20):
        send()
    from bench.take_down import statements_of

    for number, statement in enumerate(statements_of(send), 1):
        sys.stdout.write(f"{number:3} {outline(statement)}\n")
    began, cpu = time.perf_counter(), time.process_time()
    for _ in range(REQUESTS):
        send()
    took, used = (time.perf_counter() - began) / REQUESTS, (time.process_time() - cpu) / REQUESTS
    sys.stdout.write(f"{kind}: {used * 1000:.2f} ms of processor time, {took * 1000:.2f} ms by the clock\n")
    profile = cProfile.Profile(time.process_time)
    profile.enable()
    for _ in range(REQUESTS):
        send()
    profile.disable()
    for order in ("cumulative", "tottime"):
        pstats.Stats(profile, stream=sys.stdout).strip_dirs().sort_stats(order).print_stats(SHOWN)


def sender(kind: str) -> Callable:
    """What sends one request of a kind."""
    from django.test import Client

    from bench.contenders import paths
    from bench.take_down import HERE, asking, question

    script = Script.load(os.environ["MENKOU_BENCH"])
    client = Client(SERVER_NAME=HERE)
    if kind == "question":
        client.get(asking(script.asked_at[0]))
        return lambda: question(client, script.asked_at[0])
    client.cookies["sessionid"] = script.session if kind != "village" else ""
    return lambda: client.get(paths(script)[kind])


def main() -> int:
    """Look from outside, or be what is looked at."""
    if sys.argv[1:2] == ["inside"]:
        inside(sys.argv[2])
        return 0
    kind = sys.argv[1] if sys.argv[1:] else KINDS[0]
    if kind not in KINDS:
        sys.stderr.write(f"one of {', '.join(KINDS)}, for /{SLUG}/\n")
        return 2
    try:
        sys.stdout.write(outside(kind))
    except Failure as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
