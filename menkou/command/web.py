"""网页服务: how the web server is started, by the supervisor or alone.

python -m menkou.command.web PORT [HOST] runs it by itself, where no supervisor does: with the tables brought up to date
before (menkou migrate), and the worker beside it (menkou worker).
"""

import os
import sys

from menkou.command import database, home, static
from menkou.command.problems import Problem

THREADS, LEAST_THREADS = 8, 2  # of all processes: more only wait for each other, and each has a connection
MOST_PROCESSES = 2  # each computes on one core; a third would starve the database
PROCESSES = "MENKOU_WEB_PROCESSES"
USAGE = "请写一个端口，例如 python -m menkou.command.web 8000；要从别的机器访问，再写地址，例如 8000 0.0.0.0。"


def command(host: str, port: int) -> list[str]:
    """The words that start it."""
    words = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--workers", str(many := processes())]
    words += ["--blocking-threads", str(max(LEAST_THREADS, THREADS // many)), "--host", host, "--port", str(port)]
    return [*words, "--workers-kill-timeout", "8", "--respawn-failed-workers", "config.wsgi:application"]


def processes() -> int:
    """How many answer pages: two where there are two cores, one for a demo; or as the environment says. Raises Problem."""
    said = os.environ.get(PROCESSES, "")
    if said and (not said.isdecimal() or not 0 < int(said) <= 16):
        raise Problem(f"{PROCESSES} 要写 1 到 16 的整数。")
    if said:
        return int(said)
    is_demo = os.environ.get("MENKOU_MODE") == "demo"
    return 1 if is_demo else min(MOST_PROCESSES, len(os.sched_getaffinity(0)))


def asked(arguments: list[str], usage: str) -> tuple[int, str]:
    """The port, and the address where one is named. Raises Problem."""
    port, host = (*arguments, "127.0.0.1")[:2] if arguments else ("", "")
    if len(arguments) > 2 or not port.isdecimal() or not 0 < int(port) < 65536:
        raise Problem(usage)
    return int(port), host


def _alone() -> None:
    """Become one. Raises Problem."""
    port, host = asked(sys.argv[1:], USAGE)
    for name in (database.APP, "MENKOU_PUBLIC_URL"):
        if not os.environ.get(name):
            raise Problem(f"网页服务单独运行时，要设 {name}。")
    static.collect(home.settle())
    words = command(host, port)
    os.execv(words[0], words)  # noqa: S606  # our own words


if __name__ == "__main__":
    try:
        _alone()
    except Problem as problem:
        sys.exit(str(problem))
